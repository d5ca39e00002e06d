// Work that a page asks for while more codes are tried than can be opened (ALTCHA, version 2): many
// keys are derived until one begins with zeros. Then the form is sent as it would have been. Where a
// browser cannot do it, or it fails, the form goes without, and takes its turn among all others.
import { teller } from "./line";

interface Found {
  counter: number;
  derivedKey: string;
}

const TIMES = 6;
/** So often a refused form is sent again by itself; then the person decides. */

const HANDS = Math.min(4, navigator.hardwareConcurrency || 1);
const able = "Worker" in window && window.crypto?.subtle !== undefined;

const working = new WeakMap<HTMLFormElement, Promise<void>>();
let times = 0;

/** Begin when somebody begins to type, or at once where the form was refused a moment ago. */
function look(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-work]");
  if (!form || !able) return;
  if (form.dataset.again !== undefined && times < TIMES) {
    times += 1;
    press(form, null);
  } else {
    form.addEventListener("input", () => void worked(form), { once: true });
  }
}

/** Press the button when the work is done. */
function press(form: HTMLFormElement, button: HTMLElement | null): void {
  teller(form)(form.dataset.working ?? "");
  void worked(form).then(() => {
    teller(form)("");
    if (form.isConnected) (button ?? form.querySelector<HTMLElement>("button[name=go]"))?.click();
  });
}

/** Once it is done, or cannot be done, the form is as it has to be sent. */
function worked(form: HTMLFormElement): Promise<void> {
  const under = working.get(form);
  if (under) return under;
  const made = solved(form)
    .then((answer) => {
      form.querySelector<HTMLInputElement>("input[name=work]")!.value = answer;
    })
    .catch(() => {})
    .then(() => {
      form.dataset.worked = "";
    });
  working.set(form, made);
  return made;
}

async function solved(form: HTMLFormElement): Promise<string> {
  const challenge: unknown = JSON.parse(form.dataset.work!);
  const hands = Array.from({ length: HANDS }, () => new Worker(form.dataset.worker!));
  try {
    const { counter, derivedKey } = await first(hands, challenge);
    return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
  } finally {
    for (const hand of hands) hand.terminate();
  }
}

/** What the first of them finds; each looks at every so-manieth number. */
function first(hands: Worker[], challenge: unknown): Promise<Found> {
  return new Promise((found, failed) => {
    hands.forEach((hand, at) => {
      hand.onerror = failed;
      hand.onmessage = ({ data }: MessageEvent<Found | { error: unknown } | null>) =>
        data && "derivedKey" in data ? found(data) : failed(data);
      hand.postMessage({ type: "work", challenge, counterStart: at, counterStep: hands.length });
    });
  });
}

// Before the script that sends the form: the work comes first.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    if (!able || form.dataset.work === undefined || form.dataset.worked !== undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    press(form, event.submitter as HTMLElement | null);
  },
  true,
);
document.addEventListener("shown", look);
look();
