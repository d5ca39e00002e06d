// The leave button: the page goes blank at once, then another takes its place in the history.
// Without scripts the same button is a plain link.
for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.documentElement.textContent = "";
    window.location.replace(link.href);
  });
}
