// The live map: a slider over time and its speed. The server draws every instant; here only the clock of the replay runs.
import { eachArriving } from "./arriving";
import { serverNow, wall } from "./clock";

function start(box: HTMLElement): void {
  const slider = box.querySelector<HTMLInputElement>("[data-slider]");
  const panel = box.querySelector<HTMLElement>("[data-map-panel]");
  const speed = box.querySelector<HTMLSelectElement>("[data-speed]");
  const play = box.querySelector<HTMLButtonElement>("[data-play]");
  const live = box.querySelector<HTMLButtonElement>("[data-to-now]");
  const shown = box.querySelector<HTMLElement>("[data-shown]");
  const body = panel?.querySelector<HTMLElement>("[hx-get]");
  if (!slider || !panel || !body || !speed || !play || !live || !shown) return;
  const reach = Number(slider.max) * 60_000;
  let at = 0; // 0: live
  let timer = 0;

  const show = (): void => {
    const told = wall(at || serverNow());
    shown.textContent = at ? `${told.date} ${told.time}` : (shown.dataset["word"] ?? "");
    box.classList.toggle("replaying", at > 0);
    live.setAttribute("aria-pressed", String(at === 0));
    if (at) slider.value = String(Math.round((reach - (serverNow() - at)) / 60_000));
    else slider.value = slider.max;
    slider.setAttribute("aria-valuetext", shown.textContent ?? "");
    if (at) void fetchMoment(at);
    else body.dispatchEvent(new Event("bell"));
  };
  /** The same panel as it was then; an answer that comes after a newer question is not shown. */
  async function fetchMoment(then: number): Promise<void> {
    const answer = await fetch(`${body!.getAttribute("hx-get") ?? ""}?at=${new Date(then).toISOString()}`);
    if (at === then && answer.ok) body!.innerHTML = await answer.text();
    else if (!answer.ok) { stop(); location.reload(); }
  }
  const stop = (): void => { clearInterval(timer); timer = 0; play.setAttribute("aria-pressed", "false"); };
  const go = (to: number): void => { at = to >= serverNow() - 1_000 ? 0 : to; if (!at) stop(); show(); };

  // while the past is shown, the present does not ring in
  panel.addEventListener("bell", (event) => { if (at) event.stopPropagation(); }, { capture: true });
  slider.addEventListener("input", () => { stop(); go(Number(slider.value) >= Number(slider.max) ? serverNow() : serverNow() - reach + Number(slider.value) * 60_000); });
  live.addEventListener("click", () => go(serverNow()));
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (!at) at = serverNow() - 10 * 60_000;
    play.setAttribute("aria-pressed", "true");
    timer = window.setInterval(() => go(at + Number(speed.value) * 1_000), 1_000);
    show();
  });
  if (box.dataset["begin"]) go(Number(box.dataset["begin"]));
}

export const startFloorMaps = (): void => eachArriving("[data-floor-map]", start);
