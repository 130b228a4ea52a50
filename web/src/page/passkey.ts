// Passkeys. A form with data-passkey="login" fetches its options; "create" and "get" carry them in a JSON block.
import { eachArriving } from "./arriving";

type Json = Record<string, unknown>;

const bytes = (text: string): ArrayBuffer => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
const text = (data: ArrayBuffer | null): string | null => data && btoa(String.fromCharCode(...new Uint8Array(data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const decoded = (list: unknown): PublicKeyCredentialDescriptor[] => ((list as { id: string; type: "public-key" }[] | undefined) ?? []).map((c) => ({ ...c, id: bytes(c.id) }));

async function create(options: Json): Promise<Json> {
  const asked = options["publicKey"] as Json;
  const user = asked["user"] as Json;
  const publicKey = { ...asked, challenge: bytes(asked["challenge"] as string), user: { ...user, id: bytes(user["id"] as string) }, excludeCredentials: decoded(asked["excludeCredentials"]) } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return { type: made.type, id: made.id, rawId: text(made.rawId), clientExtensionResults: made.getClientExtensionResults(), response: { attestationObject: text(response.attestationObject), clientDataJSON: text(response.clientDataJSON), transports: response.getTransports() } };
}

async function get(options: Json): Promise<Json> {
  const asked = options["publicKey"] as Json;
  const publicKey = { ...asked, challenge: bytes(asked["challenge"] as string), allowCredentials: decoded(asked["allowCredentials"]) } as unknown as PublicKeyCredentialRequestOptions;
  const shown = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = shown.response as AuthenticatorAssertionResponse;
  return { type: shown.type, id: shown.id, rawId: text(shown.rawId), clientExtensionResults: shown.getClientExtensionResults(), response: { authenticatorData: text(response.authenticatorData), clientDataJSON: text(response.clientDataJSON), signature: text(response.signature), userHandle: text(response.userHandle) } };
}

const carried = (name: string): Json => JSON.parse(document.getElementById("js_data")?.textContent ?? "{}")[name] as Json;

async function fetched(url: string): Promise<Json> {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  return ((await answer.json()) as Json)["request_options"] as Json;
}

async function run(form: HTMLFormElement): Promise<Json> {
  const kind = form.dataset["passkey"];
  if (kind === "login") return get(await fetched(form.action));
  if (kind === "get") return get(carried("request_options"));
  const options = carried("creation_options");
  const passwordless = form.querySelector<HTMLInputElement>('[name="passwordless"]')?.checked;
  const selection = (options["publicKey"] as Json)["authenticatorSelection"] as Json;
  if (passwordless !== undefined) {
    Object.assign(selection, { residentKey: passwordless ? "required" : "discouraged", requireResidentKey: passwordless });
    if (passwordless) selection["userVerification"] = "required";
  }
  return create(options);
}

function start(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    const field = form.querySelector<HTMLInputElement>('[name="credential"]');
    const trouble = form.querySelector<HTMLElement>("[data-trouble]");
    if (!field || field.value) return;
    event.preventDefault();
    run(form).then((credential) => {
      field.value = JSON.stringify(credential);
      form.submit();
    }).catch(() => {
      form.classList.remove("busy");
      if (trouble) trouble.hidden = false;
    });
  });
}

export const startPasskeys = (): void => eachArriving("form[data-passkey]", start);
