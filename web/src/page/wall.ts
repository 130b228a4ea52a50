// The wall takes as many lines as its screen holds; when there are more people, screen follows screen by the server's clock.
import { everySecond, serverNow } from "./clock";

const TURN = 12_000; // milliseconds one screen stays
const SMALL = window.matchMedia("(max-width: 720px)"); // in the hand it is scrolled instead

/** Where each screen begins: a line goes on the next one when it would not be whole. */
function screens(heights: number[], room: number): number[] {
  const begins = [0];
  let used = 0;
  heights.forEach((height, line) => {
    if (used + height > room && line > begins[begins.length - 1]!) {
      begins.push(line);
      used = 0;
    }
    used += height;
  });
  return begins;
}

function fill(list: HTMLElement): void {
  const lines = [...list.querySelectorAll<HTMLElement>(":scope > li")];
  const told = document.querySelector<HTMLElement>("[data-wall-screen]");
  for (const line of lines) line.hidden = false;
  if (told) told.hidden = true;
  const top = list.getBoundingClientRect().top + window.scrollY;
  const heights = lines.map((line) => line.getBoundingClientRect().height);
  const foot = parseFloat(getComputedStyle(list.closest(".content") ?? list).paddingTop) + 2; // as much air below as above
  const whole = window.innerHeight - top - foot;
  if (SMALL.matches || !told || heights.reduce((a, b) => a + b, 0) <= whole) return;
  told.hidden = false;
  const begins = screens(heights, whole - told.getBoundingClientRect().height - foot);
  const now = Math.floor(serverNow() / TURN) % begins.length;
  const [from, to] = [begins[now]!, begins[now + 1] ?? lines.length];
  lines.forEach((line, n) => { line.hidden = n < from || n >= to; });
  told.textContent = (told.dataset["wallScreen"] ?? "").replace("{a}", String(from + 1)).replace("{b}", String(to)).replace("{n}", String(lines.length));
}

export function startWall(): void {
  if (!document.querySelector("[data-wall]")) return;
  let shown = "";
  const draw = (again = true): void => {
    const list = document.querySelector<HTMLElement>("[data-wall]");
    const turn = String(Math.floor(serverNow() / TURN));
    if (!list || (!again && turn === shown)) return;
    shown = turn;
    fill(list);
  };
  draw();
  document.addEventListener("htmx:after:swap", () => draw());
  window.addEventListener("resize", () => draw());
  void document.fonts.ready.then(() => draw());
  everySecond(() => draw(false));
}
