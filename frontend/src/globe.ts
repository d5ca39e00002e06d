// The globe is large: it is fetched where it can be drawn, and where data are saved only when asked.
// Until then, and without WebGL for good, the drawn map stands in its place.
import { button } from "./globe/element";

const root = document.querySelector<HTMLElement>("[data-globe]");
const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

if (root && webgl()) {
  if (saving) {
    ask(root);
  } else {
    fetchMap(root);
  }
}

function webgl(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

function ask(root: HTMLElement): void {
  const asked = button(root.dataset.load ?? "", () => {
    asked.remove();
    fetchMap(root);
  });
  asked.className = "globe-ask";
  root.prepend(asked);
}

function fetchMap(root: HTMLElement): void {
  const script = document.createElement("script");
  script.src = root.dataset.map!;
  document.head.append(script);
}
