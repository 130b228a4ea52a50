// People ticked for one act: all at once, how many, and nobody any more once it was done.
const ticks = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>("input.desk-tick")];

function count(): void {
  const all = ticks();
  const chosen = all.filter((one) => one.checked).length;
  for (const told of document.querySelectorAll("[data-ticked]")) told.textContent = String(chosen);
  for (const one of document.querySelectorAll<HTMLInputElement>("[data-tick-all]")) {
    one.checked = chosen > 0 && chosen === all.length;
    one.indeterminate = chosen > 0 && chosen < all.length;
  }
}

export function startTicks(): void {
  if (!document.querySelector("[data-ticked]")) return;
  document.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    if (box.matches("[data-tick-all]")) for (const one of ticks()) one.checked = box.checked;
    if (box.matches("[data-tick-all], .desk-tick")) count();
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, response } = (event as CustomEvent<{ ctx: { sourceElement: Element; response?: { raw: Response } } }>).detail.ctx;
    if (sourceElement.id !== "several" || !response?.raw.ok) return;
    for (const one of ticks()) one.checked = false;
    count();
  });
  document.addEventListener("htmx:after:swap", count);
  count();
}
