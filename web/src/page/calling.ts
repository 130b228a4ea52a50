// Red alarms call out from the top bar on every page until they are answered, or folded away by this reader; a new one
// unfolds them again. Which alarms call whom, the server decides.
import { word } from "./words";

const FOLDED = "folded-alarms";

const folded = (): Set<string> => new Set(JSON.parse(sessionStorage.getItem(FOLDED) ?? "[]") as string[]);

function show(): void {
  const box = document.querySelector<HTMLElement>("[data-calling]");
  if (!box) return;
  const known = folded();
  const alarms = [...box.querySelectorAll<HTMLElement>("[data-calling-alarm]")];
  const fresh = alarms.some((a) => !known.has(a.dataset["callingAlarm"] ?? ""));
  box.hidden = !fresh;
  if (fresh && !box.querySelector("[data-fold-away]")) box.prepend(foldButton(box, alarms));
}

function foldButton(box: HTMLElement, alarms: HTMLElement[]): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button small";
  button.dataset["foldAway"] = "";
  button.setAttribute("aria-label", word("fold"));
  button.textContent = "×";
  button.addEventListener("click", () => {
    const all = [...folded(), ...alarms.map((a) => a.dataset["callingAlarm"] ?? "")];
    sessionStorage.setItem(FOLDED, JSON.stringify(all.slice(-200)));
    box.hidden = true;
  });
  return button;
}

export function startCalling(): void {
  show();
  document.addEventListener("htmx:after:swap", show);
}
