// Sending over a bad line: again and again, until it arrives or there is no hope. What a page says
// meanwhile stands on it, in the language of the page.

const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];

/** The line is gone: nothing is known of what was sent. */
export class NoLine extends Error {}

/** The house did not take it in; the message is for the person. */
export class NotTaken extends Error {}

/** Words of the page, by name. */
export function said(name: string): string {
  return document.getElementById("line")?.dataset[name] ?? "";
}

/** The page that answers. Throws `NoLine` and `NotTaken`. */
export async function send(
  address: string,
  body: FormData,
  say: (words: string) => void,
  signal?: AbortSignal,
): Promise<Document> {
  for (const wait of [...WAITS, null]) {
    const answer = await once(address, body, signal);
    if (answer) return answer;
    if (wait === null || signal?.aborted) break;
    say(said("retrying"));
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new NoLine();
}

/** One try: null where the line failed, or where something between us and the house answered. */
async function once(
  address: string,
  body: FormData,
  signal?: AbortSignal,
): Promise<Document | null> {
  let page: Document;
  let status: number;
  try {
    const response = await fetch(address, { method: "POST", body, redirect: "error", signal });
    status = response.status;
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null;
  }
  // Where the house asks for work first (work.ts), its answer is a page to go on from.
  if (page.querySelector("form[data-work][data-again]")) return page;
  if (status >= 502 && status <= 504) return null;
  const refusal = page.querySelector("[data-refusal]");
  if (status >= 500 || refusal) throw new NotTaken(refusal?.textContent || said("refused"));
  return page.getElementById("line") ? page : null;
}

/** Says how it goes, in the line of the form that screen readers follow. */
export function teller(form: HTMLFormElement): (words: string) => void {
  let line = form.querySelector<HTMLElement>(".sending");
  if (!line) {
    line = document.createElement("p");
    line.className = "sending";
    line.setAttribute("role", "status");
    form.append(line);
  }
  const there = line;
  return (words) => (there.textContent = words);
}
