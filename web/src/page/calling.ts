// Red alarms call out: they cover every page and sound until they are answered, or folded away by this reader; a new one
// unfolds them again. Which alarms call whom, the server decides (the fragment of the bell in the top bar).
import { everySecond } from "./clock";
import { chime } from "./sound";
import { word } from "./words";

const FOLDED = "folded-alarms";
const EVERY = 4; // seconds between two chimes

const folded = (): Set<string> => new Set(JSON.parse(sessionStorage.getItem(FOLDED) ?? "[]") as string[]);
const keys = (box: HTMLElement): string[] => [...box.querySelectorAll<HTMLElement>("[data-calling-alarm]")].map((a) => a.dataset["callingAlarm"] ?? "");
const calling = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-calling]");

let announced = ""; // the alarms on screen; a panel drawn anew with the same ones announces nothing

function show(): void {
  const box = calling();
  if (!box) return void (announced = "");
  const known = folded();
  const fresh = keys(box).filter((key) => !known.has(key)).join(" ");
  box.hidden = fresh === "";
  if (!box.querySelector("[data-fold-away]")) box.prepend(foldButton(box));
  if (fresh && fresh !== announced) announce(box);
  announced = fresh;
}

function announce(box: HTMLElement): void {
  chime();
  // whoever is typing keeps his cursor: a key meant for a word must not answer an alarm
  if (!document.activeElement?.matches("input, textarea, select")) box.querySelector<HTMLElement>("[data-fold-away]")?.focus();
}

function foldButton(box: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.dataset["foldAway"] = "";
  button.textContent = word("fold");
  button.addEventListener("click", () => fold(box));
  return button;
}

function fold(box: HTMLElement): void {
  sessionStorage.setItem(FOLDED, JSON.stringify([...folded(), ...keys(box)].slice(-200)));
  box.hidden = true;
}

export function startCalling(): void {
  show();
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("keydown", (event) => {
    const box = calling();
    if (event.key === "Escape" && box && !box.hidden) fold(box);
  });
  let seconds = 0;
  everySecond(() => {
    const box = calling();
    if (box && !box.hidden && ++seconds % EVERY === 0) chime();
  });
}
