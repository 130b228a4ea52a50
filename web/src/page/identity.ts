// A citizen identity number (GB 11643) tells birth date and sex: both are filled in where nobody typed something else.
import { eachArriving } from "./arriving";
import { word } from "./words";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";
const LOOKS_LIKE_ONE = /^\d{17}[\dX]$/;

export interface Told { born: string; sex: "male" | "female" }

const checked = (first17: string): string => CHECKS[[...first17].reduce((sum, digit, i) => sum + Number(digit) * WEIGHTS[i]!, 0) % 11]!;
const tidy = (typed: string): string => typed.normalize("NFKC").replace(/×/g, "X").replace(/[\s\-–—_.]/g, "").toUpperCase();

/** What the number says; undefined while it is none, or has a slip in it. */
export function read(typed: string): Told | undefined {
  let number = tidy(typed);
  if (/^\d{15}$/.test(number)) {
    number = `${number.slice(0, 6)}19${number.slice(6)}`;
    number += checked(number);
  }
  if (!LOOKS_LIKE_ONE.test(number) || checked(number.slice(0, 17)) !== number[17]) return undefined;
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const day = new Date(`${born}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== born || day.getTime() > Date.now()) return undefined;
  return { born, sex: Number(number[16]) % 2 ? "male" : "female" };
}

type Box = HTMLInputElement | HTMLSelectElement;

function put(box: Box, value: string): boolean {
  if (box.value && box.value !== box.dataset["filled"]) return box.value === value;
  box.dataset["filled"] = value;
  if (box.value === value) return true;
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

/** What a number said that is no longer there goes with it; what somebody typed stays. */
function empty(box: Box): void {
  if (box.dataset["filled"] && box.value === box.dataset["filled"]) box.value = "";
  delete box.dataset["filled"];
}

function start(field: HTMLInputElement): void {
  const named = (name: string): Box | null => field.form?.querySelector<Box>(`:is(input, select)[name="${name}"]`) ?? null;
  const [born, sex, kind] = [named("birth_date"), named("sex"), named("document_kind")];
  if (!born || !sex) return;
  const state = field.closest("[data-scanner]")?.querySelector("[data-state]");
  const fill = (): void => {
    const told = !kind?.value || kind.value === "resident_id" ? read(field.value) : undefined;
    if (!told) return [born, sex].forEach(empty);
    if (kind && !kind.value) put(kind, "resident_id");
    const both = [put(born, told.born), put(sex, told.sex)].every(Boolean);
    if (state) state.textContent = both ? `✓ ${word("filled")}` : `▲ ${word("differs")}`;
  };
  for (const event of ["input", "change", "scanned"]) field.addEventListener(event, fill);
  kind?.addEventListener("change", fill);
}

export const startIdentityNumbers = (): void => eachArriving('input[name="document_number"]', start);
