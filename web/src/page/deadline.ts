// Deadline chips and elapsed times tick by themselves; the server's rules decide anew when a panel is fetched.
import { everySecond, serverNow } from "./clock";
import { english, span, word } from "./words";

const say = (name: "left" | "over", length: number): string =>
  english() && name === "left" ? `${span(length)} ${word("left")}` : `${word(name)} ${span(length)}`;

function tickChip(chip: HTMLElement, now: number): void {
  const { start, due, warn, level } = chip.dataset;
  if (level === "met" || level === "paused") return;
  const dueAt = Number(due);
  const next = now >= dueAt ? "late" : now >= Number(warn) ? "soon" : "ok";
  if (next !== level) {
    chip.classList.remove(level ?? "");
    chip.classList.add(next, "changed");
    chip.dataset.level = next;
  }
  set(chip.querySelector("[data-left]"), say(next === "late" ? "over" : "left", dueAt - now));
  if (start) set(chip.querySelector("[data-elapsed]"), span(now - Number(start)));
}

function set(place: Element | null, text: string): void {
  if (place && place.textContent !== text) place.textContent = text;
}

function tick(): void {
  const now = serverNow();
  for (const chip of document.querySelectorAll<HTMLElement>("[data-deadline]")) tickChip(chip, now);
  for (const place of document.querySelectorAll<HTMLElement>("[data-since]")) set(place, span(now - Number(place.dataset["since"])));
}

export function startDeadlines(): void {
  let count = 0;
  everySecond(() => {
    if (count++ % 5 === 0) tick();
  });
}
