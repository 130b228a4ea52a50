// Nothing typed is lost: forms keep a draft, leaving a changed form asks, a question is asked before what cannot be undone.
import { eachArriving } from "./arriving";
import { htmx } from "./htmx";
import { word } from "./words";

const PREFIX = "draft:";
const SENDING = `${PREFIX}sending`, DONE = `${PREFIX}done:`, ANEW = `${PREFIX}anew`;
const SECRET = 'input[type="password"], input[type="hidden"], input[type="file"], [data-no-draft]';
const BY_HAND = "[data-signature] input, [data-bodymap] [data-value]"; // drawn, not typed, and as dear
const WITH_FILES = 'form[enctype="multipart/form-data"]';
const ACT = "main form[method=post]:not([data-no-ask], [data-autosubmit])";
const dirty = new Set<HTMLFormElement>();

type Box = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The boxes whose content may be kept, what was drawn by hand among them; passwords, tokens and files never are. */
const boxes = (form: HTMLFormElement): Box[] =>
  [...form.elements].filter((e): e is Box => e.matches("input, select, textarea") && (e.matches(BY_HAND) || !e.matches(SECRET)) && (e as Box).name !== "");

const content = (form: HTMLFormElement): [string, string][] =>
  boxes(form).filter((b) => !(b instanceof HTMLInputElement && ["checkbox", "radio"].includes(b.type)) || (b as HTMLInputElement).checked).map((b) => [b.name, b.value]);

function restore(form: HTMLFormElement, kept: [string, string][]): void {
  for (const box of boxes(form)) {
    const values = kept.filter(([name]) => name === box.name).map(([, value]) => value);
    if (box instanceof HTMLInputElement && ["checkbox", "radio"].includes(box.type)) box.checked = values.includes(box.value);
    else if (box instanceof HTMLSelectElement && box.multiple) for (const o of box.options) o.selected = values.includes(o.value);
    else if (values[0] !== undefined) box.value = values[0];
  }
  askForLines(form, kept);
}

/** Lines that were added by hand are drawn by the server: what was typed in them is sent with the wish for them. */
function askForLines(form: HTMLFormElement, kept: [string, string][]): void {
  const more = form.querySelector<HTMLButtonElement>('button[name="more"]');
  const drawn = new Set(boxes(form).map((b) => b.name));
  const lacking = kept.filter(([name, value]) => value && !drawn.has(name));
  if (!more || !lacking.length) return;
  for (const [name, value] of lacking) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  setTimeout(() => form.requestSubmit(more)); // when the page has taken the form into its hands
}

/** Whoever asked for more lines goes on typing in the first empty one. */
function goOnTyping(): void {
  if ((document.activeElement as HTMLButtonElement | null)?.name !== "more") return;
  [...document.querySelectorAll<HTMLInputElement>(".entry-rows td:nth-child(2) input")].find((one) => !one.value)?.focus();
}

// sessionStorage belongs to this tab and goes with it: a draft with personal data never reaches the disk's keeping.
function keepDraft(form: HTMLFormElement, name: string): void {
  const who = document.querySelector(".me .code")?.textContent ?? ""; // another officer at this machine finds nothing
  const key = `${PREFIX}${who}:${location.pathname}:${name}`;
  const kept = sessionStorage.getItem(key);
  const answered = form.querySelector(".wrong, .refusal") !== null;
  if (kept && !answered) {
    restore(form, JSON.parse(kept) as [string, string][]);
    const note = document.createElement("p");
    note.className = "draft-note";
    note.textContent = word("draft");
    form.prepend(note);
  }
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => sessionStorage.setItem(key, JSON.stringify(content(form))), 400);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    sessionStorage.setItem(key, JSON.stringify(content(form)));
    if ((event.submitter as HTMLButtonElement | null)?.name !== "more") sessionStorage.setItem(`${PREFIX}sent`, key);
  });
}

/** A draft that was sent is gone once a page arrives that does not show the same form with a refusal. */
function forgetSent(): void {
  const key = sessionStorage.getItem(`${PREFIX}sent`);
  if (!key || document.querySelector("form .wrong, form .refusal, .error-page")) return;
  sessionStorage.removeItem(key);
  sessionStorage.removeItem(`${PREFIX}sent`);
}

const here = (): string => location.pathname + location.search;

/** That a form was carried out is known once a page arrives without a refusal; when and where is kept in the tab. */
function noteDone(): void {
  const sent = sessionStorage.getItem(SENDING);
  sessionStorage.removeItem(SENDING);
  if (sent && !document.querySelector("form .wrong, form .refusal, .error-page")) sessionStorage.setItem(DONE + sent, Date.now().toString());
}

/** The browser's “back” to a form that was carried out shows it filled in, as if it waited to be sent: sending it again
 *  would do the act twice. It is drawn anew instead, empty, and says so. */
function drawAnew(): void {
  const done = sessionStorage.getItem(DONE + here());
  const how = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  if (done && how?.type === "back_forward" && document.querySelector(ACT)) {
    sessionStorage.setItem(ANEW, here());
    return location.replace(here());
  }
  if (done && sessionStorage.getItem(ANEW) === here()) tellDone();
  sessionStorage.removeItem(DONE + here());
  sessionStorage.removeItem(ANEW);
}

function tellDone(): void {
  const note = document.createElement("p");
  note.className = "draft-note";
  note.setAttribute("role", "status");
  note.textContent = word("done");
  document.querySelector(ACT)?.prepend(note);
}

/** Photographs cannot be put back into a page drawn anew: a form that carries one is sent by htmx and morphed in place. */
function sendInPlace(form: HTMLFormElement): void {
  if (form.hasAttribute("hx-post") || document.querySelectorAll(WITH_FILES).length > 1) return;
  const ways = { "hx-post": form.getAttribute("action") || location.href, "hx-target": "this", "hx-swap": "outerMorph", "hx-select": WITH_FILES };
  for (const [name, value] of Object.entries(ways)) form.setAttribute(name, value);
  htmx.process(form);
}

/** A form that came back refused is still unsent: its draft stays, and leaving it asks again. */
function keepRefused(): void {
  const refused = document.querySelector("form .wrong, form .refusal")?.closest("form");
  if (!refused) return;
  sessionStorage.removeItem(`${PREFIX}sent`);
  sessionStorage.removeItem(SENDING);
  dirty.add(refused);
  refused.querySelector<HTMLElement>(".wrong :is(input, select, textarea), .refusal")?.focus();
}

/** A second click sends nothing twice; a form answered by a download is free again after a while. */
function hold(form: HTMLFormElement): void {
  form.classList.add("busy");
  setTimeout(() => form.classList.remove("busy"), 8_000);
}

function forgetAll(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}

function ask(form: HTMLFormElement, question: string): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-ask]");
  const place = dialog?.querySelector("[data-ask-text]");
  if (!dialog || !place) return;
  place.textContent = question;
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset["confirmed"] = "yes";
    form.requestSubmit();
  };
  dialog.returnValue = "";
  dialog.showModal();
}

export function startForms(): void {
  forgetSent();
  noteDone();
  drawAnew();
  eachArriving<HTMLElement>("form [data-draft]", (fields) => {
    const form = fields.closest("form");
    if (form) keepDraft(form, fields.dataset["draft"] ?? "");
  });
  eachArriving<HTMLFormElement>("form[data-autosubmit]", (form) => form.addEventListener("change", () => form.requestSubmit()));
  eachArriving<HTMLFormElement>("form[data-forget-drafts]", (form) => form.addEventListener("submit", forgetAll));
  eachArriving<HTMLFormElement>(WITH_FILES, sendInPlace);
  keepRefused();
  document.addEventListener("htmx:after:swap", keepRefused);
  document.addEventListener("htmx:after:swap", goOnTyping);
  document.addEventListener("input", (event) => {
    const form = (event.target as Element | null)?.closest("form");
    if (form?.method === "post" && !form.matches("[data-autosubmit], [data-no-ask]")) dirty.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const question = form.dataset["confirm"];
    if (question && form.dataset["confirmed"] !== "yes") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return ask(form, question);
    }
    if (form.classList.contains("busy")) return event.preventDefault();
    dirty.delete(form);
    if (form.matches(ACT) && (event.submitter as HTMLButtonElement | null)?.name !== "more") sessionStorage.setItem(SENDING, here());
    if (form.method === "post" && !form.hasAttribute("hx-post")) hold(form);
  }, { capture: true });
  window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form.busy")) form.classList.remove("busy"); });
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const place = event.target as Element;
    if (place.closest("[data-shut]")) event.preventDefault();
    place.closest("[data-dismiss]")?.parentElement?.remove();
    if (place.closest("[data-back]") && history.length > 1) {
      event.preventDefault();
      history.back();
    }
  });
}
