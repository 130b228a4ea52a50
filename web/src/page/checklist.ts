// A checklist by keyboard: the arrows go from item to item, a digit gives the answer of that number.
export function startChecklists(): void {
  document.addEventListener("keydown", (event) => {
    const target = event.target as Element;
    if (event.ctrlKey || event.altKey || event.metaKey || target.matches("input, textarea, select, [contenteditable]")) return;
    const list = document.querySelector("[data-checklist]");
    if (!list || document.querySelector("dialog[open]")) return;
    const items = [...list.querySelectorAll<HTMLElement>("[data-item]")];
    const here = items.findIndex((one) => one.contains(document.activeElement));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const to = here < 0 ? 0 : here + (event.key === "ArrowDown" ? 1 : -1);
      if (!items[to]) return;
      event.preventDefault();
      items[to].focus();
      return;
    }
    const chosen = here < 0 ? null : items[here]?.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
    if (!chosen) return;
    event.preventDefault();
    if (chosen instanceof HTMLFormElement) chosen.requestSubmit();
    else chosen.click();
  });
  // After an answer the address names the item: the hand goes on from there.
  const named = location.hash ? document.querySelector<HTMLElement>(`[data-checklist] [data-item]${location.hash}`) : null;
  named?.focus();
}
