// Run for every matching element: those on the page now and those that htmx brings later, each once.
const done = new WeakMap<Element, Set<string>>();

export function eachArriving<E extends HTMLElement>(selector: string, start: (element: E) => void): void {
  const look = (): void => {
    for (const element of document.querySelectorAll<E>(selector)) {
      const known = done.get(element) ?? new Set<string>();
      if (known.has(selector)) continue;
      done.set(element, known.add(selector));
      start(element);
    }
  };
  look();
  document.addEventListener("htmx:after:swap", look);
}
