// A small convenience of a story's page: a button that copies its address.
const link = document.querySelector<HTMLAnchorElement>("a[data-copy]");
if (link && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = link.dataset.copy ?? "";
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.href);
    button.textContent = link.dataset.copied ?? "";
  });
  link.after(button);
}
