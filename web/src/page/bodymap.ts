// Marks on the body: click the picture, or choose the part from the list; both end as one line each, with words.
import { eachArriving } from "./arriving";

interface Mark { region: string; x: number; y: number; note: string; kind?: string; photo?: string }
const SVG = "http://www.w3.org/2000/svg";

function start(box: HTMLElement): void {
  const field = box.querySelector<HTMLInputElement>("[data-value]");
  const list = box.querySelector<HTMLOListElement>("[data-list]");
  const chooser = box.querySelector<HTMLSelectElement>("[data-region-list]");
  if (!field || !list || !chooser) return;
  const kinds = box.querySelector<HTMLTemplateElement>("[data-kinds]");
  const files = new WeakMap<Mark, HTMLInputElement>(); // a chosen file lives in its box alone: the box stays
  let marks: Mark[] = JSON.parse(field.value || "[]") as Mark[];

  const path = (region: string): SVGPathElement | null => box.querySelector(`path[data-region="${CSS.escape(region)}"]`);
  const save = (): void => {
    field.value = marks.length ? JSON.stringify(marks) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const add = (mark: Mark): void => {
    marks = [...marks, mark];
    draw();
    save();
    list.lastElementChild?.querySelector<HTMLElement>("select, input")?.focus();
  };
  const draw = (): void => {
    for (const group of box.querySelectorAll("[data-marks]")) group.replaceChildren();
    for (const one of box.querySelectorAll("path[data-region]")) one.classList.toggle("marked", marks.some((m) => m.region === one.getAttribute("data-region")));
    marks.forEach((mark, i) => path(mark.region)?.closest("svg")?.querySelector("[data-marks]")?.append(...dot(mark, i + 1)));
    list.replaceChildren(...marks.map((mark, i) => line(mark, i)));
    box.querySelector<HTMLElement>("[data-none]")!.hidden = marks.length > 0;
  };
  const kindOf = (mark: Mark, name: string): HTMLSelectElement[] => {
    if (!kinds) return [];
    const select = document.createElement("select");
    select.append(kinds.content.cloneNode(true));
    select.value = mark.kind ?? "";
    select.setAttribute("aria-label", `${name} ${list.dataset["kind"] ?? ""}`);
    select.addEventListener("change", () => { mark.kind = select.value; save(); });
    return [select];
  };
  const photoOf = (mark: Mark, name: string): HTMLInputElement[] => {
    if (!list.dataset["name"]) return [];
    mark.photo ??= String(Math.max(0, ...marks.map((m) => Number(m.photo ?? 0))) + 1);
    const file = files.get(mark) ?? document.createElement("input");
    files.set(mark, file);
    Object.assign(file, { type: "file", name: `${list.dataset["name"]}_photo_${mark.photo}`, accept: "image/jpeg,image/png,image/webp" });
    file.setAttribute("capture", "environment");
    file.setAttribute("aria-label", `${name} ${list.dataset["photo"] ?? ""}`);
    return [file];
  };
  const line = (mark: Mark, i: number): HTMLLIElement => {
    const [row, count, name, note, remove] = [document.createElement("li"), document.createElement("b"), document.createElement("span"), document.createElement("input"), document.createElement("button")];
    count.textContent = String(i + 1);
    name.textContent = path(mark.region)?.dataset["label"] ?? mark.region;
    note.type = "text";
    note.maxLength = 200;
    note.value = mark.note;
    note.placeholder = list.dataset["note"] ?? "";
    note.setAttribute("aria-label", `${name.textContent} ${note.placeholder}`);
    note.addEventListener("input", () => { mark.note = note.value; save(); });
    remove.type = "button";
    remove.className = "button quiet";
    remove.textContent = list.dataset["remove"] ?? "×";
    remove.addEventListener("click", () => { marks = marks.filter((m) => m !== mark); draw(); save(); });
    const said = name.textContent;
    row.append(count, name, ...kindOf(mark, said), note, ...photoOf(mark, said), remove);
    return row;
  };
  box.addEventListener("click", (event) => {
    const where = (event.target as Element).closest<SVGPathElement>("path[data-region]");
    if (!where) return;
    const matrix = where.getScreenCTM();
    if (!matrix) return;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    add({ region: where.dataset["region"]!, x: Math.round(point.x), y: Math.round(point.y), note: "" });
  });
  // the arrow keys walk through a closed list: what they pass over is not chosen until Enter, the button or leaving it
  let walking = false;
  const choose = (): void => {
    walking = false;
    const bounds = path(chooser.value)?.getBBox();
    if (bounds) add({ region: chooser.value, x: Math.round(bounds.x + bounds.width / 2), y: Math.round(bounds.y + bounds.height / 2), note: "" });
    chooser.value = "";
  };
  chooser.addEventListener("pointerdown", () => { walking = false; });
  chooser.addEventListener("keydown", (event) => {
    walking = event.key !== "Enter";
    if (event.key !== "Enter" || !chooser.value) return;
    event.preventDefault();
    choose();
  });
  chooser.addEventListener("change", () => { if (!walking) choose(); });
  chooser.addEventListener("blur", () => { if (walking && chooser.value) setTimeout(choose); });
  box.querySelector("[data-region-add]")?.addEventListener("click", choose);
  draw();
}

function dot(mark: Mark, n: number): SVGElement[] {
  const [circle, text] = [document.createElementNS(SVG, "circle"), document.createElementNS(SVG, "text")];
  for (const [name, value] of Object.entries({ cx: mark.x, cy: mark.y, r: 34 })) circle.setAttribute(name, String(value));
  for (const [name, value] of Object.entries({ x: mark.x, y: mark.y })) text.setAttribute(name, String(value));
  text.textContent = String(n);
  return [circle, text];
}

export const startBodyMaps = (): void => eachArriving("[data-bodymap]", start);
