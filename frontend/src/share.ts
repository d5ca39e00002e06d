// A bad line must not cost a word. Each step is sent by fetch and tried again until it arrives; the
// form stays on the page meanwhile. Nothing is written to the phone: what is typed is in the page
// and nowhere else. Without scripts the same forms are posted by the browser.

const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];

function start(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-step]")) {
    form.addEventListener("submit", (event) => void submit(event, form));
  }
}

async function submit(event: SubmitEvent, form: HTMLFormElement): Promise<void> {
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const body = new FormData(form, event.submitter);
  const status = statusLine(form);
  try {
    show(await patiently(form.action, body, (words) => (status.textContent = words), form));
  } catch {
    status.textContent = form.dataset.failed ?? "";
    delete form.dataset.sending;
  }
}

async function patiently(
  address: string,
  body: FormData,
  say: (words: string) => void,
  form: HTMLFormElement,
): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      say(form.dataset.sendingWords ?? "");
      const response = await fetch(address, { method: "POST", body, redirect: "error" });
      if (response.status < 502 || response.status > 504) return await response.text();
    } catch {
      // The line is gone: wait and try again, the form's own number keeps it from counting twice.
    }
    const wait = WAITS[attempt];
    if (wait === undefined) throw new Error("no line");
    say(form.dataset.retrying ?? "");
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Put the answer in place of the page, without a new entry in the history. */
function show(html: string): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dir = page.documentElement.dir;
  document.body.className = page.body.className;
  document.body.replaceChildren(...page.body.childNodes);
  window.scrollTo(0, 0);
  const target = document.querySelector<HTMLElement>(".error-summary") ?? document.querySelector("main");
  target?.focus();
  start();
  leave();
}

function statusLine(form: HTMLFormElement): HTMLElement {
  const known = form.querySelector<HTMLElement>("[data-status]");
  if (known) return known;
  const line = document.createElement("p");
  line.dataset.status = "";
  line.className = "hint";
  line.setAttribute("role", "status");
  form.append(line);
  return line;
}

function leave(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-leave]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.documentElement.textContent = "";
      window.location.replace(link.href);
    });
  }
}

start();
