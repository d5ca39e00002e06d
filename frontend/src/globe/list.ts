// The list beside the globe: it holds what is in view, and walks through it with n and p.
import type { Map as Globe } from "maplibre-gl";
import type { Place } from "./data";
import { lit } from "./style";

const NEAR = 2.5;
/** The zoom from which one journey's surroundings can be told. */

export class List {
  readonly #map: Globe;
  readonly #places: Map<string, Place[]>;
  readonly #items: HTMLElement[];
  readonly #count: HTMLElement;
  readonly #said: HTMLElement;
  #at = -1;

  constructor(map: Globe, root: HTMLElement, places: Map<string, Place[]>) {
    this.#map = map;
    this.#places = places;
    this.#items = [...root.querySelectorAll<HTMLElement>("[data-globe-list] > li[data-story]")];
    this.#count = root.querySelector<HTMLElement>("[data-globe-count]")!;
    this.#said = root.querySelector<HTMLElement>("[data-globe-said]")!;
    map.on("moveend", () => this.update());
    map.getCanvas().addEventListener("keydown", (event) => this.#key(event));
    for (const item of this.#items) this.#follow(item);
  }

  /** Show the stories that have a place in view (or none at all), and say how many, if not few. */
  update(): void {
    for (const item of this.#items) {
      const places = this.#places.get(item.dataset.story!) ?? [];
      item.hidden = places.length > 0 && !places.some((place) => inView(this.#map, place));
    }
    const shown = this.#items.filter((item) => !item.hidden).length;
    this.#count.textContent = said(shown, this.#count.dataset);
  }

  #follow(item: HTMLElement): void {
    for (const kind of ["mouseenter", "focusin"]) {
      item.addEventListener(kind, () => this.light(item.dataset.story));
    }
    for (const kind of ["mouseleave", "focusout"]) {
      item.addEventListener(kind, () => this.light());
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#items.length) return;
    if (event.key === "Enter") this.#items[this.#at]?.querySelector("a")?.click();
    const step = { n: 1, p: -1 }[event.key];
    if (!step) return;
    const before = this.#at < 0 && step < 0 ? 0 : this.#at;
    this.#go((before + step + this.#items.length) % this.#items.length);
  }

  #go(at: number): void {
    this.#items[this.#at]?.removeAttribute("aria-current");
    this.#at = at;
    const item = this.#items[at]!;
    item.setAttribute("aria-current", "true");
    this.#said.textContent = item.querySelector("a")?.textContent ?? "";
    this.light(item.dataset.story);
    const first = this.#places.get(item.dataset.story!)?.[0];
    if (first) this.#map.easeTo({ center: first, zoom: Math.max(this.#map.getZoom(), NEAR) });
  }

  /** The story of this slug in full light, else the one that was walked to, else all. */
  light(slug?: string): void {
    const now = slug ?? this.#items[this.#at]?.dataset.story;
    this.#map.setPaintProperty("legs", "line-opacity", lit(now));
    this.#map.setPaintProperty("rings", "circle-stroke-opacity", lit(now));
    this.#map.setPaintProperty("knots", "circle-opacity", lit(now));
  }
}

/** The server's sentence with a number in it; one below `few` is not told from another. */
function said(shown: number, { words = "", all = "", few = "", fewer = "" }: DOMStringMap): string {
  const number = shown >= Number(few) ? String(shown) : fewer;
  return words.replace("{shown}", number).replace("{all}", all);
}

/** Whether a place is on the side that is seen, and within the frame. */
function inView(map: Globe, place: Place): boolean {
  const { x, y } = map.project(place);
  const { clientWidth, clientHeight } = map.getContainer();
  if (x < 0 || y < 0 || x > clientWidth || y > clientHeight) return false;
  // A place behind the edge is projected onto the near side: what stands there is another place.
  const seen = map.unproject([x, y]);
  const turned = Math.abs(((seen.lng - place[0] + 540) % 360) - 180);
  return Math.abs(seen.lat - place[1]) < 0.5 && turned * Math.cos((place[1] * Math.PI) / 180) < 0.5;
}
