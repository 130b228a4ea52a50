// Bells. The wire says which topic rang; the panel that shows it then fetches itself through the ordinary door.
import { everySecond, serverNow, setServerNow, wall } from "./clock";

const SILENCE = 25_000; // the server beats every 15 s; longer silence means the line is lost
const RETRY = [500, 1_000, 2_000, 5_000];

const body = document.body;
let source: EventSource | undefined;
let after = body.dataset["after"] ?? "";
let lastHeard = performance.now();
let lostAt = 0;
let failures = 0;

const topicsOf = (element: Element): string[] => (element.getAttribute("data-topics") ?? "").split(/\s+/).filter(Boolean);

function allTopics(): string[] {
  const places = [body, ...document.querySelectorAll("[data-panel]")];
  return [...new Set(places.flatMap(topicsOf))].sort();
}

/** Panels of these topics fetch themselves; without topics all do. */
function ring(topics?: string[]): void {
  for (const panel of document.querySelectorAll("[data-panel]")) {
    const own = topicsOf(panel);
    const mine = own.length ? own : topicsOf(body);
    if (topics && !mine.some((t) => topics.includes(t))) continue;
    (panel.matches("[hx-get]") ? panel : panel.querySelector("[hx-get]"))?.dispatchEvent(new Event("bell"));
  }
  document.dispatchEvent(new CustomEvent("bell", { detail: topics }));
}

// Many entries of one action ring one after another: gather them for a moment, fetch once.
let rung = new Set<string>();
let gathering = 0;
function gather(topic: string): void {
  rung.add(topic);
  if (gathering) return;
  gathering = window.setTimeout(() => {
    gathering = 0;
    const topics = [...rung];
    rung = new Set();
    ring(topics);
  }, 30);
}

function heard(event?: MessageEvent<string>): void {
  lastHeard = performance.now();
  failures = 0;
  if (event?.lastEventId) after = event.lastEventId;
  if (lostAt) found();
}

function lost(): void {
  if (lostAt) return;
  lostAt = serverNow() - (performance.now() - lastHeard);
  body.classList.add("lost");
  const banner = document.querySelector<HTMLElement>("[data-line-lost]");
  const when = banner?.querySelector("[data-lost-at]");
  if (when) when.textContent = wall(lostAt).time;
  if (banner) banner.hidden = false;
  document.querySelector("[data-clock]")?.classList.add("stale");
}

function found(): void {
  lostAt = 0;
  body.classList.remove("lost");
  const banner = document.querySelector<HTMLElement>("[data-line-lost]");
  if (banner) banner.hidden = true;
  document.querySelector("[data-clock]")?.classList.remove("stale");
}

function open(): void {
  const topics = allTopics();
  if (!topics.length || document.hidden || source) return;
  const query = new URLSearchParams({ topics: topics.join(","), after });
  const stream = new EventSource(`${body.dataset["live"] ?? "/live"}?${query.toString()}`);
  source = stream;
  stream.addEventListener("open", () => heard());
  stream.addEventListener("bell", (event) => {
    heard(event as MessageEvent<string>);
    gather((JSON.parse((event as MessageEvent<string>).data) as { topic: string }).topic);
  });
  stream.addEventListener("tick", (event) => {
    const told = JSON.parse((event as MessageEvent<string>).data) as { now: number; behind: number };
    setServerNow(told.now);
    if (told.behind > 5_000) return lost();
    heard(event as MessageEvent<string>);
  });
  stream.addEventListener("resync", (event) => {
    heard(event as MessageEvent<string>);
    ring();
  });
  stream.addEventListener("error", () => {
    close();
    if (failures > 1) lost();
    setTimeout(open, RETRY[Math.min(failures++, RETRY.length - 1)]);
  });
}

function close(): void {
  source?.close();
  source = undefined;
}

export function startLive(): void {
  if (!("live" in body.dataset)) return;
  open();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return close();
    lastHeard = performance.now();
    open();
  });
  window.addEventListener("pagehide", close);
  document.addEventListener("htmx:after:swap", () => {
    if (source && !allTopics().every((t) => new URL(source!.url).searchParams.get("topics")?.split(",").includes(t))) {
      close();
      open();
    }
  });
  everySecond(() => {
    if (source && !document.hidden && performance.now() - lastHeard > SILENCE) {
      lost();
      close();
      open();
    }
  });
}
