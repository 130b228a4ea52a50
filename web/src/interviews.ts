// The editor of a record. What is typed is kept in this tab at once and sent every few seconds; what the server has not
// taken stays in the tab until it has. Lines of another officer come in by themselves, except where both typed.
interface Line { id: string; kind: string; text: string; item: string; rev?: number }
interface Told { revision: number; lines: Line[]; head: Record<string, string>; saved: string; failed: boolean; refused?: { code: string; text: string; field: string }[] }

const PAUSE = 1500;
const AGAIN = 4000;

// A recorder that fails covers everything, when the page opens and while it lies open, until somebody says he has stopped.
const failure = document.querySelector<HTMLDialogElement>("dialog[data-failed]");
let warned = failure?.dataset["failed"] === "now";
if (warned) failure?.showModal();
failure?.querySelector("[data-failed-read]")?.addEventListener("click", () => failure.close());
function warn(failed: boolean): void {
  if (failed && !warned) failure?.showModal();
  if (!failed) failure?.close();
  warned = failed;
}

const box = document.querySelector<HTMLElement>("[data-record]");
if (box) startRecord(box);

function startRecord(root: HTMLElement): void {
  const list = root.querySelector<HTMLElement>("[data-lines]")!;
  const saved = root.querySelector<HTMLElement>("[data-saved]")!;
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
  const who = document.querySelector(".me .code")?.textContent ?? "";
  const key = `draft:${who}:${root.dataset["key"]}`;
  let base = Number(root.dataset["revision"]);
  let touched = new Set<string>();
  let headTouched = new Set<string>();
  let gone = new Set<string>();
  let waiting = 0;
  let sending = false;

  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[data-line]")];
  const area = (row: HTMLElement): HTMLTextAreaElement => row.querySelector("textarea")!;
  const heads = (): HTMLInputElement[] => [...root.querySelectorAll<HTMLInputElement>("[data-head]")];
  const content = (): Line[] => rows().map((row) => ({ id: row.dataset["line"]!, kind: row.dataset["kind"]!, text: area(row).value, item: row.dataset["item"] ?? "" }));
  const fresh = (): string => `x${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  const unsaved = (): boolean => touched.size + headTouched.size + gone.size > 0;

  function drawn(one: Line): HTMLElement {
    const row = document.createElement("li");
    row.className = `line ${one.kind}`;
    row.id = `line-${one.id}`;
    Object.assign(row.dataset, { line: one.id, kind: one.kind, item: one.item });
    const mark = Object.assign(document.createElement("span"), { className: "who", textContent: root.dataset[one.kind] ?? "" });
    const text = Object.assign(document.createElement("textarea"), { rows: 1, maxLength: 8000, value: one.text });
    text.setAttribute("aria-label", root.dataset[one.kind] ?? "");
    row.append(mark, text);
    return row;
  }
  const grow = (text: HTMLTextAreaElement): void => { text.style.blockSize = "auto"; text.style.blockSize = `${text.scrollHeight + 2}px`; };

  function keep(): void {
    const mine = { base, lines: content(), touched: [...touched], gone: [...gone], head: Object.fromEntries(heads().map((h) => [h.dataset["head"]!, h.value])), headTouched: [...headTouched] };
    if (unsaved()) sessionStorage.setItem(key, JSON.stringify(mine));
    else sessionStorage.removeItem(key);
  }
  function changed(): void {
    saved.textContent = root.dataset["saidUnsaved"] ?? "";
    keep();
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void send(), PAUSE);
  }
  function add(kind: string, text = "", item = "", after?: HTMLElement): HTMLElement {
    const row = drawn({ id: fresh(), kind, text, item });
    const place = after ?? document.activeElement?.closest<HTMLElement>("[data-line]") ?? rows().at(-1);
    if (place) place.after(row); else list.append(row);
    touched.add(row.dataset["line"]!);
    area(row).focus();
    grow(area(row));
    changed();
    return row;
  }

  // ── the server ──
  async function send(): Promise<void> {
    if (sending || !unsaved()) return;
    sending = true;
    const sentLines = touched, sentHead = headTouched, sentGone = gone;
    touched = new Set(); headTouched = new Set(); gone = new Set();
    const head = Object.fromEntries(heads().filter((h) => sentHead.has(h.dataset["head"]!)).map((h) => [h.dataset["head"]!, h.value]));
    try {
      const answer = await fetch(root.dataset["save"]!, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify({ base, lines: content(), touched: [...sentLines], head }) });
      const told = (await answer.json()) as Told;
      if (answer.ok) {
        base = told.revision;
        takeIn(told);
        warn(told.failed);
        saved.textContent = `${root.dataset["saidSaved"]} · ${told.revision} · ${new Date().toLocaleTimeString()}`;
        void stand();
      } else {
        for (const id of sentLines) touched.add(id);
        for (const name of sentHead) headTouched.add(name);
        for (const id of sentGone) gone.add(id);
        const clash = told.refused?.find((one) => one.code === "interviews.draft.clash");
        if (clash) settle(told, clash.field.split(","));
        else saved.textContent = told.refused?.map((one) => one.text).join(" ") ?? root.dataset["saidUnsaved"]!;
      }
    } catch { // the line is cut or the server is gone: everything stays here and is sent again
      for (const id of sentLines) touched.add(id);
      for (const name of sentHead) headTouched.add(name);
      for (const id of sentGone) gone.add(id);
      saved.textContent = root.dataset["saidUnsaved"]!;
      clearTimeout(waiting);
      waiting = window.setTimeout(() => void send(), AGAIN);
    }
    sending = false;
    keep();
    if (unsaved() && !root.querySelector(".clash")) { clearTimeout(waiting); waiting = window.setTimeout(() => void send(), AGAIN); }
  }
  /** Lines of others, where this officer did not type. */
  function takeIn(told: Told): void {
    const here = new Map(rows().map((row) => [row.dataset["line"]!, row]));
    let before: HTMLElement | undefined;
    for (const one of told.lines) {
      let row = here.get(one.id);
      if (!row) {
        if (gone.has(one.id)) continue;
        row = drawn(one);
        if (before) before.after(row); else list.prepend(row);
        grow(area(row));
      } else if (!touched.has(one.id) && area(row).value !== one.text && document.activeElement !== area(row)) {
        area(row).value = one.text;
        grow(area(row));
      }
      before = row;
    }
  }
  /** Both wrote in one line: theirs is shown below mine, and whoever goes on typing decides. */
  function settle(told: Told, ids: string[]): void {
    base = told.revision;
    saved.textContent = root.dataset["saidClash"] ?? "";
    for (const one of told.lines.filter((l) => ids.includes(l.id))) {
      const row = list.querySelector<HTMLElement>(`[data-line="${CSS.escape(one.id)}"]`);
      if (!row) continue;
      row.classList.add("clash");
      row.querySelector(".theirs")?.remove();
      row.append(Object.assign(document.createElement("p"), { className: "theirs", textContent: one.text }));
    }
  }
  async function stand(): Promise<void> {
    const place = document.querySelector<HTMLElement>("[data-standing]:not([data-record])");
    if (!place) return;
    const answer = await fetch(root.dataset["standing"]!);
    if (answer.ok) place.innerHTML = await answer.text();
  }
  async function look(): Promise<void> {
    if (unsaved() || sending || document.hidden) return;
    try {
      const answer = await fetch(root.dataset["draft"]!, { headers: { "X-Mingjing-Bell": "1" } });
      if (!answer.ok) return;
      const told = (await answer.json()) as Told;
      warn(told.failed);
      if (told.revision !== base && !unsaved()) { base = told.revision; takeIn(told); }
    } catch { /* the strip on top says that the line is cut */ }
  }

  // ── the hand ──
  root.addEventListener("input", (event) => {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>("[data-line]");
    if (target instanceof HTMLTextAreaElement && row) {
      touched.add(row.dataset["line"]!);
      row.classList.remove("clash");
      row.querySelector(".theirs")?.remove();
      grow(target);
      follow(row);
    } else if (target.dataset["head"]) headTouched.add(target.dataset["head"]);
    changed();
  });
  root.addEventListener("keydown", (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-line]");
    if (!row) return;
    const all = rows();
    const at = all.indexOf(row);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const next = all[at + 1];
      if (row.dataset["kind"] === "q" && next?.dataset["kind"] === "a") area(next).focus();
      else if (row.dataset["kind"] === "q") add("a", "", row.dataset["item"], row);
      else if (next) area(next).focus();
      else add("q", "", "", row);
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const to = all[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (to) area(to).focus();
    } else if (event.key === "Backspace" && area(row).value === "" && all.length > 1) {
      event.preventDefault();
      gone.add(row.dataset["line"]!);
      touched.delete(row.dataset["line"]!);
      area(all[at - 1] ?? all[at + 1]!).focus();
      row.remove();
      changed();
    }
  });
  document.addEventListener("keydown", (event) => {
    const kind = { q: "q", a: "a", n: "n" }[event.key.toLowerCase()];
    if (!event.altKey || event.ctrlKey || event.metaKey || !kind) return;
    event.preventDefault();
    add(kind);
  });
  document.addEventListener("click", (event) => {
    const target = (event.target as Element).closest<HTMLElement>("[data-add], [data-ask], [data-to-line]");
    if (!target) return;
    if (target.dataset["add"]) add(target.dataset["add"], "", "", rows().at(-1));
    if (target.dataset["ask"]) ask(target);
    if (target.dataset["toLine"]) { const row = document.getElementById(`line-${target.dataset["toLine"]}`); if (row) area(row).focus(); }
  });
  /** A question of the set goes behind the line in hand, with room for the answer. */
  function ask(button: HTMLElement): void {
    const asked = rows().find((row) => row.dataset["item"] === button.dataset["ask"] && row.dataset["kind"] === "q");
    if (asked) { area(asked).focus(); return; }
    const question = add("q", button.dataset["text"], button.dataset["ask"], rows().at(-1));
    add("a", "", button.dataset["ask"], question);
    mark();
  }
  /** Questions that follow an answer appear when it says so. */
  function follow(row: HTMLElement): void {
    const button = row.dataset["kind"] === "a" && row.dataset["item"] ? document.querySelector<HTMLElement>(`[data-ask="${CSS.escape(row.dataset["item"])}"]`) : null;
    for (const branch of (button?.dataset["then"] ?? "").split(";").filter(Boolean)) {
      const [says = "", next = ""] = branch.split(">");
      if (!says.split("|").some((one) => area(row).value.includes(one))) continue;
      for (const id of next.split(",")) document.querySelector<HTMLElement>(`[data-ask="${CSS.escape(id)}"]`)?.classList.add("next");
      for (const id of next.split(",")) document.querySelector<HTMLElement>(`[data-ask="${CSS.escape(id)}"]`)?.removeAttribute("hidden");
    }
  }
  function mark(): void {
    const there = new Set(rows().map((row) => row.dataset["item"]));
    for (const one of document.querySelectorAll<HTMLElement>("[data-ask]")) one.classList.toggle("asked", there.has(one.dataset["ask"]));
  }

  // ── what had not been sent when the tab was reloaded ──
  const kept = sessionStorage.getItem(key);
  if (kept) {
    const mine = JSON.parse(kept) as { base: number; lines: Line[]; touched: string[]; gone: string[]; head: Record<string, string>; headTouched: string[] };
    base = Math.min(base, mine.base);
    touched = new Set(mine.touched); headTouched = new Set(mine.headTouched); gone = new Set(mine.gone);
    let before: HTMLElement | undefined;
    for (const one of mine.lines) {
      let row = list.querySelector<HTMLElement>(`[data-line="${CSS.escape(one.id)}"]`) ?? undefined;
      if (!row && touched.has(one.id)) { row = drawn(one); if (before) before.after(row); else list.prepend(row); }
      if (row && touched.has(one.id)) area(row).value = one.text;
      before = row ?? before;
    }
    for (const id of gone) list.querySelector(`[data-line="${CSS.escape(id)}"]`)?.remove();
    for (const one of heads()) if (headTouched.has(one.dataset["head"]!)) one.value = mine.head[one.dataset["head"]!] ?? "";
    if (unsaved()) { saved.textContent = root.dataset["saidKept"] ?? ""; waiting = window.setTimeout(() => void send(), PAUSE); }
  }
  rows().forEach((row) => { grow(area(row)); follow(row); });
  mark();
  window.addEventListener("beforeunload", (event) => { keep(); if (unsaved()) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) void send(); });
  window.addEventListener("resize", () => rows().forEach((row) => grow(area(row)))); // a tablet was turned
  setInterval(() => void look(), AGAIN);
}
