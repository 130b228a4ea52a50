// A scanner types like a keyboard, only faster, and ends with Enter: then the cursor moves on instead of sending the form.
import { eachArriving } from "./arriving";
import { word } from "./words";

const FAST = 35; // milliseconds between keys; nobody types a whole code at that pace

function start(box: HTMLElement): void {
  const [field, state] = [box.querySelector("input"), box.querySelector("[data-state]")];
  if (!field || !state) return;
  let [last, quick] = [0, 0];
  field.addEventListener("keydown", (event) => {
    const gap = event.timeStamp - last;
    last = event.timeStamp;
    if (event.key !== "Enter") {
      quick = event.key.length === 1 && gap < FAST ? quick + 1 : 0;
      state.textContent = "";
      return;
    }
    event.preventDefault();
    if (!field.value.trim()) return;
    field.value = field.value.trim();
    state.textContent = quick >= 4 ? `✓ ${word("read")}` : "✓";
    field.dispatchEvent(new CustomEvent("scanned", { bubbles: true, detail: field.value }));
    next(field)?.focus();
    quick = 0;
  });
}

function next(field: HTMLInputElement): HTMLElement | undefined {
  const all = [...(field.form?.elements ?? [])].filter((e): e is HTMLElement => e instanceof HTMLElement && e.matches("input:not([type=hidden]), select, textarea, button") && !e.matches(":disabled"));
  return all[all.indexOf(field) + 1];
}

export const startScanners = (): void => eachArriving("[data-scanner]", start);
