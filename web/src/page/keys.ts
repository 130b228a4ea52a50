// The list of keys, on the question mark and from the menu of the person.
export function startKeys(): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-keys]");
  if (!dialog) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || (event.target as Element).matches("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    dialog.showModal();
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-keys-open]")) dialog.showModal();
    else if (event.target === dialog) dialog.close();
  });
}
