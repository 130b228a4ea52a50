// What a hand unfolded stays unfolded when its panel is drawn anew by a bell.
const unfolded = new Set<string>();

const name = (fold: HTMLDetailsElement): string => {
  const panel = fold.closest("[data-panel]");
  const place = [...document.querySelectorAll("[data-panel]")].indexOf(panel as Element);
  return `${place}:${fold.querySelector("summary > b")?.textContent ?? fold.querySelector("summary")?.textContent ?? ""}`;
};

export function startFolds(): void {
  document.addEventListener("click", (event) => {
    const fold = (event.target as Element).closest("summary")?.parentElement;
    if (!(fold instanceof HTMLDetailsElement) || !fold.closest("[data-panel]") || fold.matches(".dropdown")) return;
    if (fold.open) unfolded.delete(name(fold));
    else unfolded.add(name(fold));
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>("[data-panel] details:not([open])")) if (unfolded.has(name(fold))) fold.open = true;
  });
}
