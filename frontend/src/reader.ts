// Small conveniences of a story's page: a button that copies its address, and the line being drawn.
const field = document.querySelector<HTMLInputElement>("input[data-copy]");
if (field && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = field.dataset.copy ?? "";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = field.dataset.copied ?? "";
  });
  field.after(button);
}
document.querySelector(".story-head .glyph")?.classList.add("drawn");
