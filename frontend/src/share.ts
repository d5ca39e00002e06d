// A bad line must not cost a word. Each step is sent by fetch and tried again until it arrives; the
// form stays on the page meanwhile. Several pictures go one by one. What is typed is saved while it
// is being written. Nothing is written to the phone, and the history keeps one entry. Without
// scripts the same forms are posted by the browser.
import { easeCovers } from "./covers";
import { leaveTo, way } from "./leave";
import { NotTaken, said, send, teller } from "./line";

const QUIET = 15000;
const PATIENCE = 10000;
const SAVED_AS_TYPED = new Set(["story", "pictures", "uses"]);

// Where a browser lacks any of this, it posts the forms itself, as without scripts.
const able = "fetch" in window && "replaceChildren" in document.body && "AbortController" in window;

const ran = new Set(Array.from(document.scripts, (one) => one.getAttribute("src") ?? ""));

let pressed: HTMLButtonElement | null = null;
let timer = 0;
let saving: { done: Promise<void>; stop: AbortController } | null = null;

document.addEventListener("click", (event) => {
  pressed = (event.target as Element).closest<HTMLButtonElement>("button[name=go]");
});

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.dataset.step === undefined || !able) return;
  event.preventDefault();
  const button = (event.submitter ?? pressed) as HTMLButtonElement | null;
  if (!form.dataset.busy) void submit(form, button);
});

document.addEventListener("input", (event) => {
  const form = (event.target as HTMLInputElement).form;
  window.clearTimeout(timer);
  if (!able || !form || !SAVED_AS_TYPED.has(form.dataset.step ?? "") || form.dataset.busy) return;
  timer = window.setTimeout(() => save(form), QUIET);
});

async function submit(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  window.clearTimeout(timer);
  form.dataset.busy = "yes";
  const address = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const say = teller(form);
  try {
    await settled();
    const page = await sendAll(form, button, address, say);
    if (button?.value === "leave-destroy") leaveTo(way());
    else show(page);
  } catch (problem) {
    say(problem instanceof NotTaken ? problem.message : said("failed"));
    delete form.dataset.busy;
  }
}

/** The answer to everything in the form: its pictures one by one, then its words. */
async function sendAll(
  form: HTMLFormElement,
  button: HTMLButtonElement | null,
  address: string,
  say: (words: string) => void,
): Promise<Document> {
  const whole = new FormData(form);
  whole.set("go", button?.value ?? "next");
  const files = whole.getAll("pictures").filter((one) => one instanceof File && one.size > 0);
  say(said("sending"));
  if (files.length < 2) return send(address, whole, say);
  const refusals: Element[] = [];
  let page: Document | null = null;
  for (const [index, file] of files.entries()) {
    say(said("picture").replace("{n}", `${index + 1}`).replace("{all}", `${files.length}`));
    whole.set("pictures", file);
    whole.set("first", `${index + 1}`);
    whole.set("go", "stay");
    page = await send(address, whole, say);
    refusals.push(...page.querySelectorAll(".error-summary li"));
  }
  if (page && refusals.length) return withRefusals(page, refusals);
  whole.delete("pictures");
  whole.set("go", button?.value ?? "next");
  return send(address, whole, say);
}

/** The last page, with what was said of the earlier pictures too. */
function withRefusals(page: Document, refusals: Element[]): Document {
  const list = page.querySelector(".error-summary ul");
  if (list) list.replaceChildren(...refusals);
  else {
    const summary = refusals[0]?.closest(".error-summary");
    summary?.querySelector("ul")?.replaceChildren(...refusals);
    if (summary) page.querySelector("h1")?.before(summary);
  }
  return page;
}

/** Save what is typed without leaving the page. A failure says nothing: it is tried again later. */
function save(form: HTMLFormElement): void {
  if (saving || form.dataset.busy || !form.isConnected) return;
  const body = new FormData(form);
  for (const name of ["pictures", "recording"]) body.delete(name);
  body.set("go", "stay");
  const stop = new AbortController();
  const done = send(form.getAttribute("action") ?? "", body, () => {}, stop.signal)
    .then((page) => {
      if (!page.querySelector(".error-summary") && form.isConnected) teller(form)(said("saved"));
    })
    .catch(() => {})
    .finally(() => (saving = null));
  saving = { done, stop };
}

/** Wait for a saving that is on its way: an older text must not arrive after a newer one. */
async function settled(): Promise<void> {
  if (!saving) return;
  const { done, stop } = saving;
  const impatient = window.setTimeout(() => stop.abort(), PATIENCE);
  await done;
  window.clearTimeout(impatient);
}

/** Put the answer in place of the page, without a new entry in the history. */
function show(page: Document): void {
  document.title = page.title;
  for (const name of ["lang", "dir"]) {
    document.documentElement.setAttribute(name, page.documentElement.getAttribute(name) ?? "");
  }
  for (const sheet of page.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")) {
    const address = sheet.getAttribute("href") ?? "";
    if (!document.head.querySelector(`link[href="${address}"]`)) document.head.append(sheet);
  }
  const scripts = Array.from(page.scripts, (one) => one.getAttribute("src") ?? "");
  document.body.className = page.body.className;
  document.body.replaceChildren(...page.body.childNodes);
  scripts.forEach(run);
  window.scrollTo(0, 0);
  const target = document.querySelector<HTMLElement>(".error-summary, .preview-bar, h1");
  if (target) {
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
  easeCovers();
  document.dispatchEvent(new Event("shown"));
}

/** Scripts that came with an answer do not run by themselves; each is fetched once. */
function run(address: string): void {
  if (!address || ran.has(address)) return;
  ran.add(address);
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
}

easeCovers();
