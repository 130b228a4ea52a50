// htmx, with our token on every request that writes and our words when the server does not answer.
import htmx from "htmx.org";
import { notice } from "./notices";
import { word } from "./words";

interface RequestEvent extends Event {
  detail: { ctx: { request: { method: string; headers: Record<string, string> }; response?: { raw: Response }; sourceElement: Element; sourceEvent?: Event } };
}

document.addEventListener("htmx:config:request", (event) => {
  const { request, sourceEvent } = (event as RequestEvent).detail.ctx;
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content;
  if (request.method !== "GET" && token) request.headers["X-CSRFToken"] = token;
  // what a panel fetches by itself keeps nobody signed in
  if (sourceEvent?.type === "bell") request.headers["X-Mingjing-Bell"] = "1";
});

// An act that leads to another page leads the whole page there, whichever way the view said it.
document.addEventListener("htmx:after:request", (event) => {
  const { request, response } = (event as RequestEvent).detail.ctx;
  if (request.method === "GET" || !response?.raw.redirected) return;
  event.preventDefault();
  location.assign(response.raw.url);
});

// A panel that could not be fetched waits for its next bell; only what a person asked for is worth a word.
document.addEventListener("htmx:error", (event) => {
  const source = (event as RequestEvent).detail.ctx?.sourceElement;
  if (!source?.closest("[data-panel], [data-palette]")) notice(word("failed"));
});

// The same region may be refused in place: bring the reason before the eyes.
document.addEventListener("htmx:after:swap", () => {
  document.querySelector<HTMLElement>("#notices .refusal")?.focus();
});

export { htmx };
