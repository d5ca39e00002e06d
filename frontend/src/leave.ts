// Leaving: the page goes blank at once, then another takes its place in the history. Without
// scripts the same button is a plain link. With a keyboard, Esc three times does the same.

const QUICK = 2000;
let presses: number[] = [];

/** Blank the page and put the one at `address` in its place. */
export function leaveTo(address: string): void {
  document.title = document.getElementById("line")?.dataset.title ?? "";
  document.documentElement.textContent = "";
  window.location.replace(address);
}

/** Where the page's own leave button leads. */
export function way(): string {
  return document.querySelector<HTMLAnchorElement>("a[data-leave]")?.href ?? "/";
}

document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-leave]");
  if (!link) return;
  event.preventDefault();
  leaveTo(link.href);
});

document.addEventListener("keydown", (event) => {
  const now = Date.now();
  presses = event.key === "Escape" ? [...presses.filter((at) => now - at < QUICK), now] : [];
  if (presses.length > 2) leaveTo(way());
});
