// One line on top of the page, for what happened outside a form.
export function notice(text: string): void {
  const place = document.getElementById("notices");
  if (!place || [...place.children].some((p) => p.textContent === text)) return;
  const line = document.createElement("p");
  line.className = "notice warning";
  line.textContent = text;
  place.append(line);
  setTimeout(() => line.remove(), 12_000);
}
