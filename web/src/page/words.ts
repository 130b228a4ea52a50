// The few words the browser says by itself; the server wrote them in the reader's language into the page.
const words = (): DOMStringMap => document.querySelector<HTMLTemplateElement>("template[data-words]")?.dataset ?? {};

export const word = (name: string): string => words()[name] ?? "";
export const english = (): boolean => document.documentElement.lang.startsWith("en");

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length in its two largest units, as mingjing.webkit.spans.span writes it. */
export function span(length: number): string {
  const ms = Math.abs(length);
  const parts: [number, string][] = [[Math.floor(ms / DAY), "day"], [Math.floor((ms % DAY) / HOUR), "hour"], [Math.floor((ms % HOUR) / MINUTE), "minute"]];
  const first = parts.findIndex(([n]) => n > 0);
  const two = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(([n], i) => i === 0 || n > 0);
  return two.map(([n, unit]) => `${n} ${word(unit)}`).join(" ");
}
