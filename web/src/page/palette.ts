// Quick search: Ctrl-K or /, arrows and Enter; the server finds, the browser only moves between hits.
export function startPalette(): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-palette]");
  const box = dialog?.querySelector("input");
  if (!dialog || !box) return;
  const open = (): void => {
    if (dialog.open) return;
    dialog.showModal();
    box.select();
    box.dispatchEvent(new Event("palette"));
  };
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-palette-open]")) open();
    else if (event.target === dialog) dialog.close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element).matches("input, textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" || event.key === "/" && !typing) {
      event.preventDefault();
      open();
    }
  });
  dialog.addEventListener("keydown", (event) => move(event, dialog, box));
}

function move(event: KeyboardEvent, dialog: HTMLDialogElement, box: HTMLInputElement): void {
  const hits = [...dialog.querySelectorAll<HTMLAnchorElement>(".hits a")];
  const at = hits.indexOf(document.activeElement as HTMLAnchorElement);
  if (event.key === "ArrowDown") hits[Math.min(at + 1, hits.length - 1)]?.focus();
  else if (event.key === "ArrowUp") (at > 0 ? hits[at - 1] : box)?.focus();
  else if (event.key === "Enter" && at < 0) hits[0]?.click();
  else return;
  event.preventDefault();
}
