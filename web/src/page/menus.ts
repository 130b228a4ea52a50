// The rail and the drop-down menus.
const narrow = (): boolean => matchMedia("(max-width: 760px)").matches;

export function startMenus(): void {
  const body = document.body;
  document.addEventListener("click", (event) => {
    const place = event.target as Element;
    if (place.closest("[data-rail-toggle]")) toggleRail(body);
    else if (place.closest("[data-rail-close]")) body.classList.remove("rail-open");
    for (const open of document.querySelectorAll<HTMLDetailsElement>("details.dropdown[open]")) if (!open.contains(place)) open.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    body.classList.remove("rail-open");
    for (const open of document.querySelectorAll<HTMLDetailsElement>("details.dropdown[open]")) {
      open.open = false;
      open.querySelector("summary")?.focus();
    }
  });
}

function toggleRail(body: HTMLElement): void {
  if (narrow()) return void body.classList.toggle("rail-open");
  const next = body.dataset["rail"] === "narrow" ? "wide" : "narrow";
  body.dataset["rail"] = next;
  document.cookie = `mingjing_rail=${next}; path=/; max-age=31536000; samesite=lax`;
}
