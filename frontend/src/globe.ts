// The globe, where scripts run and WebGL is there; otherwise the drawn map stays as it is.
import * as maplibregl from "maplibre-gl";
import type { GeoJSONSource, MapGeoJSONFeature, Map as Globe } from "maplibre-gl";
import { style } from "./globe-style";

interface Knot {
  story: string;
  title: string;
  url: string;
  place: string;
}

const root = document.querySelector<HTMLElement>("[data-globe]");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

if (root && webgl()) {
  if (saving) {
    ask(root);
  } else {
    void open(root);
  }
}

function webgl(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

/** Who saves data is asked before the globe is fetched. */
function ask(root: HTMLElement): void {
  const button = element("button", root.dataset.load ?? "");
  button.className = "button button-quiet";
  button.addEventListener("click", () => {
    button.remove();
    void open(root);
  });
  root.before(button);
}

async function json(address: string): Promise<GeoJSON.FeatureCollection> {
  return (await fetch(address)).json() as Promise<GeoJSON.FeatureCollection>;
}

async function open(root: HTMLElement): Promise<void> {
  const given = root.dataset;
  const [world, journeys] = await Promise.all([json(given.world!), json(given.journeys!)]);
  maplibregl.setWorkerUrl(given.worker!);
  if (document.documentElement.dir === "rtl") {
    void maplibregl.setRTLTextPlugin(new URL(given.rtl!, location.href).href, true);
  }
  const holder = element("div");
  holder.className = "globe-canvas";
  root.querySelector("[data-globe-figure]")!.replaceChildren(holder);
  const map = new maplibregl.Map({
    container: holder,
    style: style(named(world), journeys),
    center: middle(journeys),
    zoom: holder.clientWidth < 600 ? 0.9 : 1.7,
    maxZoom: 7,
    attributionControl: false,
    fadeDuration: calm ? 0 : 200,
    localIdeographFontFamily: "'Noto Serif KR Variable', 'Noto Serif SC Variable', sans-serif",
  });
  map.getCanvas().setAttribute("aria-label", given.label ?? "");
  controls(map, holder, given);
  panel(map, holder, given);
  list(map, root, journeys);
  fine(map, given.worldFine!);
  map.once("idle", () => {
    root.dataset.ready = "yes";
  });
}

/** Country labels in the page's language, from the browser's own lists. */
function named(world: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection {
  const names = new Intl.DisplayNames([document.documentElement.lang, "en"], { type: "region" });
  for (const feature of world.features) {
    const code = feature.properties?.code as string | undefined;
    if (code) feature.properties!.name = names.of(code);
  }
  return world;
}

/** The finer coast is fetched only by those who come closer. */
function fine(map: Globe, address: string): void {
  const look = async (): Promise<void> => {
    if (map.getZoom() < 3) return;
    map.off("zoomend", look);
    const world = named(await json(address));
    (map.getSource("world") as GeoJSONSource).setData(world);
  };
  map.on("zoomend", look);
}

function middle(journeys: GeoJSON.FeatureCollection): [number, number] {
  let [x, y, z] = [0, 0, 0];
  for (const feature of journeys.features) {
    if (feature.geometry.type !== "Point") continue;
    const [lon, lat] = feature.geometry.coordinates.map((v) => (v * Math.PI) / 180) as [number, number];
    x += Math.cos(lat) * Math.cos(lon);
    y += Math.cos(lat) * Math.sin(lon);
    z += Math.sin(lat);
  }
  const lat = (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI;
  return [(Math.atan2(y, x) * 180) / Math.PI || 20, Math.max(-35, Math.min(35, lat))];
}

function controls(map: Globe, holder: HTMLElement, given: DOMStringMap): void {
  const bar = element("div");
  bar.className = "globe-controls";
  const add = (sign: string, label: string, act: () => void): void => {
    const button = element("button", sign);
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    bar.append(button);
  };
  add("+", given.closer ?? "+", () => map.zoomIn({ animate: !calm }));
  add("−", given.farther ?? "-", () => map.zoomOut({ animate: !calm }));
  holder.append(bar);
}

/** What stands at a place: every story there, as plain links. */
function panel(map: Globe, holder: HTMLElement, given: DOMStringMap): void {
  let shown: HTMLElement | undefined;
  const close = (): void => {
    shown?.remove();
    shown = undefined;
    map.getCanvas().focus();
  };
  map.on("click", (event) => {
    const box: [maplibregl.PointLike, maplibregl.PointLike] = [
      [event.point.x - 8, event.point.y - 8],
      [event.point.x + 8, event.point.y + 8],
    ];
    const found = map.queryRenderedFeatures(box, { layers: ["knots", "rings", "legs"] });
    shown?.remove();
    shown = found.length ? card(found, given, close) : undefined;
    if (shown) {
      holder.append(shown);
      shown.querySelector<HTMLElement>("a")?.focus();
    }
  });
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) close();
  });
  map.on("mousemove", (event) => {
    const over = map.queryRenderedFeatures(event.point, { layers: ["knots", "rings", "legs"] });
    map.getCanvas().style.cursor = over.length ? "pointer" : "";
  });
}

function card(found: MapGeoJSONFeature[], given: DOMStringMap, close: () => void): HTMLElement {
  const stories = new Map<string, Knot>();
  for (const feature of found) {
    const knot = feature.properties as Knot;
    if (!stories.get(knot.story)?.place) stories.set(knot.story, knot);
  }
  const made = element("section");
  made.className = "globe-panel";
  made.setAttribute("aria-label", given.here ?? "");
  const items = element("ul");
  for (const knot of stories.values()) {
    const link = element("a", knot.title);
    link.href = knot.url;
    const item = element("li");
    item.append(link);
    if (knot.place) item.append(element("span", knot.place));
    items.append(item);
  }
  const button = element("button", given.close ?? "×");
  button.type = "button";
  button.addEventListener("click", close);
  made.append(items, button);
  return made;
}

/** The list beside the globe shows what is in view; `n` and `p` walk through it. */
function list(map: Globe, root: HTMLElement, journeys: GeoJSON.FeatureCollection): void {
  const items = [...root.querySelectorAll<HTMLElement>("[data-globe-list] > li[data-story]")];
  const count = root.querySelector<HTMLElement>("[data-globe-count]")!;
  const places = new Map<string, [number, number][]>();
  for (const feature of journeys.features) {
    if (feature.geometry.type !== "Point") continue;
    const slug = (feature.properties as Knot).story;
    places.set(slug, [...(places.get(slug) ?? []), feature.geometry.coordinates as [number, number]]);
  }
  const update = (): void => {
    const { width, height } = map.getCanvas().getBoundingClientRect();
    let visible = 0;
    for (const item of items) {
      const there = places.get(item.dataset.story!) ?? [];
      const inside = there.length === 0 || there.some((point) => facing(map, point, width, height));
      item.hidden = !inside;
      visible += inside ? 1 : 0;
    }
    count.textContent = (root.dataset.inView ?? "").replace("%s", String(visible));
  };
  map.on("moveend", update);
  map.once("idle", update);
  let at = -1;
  map.getCanvas().addEventListener("keydown", (event) => {
    const step = event.key === "n" ? 1 : event.key === "p" ? -1 : 0;
    if (!step || !items.length) return;
    at = (at + step + items.length) % items.length;
    const there = places.get(items[at]!.dataset.story!)?.[0];
    if (there) map.easeTo({ center: there, zoom: Math.max(map.getZoom(), 2.5), animate: !calm });
    count.textContent = items[at]!.querySelector("a")?.textContent ?? "";
  });
}

/** Whether a point is on the side that is seen, and within the frame. */
function facing(map: Globe, point: [number, number], width: number, height: number): boolean {
  const back = map.unproject(map.project(point));
  const near = Math.abs(back.lat - point[1]) < 0.5;
  const turn = Math.abs(((back.lng - point[0] + 540) % 360) - 180) < 0.5;
  const { x, y } = map.project(point);
  return near && turn && x >= 0 && y >= 0 && x <= width && y <= height;
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
