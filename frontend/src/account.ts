// Passkeys of those who want an account. The form that asks for one is held back until the device
// has given it, then sent as any other. Without scripts, and where passkeys do not work, the page
// says so.
export {}; // a module of its own: its names are not those of other scripts

interface Told {
  challenge: string;
  user?: { id: string };
}

const field = (form: Element) => form.querySelector<HTMLInputElement>("input[data-passkey]");

// A passkey belongs to a name: at a bare address (127.0.0.1), or under another name of the site, no
// browser makes one that would open anything.
const home = document.querySelector<HTMLInputElement>("input[data-passkey]")?.dataset.origin;
const named = !/^[\d.]+$|:/.test(window.location.hostname);
if (window.PublicKeyCredential && named && home === window.location.origin) {
  document.documentElement.classList.add("has-passkeys");
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    const input = field(form);
    if (!input || input.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    ceremony(input)
      .then((text) => {
        input.value = text;
        form.requestSubmit(button);
      })
      .catch(() => {
        const said = document.getElementById("no-passkey");
        if (said) said.hidden = false;
      });
  },
  true,
);

/** What the device answers, in the JSON that servers of passkeys read. */
async function ceremony(input: HTMLInputElement): Promise<string> {
  const told = JSON.parse(input.dataset.options ?? "{}") as Told;
  const publicKey = { ...told, challenge: bytes(told.challenge) } as unknown;
  if (input.dataset.passkey === "get") {
    return plain(await navigator.credentials.get({ publicKey } as CredentialRequestOptions));
  }
  const options = publicKey as PublicKeyCredentialCreationOptions;
  options.user = { ...options.user, id: bytes(told.user?.id ?? "") };
  return plain(await navigator.credentials.create({ publicKey: options }));
}

function plain(given: Credential | null): string {
  const made = given as PublicKeyCredential;
  const response: Record<string, string> = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    const part = (made.response as unknown as Record<string, unknown>)[name];
    if (part instanceof ArrayBuffer) response[name] = text(part);
  }
  const { id, type } = made;
  return JSON.stringify({ id, rawId: text(made.rawId), type, response, clientExtensionResults: {} });
}

function bytes(encoded: string): Uint8Array<ArrayBuffer> {
  const raw = atob(encoded.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

function text(part: ArrayBuffer): string {
  const raw = Array.from(new Uint8Array(part), (one) => String.fromCharCode(one)).join("");
  return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
