// A contact is sealed to the team's keys before it leaves the phone. Fields with `data-seal` in a
// form with `data-team-keys` are gathered by group, sealed, and sent as one `sealed_<group>`; in the
// clear they are not sent. Without scripts, or where sealing fails, the server seals what it is sent
// before it writes anything. The page keeps what was typed, so that nothing is lost if sending fails.
import { seal } from "./sealing";

/** What a group held when it was sealed, and what came of it: null where it could not be. */
interface Sealed {
  of: string;
  token: string | null;
}

const sealed = new WeakMap<HTMLFormElement, Map<string, Sealed>>();
const busy = new WeakSet<HTMLFormElement>();

document.addEventListener("submit", before, true);
document.addEventListener("formdata", replace);

/** Hold the form back until its fields are sealed, then send it again. */
function before(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !isOurs(form) || isFresh(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (busy.has(form)) return;
  busy.add(form);
  const button = event.submitter;
  void sealAll(form).then(() => {
    busy.delete(form);
    // Not before this event is over: a form cannot be sent while it is being sent.
    setTimeout(() => form.requestSubmit(button));
  });
}

/** Put what was sealed in place of the fields, whoever gathers the form: the browser, or a script
 * that saves it while somebody types. What has not been sealed yet stays on the phone. */
function replace(event: FormDataEvent): void {
  const form = event.target as HTMLFormElement;
  if (!isOurs(form)) return;
  for (const group of groupsIn(form)) {
    const known = sealed.get(form)?.get(group);
    const fresh = known?.of === typedIn(form, group);
    if (fresh && known?.token === null) continue;
    for (const field of fieldsIn(form, group)) event.formData.delete(field.name);
    if (fresh && known?.token) event.formData.set(`sealed_${group}`, known.token);
  }
}

async function sealAll(form: HTMLFormElement): Promise<void> {
  const made = new Map<string, Sealed>();
  for (const group of groupsIn(form)) {
    const of = typedIn(form, group);
    made.set(group, { of, token: of === "{}" ? null : await sealedOrNull(form, of) });
  }
  sealed.set(form, made);
}

/** Too long, say: then the server seals it, or says kindly what is the matter. */
async function sealedOrNull(form: HTMLFormElement, text: string): Promise<string | null> {
  try {
    return await seal(text, form.dataset.teamKeys ?? "", form.dataset.teamIds ?? "");
  } catch {
    return null;
  }
}

function isFresh(form: HTMLFormElement): boolean {
  return groupsIn(form).every((group) => sealed.get(form)?.get(group)?.of === typedIn(form, group));
}

/** What a group holds now, as JSON; empty fields are left out. */
function typedIn(form: HTMLFormElement, group: string): string {
  const typed = fieldsIn(form, group).filter((field) => !isUnticked(field));
  const pairs = typed.map((field) => [field.name, field.value.trim()]);
  return JSON.stringify(Object.fromEntries(pairs.filter(([, value]) => value !== "")));
}

function isUnticked(field: HTMLInputElement): boolean {
  return (field.type === "radio" || field.type === "checkbox") && !field.checked;
}

function groupsIn(form: HTMLFormElement): string[] {
  const marked = form.querySelectorAll<HTMLElement>("[data-seal]");
  return [...new Set(Array.from(marked, (field) => field.dataset.seal ?? ""))];
}

function fieldsIn(form: HTMLFormElement, group: string): HTMLInputElement[] {
  return Array.from(form.querySelectorAll<HTMLInputElement>(`[data-seal="${group}"]`));
}

/** Old browsers cannot change what a form sends: there the server seals. */
function isOurs(form: HTMLFormElement): boolean {
  const able = typeof form.requestSubmit === "function" && "FormDataEvent" in window;
  return able && Boolean(form.dataset.teamKeys);
}
