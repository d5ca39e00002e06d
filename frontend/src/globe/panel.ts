// What stands at a place that was pointed at: every story there, as plain links.
import type { Map as Globe, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import type { Knot } from "./data";
import { button, element } from "./element";
import { STORY_LAYERS } from "./style";

const REACH = 8;
/** Pixels around a finger's tip. */

export function panel(map: Globe, holder: HTMLElement, given: DOMStringMap): void {
  let shown: HTMLElement | undefined;
  const close = (): void => {
    shown?.remove();
    shown = undefined;
    map.getCanvas().focus();
  };
  map.on("click", ({ point }) => {
    const box: [PointLike, PointLike] = [
      [point.x - REACH, point.y - REACH],
      [point.x + REACH, point.y + REACH],
    ];
    const found = map.queryRenderedFeatures(box, { layers: STORY_LAYERS });
    shown?.remove();
    shown = found.length ? card(found, given, close) : undefined;
    if (!shown) return;
    holder.append(shown);
    shown.querySelector<HTMLElement>("a")?.focus();
  });
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) close();
  });
  map.on("mousemove", ({ point }) => {
    const over = map.queryRenderedFeatures(point, { layers: STORY_LAYERS });
    map.getCanvas().style.cursor = over.length ? "pointer" : "";
  });
}

function card(found: MapGeoJSONFeature[], given: DOMStringMap, close: () => void): HTMLElement {
  const made = element("section", "", "globe-panel");
  made.setAttribute("aria-label", given.here ?? "");
  const items = element("ul");
  items.setAttribute("role", "list");
  for (const knot of once(found)) items.append(entry(knot));
  made.append(items, button(given.close ?? "", close));
  return made;
}

/** Each story once; where both its line and its place were hit, with the place. */
function once(found: MapGeoJSONFeature[]): Iterable<Knot> {
  const stories = new Map<string, Knot>();
  for (const { properties } of found) {
    const knot = properties as Knot;
    if (!stories.get(knot.story)?.place) stories.set(knot.story, knot);
  }
  return stories.values();
}

function entry(knot: Knot): HTMLElement {
  const link = element("a");
  link.href = knot.url;
  link.lang = knot.lang;
  link.append(element("bdi", knot.title));
  const item = element("li");
  item.append(link);
  if (knot.place) item.append(element("bdi", knot.place));
  return item;
}
