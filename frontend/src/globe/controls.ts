// Closer, farther, day or night: what the keyboard and two fingers can do, for one finger too.
import type { Map as Globe } from "maplibre-gl";
import { button, element } from "./element";

export function controls(map: Globe, given: DOMStringMap, repaint: () => void): HTMLElement {
  const bar = element("div", "", "globe-controls");
  const closer = button("+", () => map.zoomIn());
  closer.setAttribute("aria-label", given.closer ?? "");
  const farther = button("−", () => map.zoomOut());
  farther.setAttribute("aria-label", given.farther ?? "");
  bar.append(daylight(given, repaint), farther, closer);
  return bar;
}

/** Night always, unless somebody reads in the sun: the choice lasts as long as the page. */
function daylight(given: DOMStringMap, repaint: () => void): HTMLElement {
  const made = button(given.daylight ?? "", () => {
    const day = document.body.classList.toggle("day");
    made.setAttribute("aria-pressed", String(day));
    repaint();
  });
  made.setAttribute("aria-pressed", "false");
  return made;
}
