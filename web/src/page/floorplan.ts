// The plan editor: spaces and doors drawn on a sheet in whole centimetres. The server alone judges what is drawn.
import { eachArriving } from "./arriving";

type Point = [number, number];
interface Space { code: string; outline: Point[]; passage?: boolean; name?: string; name_en?: string; zone?: string; storey?: string }
interface Door { code: string; first: string; second: string; at: Point; one_way?: boolean; open?: boolean; stairs?: boolean }
interface Storey { code: string; name: string; name_en: string; level: number }
interface Plan { width: number; height: number; spaces: Space[]; doors: Door[]; anchors: { code: string; at: Point; storey?: string }[]; storeys?: Storey[] }
interface Fault { text: string; spaces: string[]; at: Point | null }
type Grip = { kind: "space"; space: Space; from: Point; outline: Point[] } | { kind: "corner"; space: Space; corner: number } | { kind: "draw"; from: Point; to: Point };

const SVG = "http://www.w3.org/2000/svg";
const GRID = 10;
const REACH = 60; // how far from a wall a click still means it, centimetres
const snap = (n: number): number => Math.round(n / GRID) * GRID;

function start(box: HTMLElement): void {
  const sheet = box.querySelector<SVGSVGElement>("[data-sheet]")!;
  const field = box.querySelector<HTMLInputElement>("input[name=content]")!;
  const form = field.form!;
  const chooser = box.querySelector<HTMLSelectElement>("[data-room]")!;
  const faultList = box.querySelector<HTMLOListElement>("[data-faults]")!;
  const list = box.querySelector<HTMLUListElement>("[data-list]")!;
  const selectedBox = box.querySelector<HTMLElement>("[data-selected]")!;
  let plan = JSON.parse(field.value) as Plan;
  let faults: Fault[] = [];
  let tool = "select";
  let selected = "";
  let storey = plan.storeys?.[0]?.code ?? "";
  let grip: Grip | undefined;
  const past: string[] = [];

  const keep = (): void => { past.push(JSON.stringify(plan)); if (past.length > 100) past.shift(); };
  const changed = (): void => {
    field.value = JSON.stringify(plan);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    draw();
  };
  const space = (code: string): Space | undefined => plan.spaces.find((s) => s.code === code);
  const here = (s: Space | undefined): boolean => Boolean(s) && (s?.storey ?? "") === storey;
  const english = document.documentElement.lang.startsWith("en");
  const storeys = box.querySelector<HTMLSelectElement>("[data-storeys]")!;
  const onSheet = (): Space[] => plan.spaces.filter(here);
  const missing = (): string[] => [...chooser.options].map((o) => o.value).filter((code) => !space(code));
  const fresh = (prefix: string, taken: string[]): string => {
    for (let n = 1; ; n++) if (!taken.includes(`${prefix}${n}`)) return `${prefix}${n}`;
  };

  function draw(): void {
    sheet.setAttribute("viewBox", `-100 -100 ${plan.width + 200} ${plan.height + 200}`);
    const marked = new Set(faults.flatMap((f) => f.spaces));
    const parts: SVGElement[] = [element("rect", { class: "sheet", x: 0, y: 0, width: plan.width, height: plan.height })];
    for (const s of onSheet()) {
      const kind = [s.passage ? "passage" : "room", s.code === selected ? "selected" : "", marked.has(s.code) ? "faulty" : ""].join(" ");
      parts.push(element("polygon", { class: kind, points: s.outline.map((p) => p.join(",")).join(" "), "data-space": s.code }));
    }
    for (const d of plan.doors) if (here(space(d.first)) || here(space(d.second))) parts.push(element("circle", { class: ["door-dot", d.stairs ? "stairs-dot" : "", d.code === selected ? "selected" : "", d.one_way ? "oneway" : "", marked.has(d.code) ? "faulty" : ""].join(" "), cx: d.at[0], cy: d.at[1], r: 28, "data-door": d.code }));
    for (const s of onSheet()) {
      const [x, y] = middle(s.outline);
      const label = element("text", { class: "label", x, y });
      label.textContent = s.code;
      parts.push(label);
    }
    const chosen = space(selected);
    chosen?.outline.forEach(([x, y], i) => parts.push(element("rect", { class: "corner", x: x - 18, y: y - 18, width: 36, height: 36, "data-corner": i })));
    if (grip?.kind === "draw") parts.push(element("polygon", { class: "drawing", points: rectangle(grip.from, grip.to).map((p) => p.join(",")).join(" ") }));
    faults.forEach((fault, i) => { if (fault.at && (!fault.spaces.length || fault.spaces.some(touches))) parts.push(element("circle", { class: "fault", cx: fault.at[0], cy: fault.at[1], r: 45 }), numbered(fault.at, i + 1)); });
    sheet.replaceChildren(...parts);
    for (const option of chooser.options) option.hidden = Boolean(space(option.value));
    if (!chooser.value || space(chooser.value)) chooser.value = missing()[0] ?? "";
    drawStoreys();
    list.replaceChildren(...[...plan.spaces.map((s) => entry(s.code, s.name ?? "")), ...plan.doors.map((d) => entry(d.code, `${named(d.first)} ${d.stairs ? "⇅" : d.one_way ? "→" : "↔"} ${named(d.second)}`))]);
    showSelected();
  }
  /** Whether a space or door, by its code, is on the storey that is shown. */
  const touches = (code: string): boolean => {
    const door = plan.doors.find((d) => d.code === code);
    return here(space(code)) || (door !== undefined && (here(space(door.first)) || here(space(door.second)))) || (!space(code) && !door);
  };
  function drawStoreys(): void {
    const all = plan.storeys ?? [];
    if (!all.some((one) => one.code === storey)) storey = all[0]?.code ?? "";
    const first = storeys.options[0]!;
    storeys.replaceChildren(...(all.length ? all.map((one) => new Option(english ? one.name_en : one.name, one.code)) : [first]));
    storeys.value = storey;
    const shown = all.find((one) => one.code === storey);
    box.querySelector<HTMLElement>("[data-storey-box]")!.hidden = !shown;
    for (const input of box.querySelectorAll<HTMLInputElement>("[data-storey-field]")) {
      const field = input.dataset["storeyField"] as "name" | "name_en" | "level";
      if (shown && document.activeElement !== input) input.value = field === "level" ? String(shown.level / 100) : shown[field];
    }
  }
  /** The next storey above; the first time the one that was drawn becomes the lowest. */
  function addStorey(): void {
    keep();
    if (!plan.storeys?.length) {
      plan.storeys = [{ code: "F1", name: "一层", name_en: "Ground floor", level: 0 }];
      for (const one of [...plan.spaces, ...plan.anchors]) one.storey = "F1";
    }
    const code = fresh("F", plan.storeys.map((one) => one.code));
    const n = code.slice(1);
    plan.storeys.push({ code, name: `${"零一二三四五六七八九十"[Number(n)] ?? n}层`, name_en: `Storey ${n}`, level: Math.max(...plan.storeys.map((one) => one.level)) + 360 });
    storey = code;
    selected = "";
    changed();
  }
  function removeStorey(): void {
    if (plan.spaces.some(here)) return showFaults([{ text: box.dataset["notEmpty"] ?? "", spaces: [], at: null }]);
    keep();
    plan.storeys = (plan.storeys ?? []).filter((one) => one.code !== storey);
    plan.anchors = plan.anchors.filter((one) => (one.storey ?? "") !== storey);
    if (plan.storeys.length === 1) {
      delete plan.storeys;
      for (const one of [...plan.spaces, ...plan.anchors]) delete one.storey;
    }
    changed();
  }
  /** Stairs or a lift: from the space clicked to the one that lies at the same spot of the next storey. */
  function addStairs(spot: Point): void {
    const from = onSheet().find((s) => inside(spot, s.outline));
    const rising = [...(plan.storeys ?? [])].sort((a, b) => a.level - b.level).map((one) => one.code);
    const order = [rising[rising.indexOf(storey) + 1], rising[rising.indexOf(storey) - 1]];
    const to = order.map((on) => plan.spaces.find((s) => on !== undefined && s.storey === on && inside(spot, s.outline))).find((s) => s !== undefined);
    if (!from || !to) return showFaults([{ text: box.dataset["noStairs"] ?? "", spaces: [], at: spot }]);
    keep();
    const door: Door = { code: fresh("ST", plan.doors.map((d) => d.code)), first: from.code, second: to.code, at: spot, stairs: true };
    plan.doors.push(door);
    selected = door.code;
    changed();
  }
  const named = (code: string): string => (code === "OUT" ? (box.dataset["outside"] ?? code) : code);

  function entry(code: string, said: string): HTMLLIElement {
    const [row, button] = [document.createElement("li"), document.createElement("button")];
    button.type = "button";
    button.className = "button quiet";
    button.textContent = `${code} ${said}`;
    button.setAttribute("aria-pressed", String(code === selected));
    button.addEventListener("click", () => {
      selected = code;
      const door = plan.doors.find((d) => d.code === code);
      if (!touches(code)) storey = (space(code) ?? space(door?.first ?? "") ?? space(door?.second ?? ""))?.storey ?? storey;
      draw();
    });
    row.append(button);
    return row;
  }

  function showSelected(): void {
    const chosen = space(selected);
    const door = plan.doors.find((d) => d.code === selected);
    selectedBox.hidden = !chosen && !door;
    box.querySelector("[data-selected-name]")!.textContent = selected;
    const told = chosen ? bounds(chosen.outline) : door ? { x: door.at[0], y: door.at[1] } : {};
    for (const input of box.querySelectorAll<HTMLInputElement>("[data-number]")) {
      const value = (told as Record<string, number>)[input.dataset["number"]!];
      input.disabled = value === undefined;
      if (document.activeElement !== input) input.value = value === undefined ? "" : String(value / 100);
    }
  }

  function at(event: PointerEvent | MouseEvent): Point {
    const matrix = sheet.getScreenCTM();
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix?.inverse());
    return [snap(spot.x), snap(spot.y)];
  }

  /** A door on the wall under the click: between the space clicked and the one beyond the wall, or the outside. */
  function addDoor(spot: Point, oneWay: boolean): void {
    const near = onSheet().map((s) => ({ s, wall: nearestWall(spot, s.outline) })).filter((n) => n.wall.far <= REACH).sort((a, b) => a.wall.far - b.wall.far);
    if (!near[0]) return;
    const where = near[0].wall.at;
    const touching = near.filter((n) => nearestWall(where, n.s.outline).far <= 30).map((n) => n.s);
    const clicked = touching.find((s) => inside(spot, s.outline)) ?? touching[0]!;
    const other = touching.find((s) => s !== clicked);
    keep();
    const door: Door = { code: fresh("D", plan.doors.map((d) => d.code)), first: clicked.code, second: other?.code ?? "OUT", at: [Math.round(where[0]), Math.round(where[1])] };
    if (oneWay) door.one_way = true;
    plan.doors.push(door);
    selected = door.code;
    changed();
  }

  function remove(): void {
    if (!selected) return;
    keep();
    plan.spaces = plan.spaces.filter((s) => s.code !== selected);
    plan.doors = plan.doors.filter((d) => d.code !== selected && d.first !== selected && d.second !== selected);
    selected = "";
    changed();
  }

  function finish(): void {
    const drawn = grip;
    grip = undefined;
    if (drawn?.kind !== "draw") return;
    const outline = rectangle(drawn.from, drawn.to);
    const size = bounds(outline);
    const code = tool === "passage" ? fresh("P", plan.spaces.map((s) => s.code)) : chooser.value;
    if (size.w < 50 || size.h < 50 || !code) return draw();
    keep();
    const on = storey ? { storey } : {};
    plan.spaces.push(tool === "passage" ? { code, outline, passage: true, name: "通道", name_en: "Passage", ...on } : { code, outline, ...on });
    selected = code;
    changed();
  }

  sheet.addEventListener("pointerdown", (event) => {
    const spot = at(event);
    const target = event.target as SVGElement;
    sheet.setPointerCapture(event.pointerId);
    if (tool === "stairs") return addStairs(spot);
    if (tool === "door" || tool === "oneway") return addDoor(spot, tool === "oneway");
    if (tool === "room" || tool === "passage") { grip = { kind: "draw", from: spot, to: spot }; return; }
    const corner = target.dataset["corner"];
    const chosen = space(corner === undefined ? (target.dataset["space"] ?? "") : selected);
    if (corner !== undefined && chosen) { keep(); grip = { kind: "corner", space: chosen, corner: Number(corner) }; return; }
    selected = target.dataset["door"] ?? chosen?.code ?? "";
    if (chosen) { keep(); grip = { kind: "space", space: chosen, from: spot, outline: chosen.outline }; }
    draw();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const spot = at(event);
    if (grip.kind === "draw") grip.to = spot;
    else if (grip.kind === "corner") moveCorner(grip.space.outline, grip.corner, spot);
    else { const [dx, dy] = [spot[0] - grip.from[0], spot[1] - grip.from[1]]; grip.space.outline = grip.outline.map(([x, y]) => [x + dx, y + dy]); }
    if (grip.kind === "draw") draw(); else changed();
  });
  sheet.addEventListener("pointerup", finish);
  sheet.addEventListener("keydown", (event) => {
    const chosen = space(selected);
    const steps: Record<string, Point> = { ArrowLeft: [-GRID, 0], ArrowRight: [GRID, 0], ArrowUp: [0, -GRID], ArrowDown: [0, GRID] };
    const step = steps[event.key];
    if (event.key === "Delete") remove();
    else if (step && chosen) { keep(); chosen.outline = chosen.outline.map(([x, y]) => [x + step[0], y + step[1]]); changed(); event.preventDefault(); }
  });
  for (const button of box.querySelectorAll<HTMLButtonElement>("[data-tool]")) button.addEventListener("click", () => {
    tool = button.dataset["tool"]!;
    for (const other of box.querySelectorAll("[data-tool]")) other.setAttribute("aria-pressed", String(other === button));
  });
  for (const input of box.querySelectorAll<HTMLInputElement>("[data-number]")) input.addEventListener("change", () => {
    const [value, chosen, door] = [Math.round(Number(input.value) * 100), space(selected), plan.doors.find((d) => d.code === selected)];
    if (!Number.isFinite(value)) return;
    keep();
    if (chosen) chosen.outline = fitted(chosen.outline, { ...bounds(chosen.outline), [input.dataset["number"]!]: value });
    else if (door) door.at[input.dataset["number"] === "x" ? 0 : 1] = value;
    changed();
  });
  storeys.addEventListener("change", () => { storey = storeys.value; selected = ""; draw(); });
  box.querySelector("[data-add-storey]")?.addEventListener("click", addStorey);
  box.querySelector("[data-remove-storey]")?.addEventListener("click", removeStorey);
  for (const input of box.querySelectorAll<HTMLInputElement>("[data-storey-field]")) input.addEventListener("change", () => {
    const shown = plan.storeys?.find((one) => one.code === storey);
    const field = input.dataset["storeyField"];
    const value = Math.round(Number(input.value) * 100);
    if (!shown) return;
    keep();
    if (field === "level") { if (Number.isFinite(value)) shown.level = value; } else if ((field === "name" || field === "name_en") && input.value.trim()) shown[field] = input.value.trim();
    changed();
  });
  box.querySelector("[data-delete]")?.addEventListener("click", remove);
  box.querySelector("[data-undo]")?.addEventListener("click", () => { const before = past.pop(); if (before) { plan = JSON.parse(before) as Plan; changed(); } });

  function showFaults(found: Fault[]): void {
    faults = found;
    faultList.replaceChildren(...(found.length ? found.map((f) => f.text) : [box.dataset["fine"] ?? ""]).map((said) => { const row = document.createElement("li"); row.textContent = said; return row; }));
    faultList.classList.toggle("fine", !found.length);
    draw();
  }
  async function ask(url: string, body: FormData): Promise<void> {
    try {
      const answer = await fetch(url, { method: "POST", body });
      const told = (await answer.json()) as { plan?: Plan; faults: Fault[] };
      if (told.plan && url === box.dataset["import"]) { keep(); plan = told.plan; selected = ""; field.value = JSON.stringify(plan); }
      showFaults(told.faults);
    } catch { showFaults([{ text: box.dataset["broken"] ?? "", spaces: [], at: null }]); }
  }
  box.querySelector("[data-check-now]")?.addEventListener("click", () => void ask(box.dataset["check"]!, new FormData(form)));
  box.querySelector<HTMLFormElement>("[data-import-form]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask(box.dataset["import"]!, new FormData(event.target as HTMLFormElement));
  });
  draw();
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function numbered(where: Point, n: number): SVGElement {
  const text = element("text", { class: "fault-number", x: where[0], y: where[1] });
  text.textContent = String(n);
  return text;
}

const rectangle = ([ax, ay]: Point, [bx, by]: Point): Point[] => {
  const [l, r, t, b] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
  return [[l, t], [r, t], [r, b], [l, b]];
};

function bounds(outline: Point[]): { x: number; y: number; w: number; h: number } {
  const [xs, ys] = [outline.map((p) => p[0]), outline.map((p) => p[1])];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

const middle = (outline: Point[]): Point => { const b = bounds(outline); return [b.x + b.w / 2, b.y + b.h / 2]; };

function fitted(outline: Point[], to: { x: number; y: number; w: number; h: number }): Point[] {
  const is = bounds(outline);
  return outline.map(([x, y]) => [Math.round(to.x + ((x - is.x) * to.w) / (is.w || 1)), Math.round(to.y + ((y - is.y) * to.h) / (is.h || 1))]);
}

/** A corner of an upright box takes its neighbours along, so that it stays a box. */
function moveCorner(outline: Point[], i: number, to: Point): void {
  const [x, y] = outline[i]!;
  const upright = outline.length === 4;
  for (const corner of upright ? outline : []) {
    if (corner !== outline[i] && corner[0] === x) corner[0] = to[0];
    else if (corner !== outline[i] && corner[1] === y) corner[1] = to[1];
  }
  outline[i] = [to[0], to[1]];
}

function nearestWall(spot: Point, outline: Point[]): { far: number; at: Point } {
  let best = { far: Infinity, at: spot };
  outline.forEach(([ax, ay], i) => {
    const [bx, by] = outline[(i + 1) % outline.length]!;
    const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
    const share = Math.max(0, Math.min(1, ((spot[0] - ax) * (bx - ax) + (spot[1] - ay) * (by - ay)) / length));
    const where: Point = [ax + share * (bx - ax), ay + share * (by - ay)];
    const far = Math.hypot(spot[0] - where[0], spot[1] - where[1]);
    if (far < best.far) best = { far, at: where };
  });
  return best;
}

function inside([x, y]: Point, outline: Point[]): boolean {
  let within = false;
  outline.forEach(([x1, y1], i) => {
    const [x2, y2] = outline[(i + 1) % outline.length]!;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  });
  return within;
}

export const startPlanEditors = (): void => eachArriving("[data-plan-editor]", start);
