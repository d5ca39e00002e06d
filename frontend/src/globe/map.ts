// The globe in the place of the drawn map.
import * as maplibregl from "maplibre-gl";
import type { GeoJSONSource, Map as Globe } from "maplibre-gl";
import { controls } from "./controls";
import { type Place, json, middleOf, named, placesOf } from "./data";
import { element } from "./element";
import { letters } from "./letters";
import { List } from "./list";
import { palette } from "./palette";
import { panel } from "./panel";
import { style } from "./style";

type Collection = GeoJSON.FeatureCollection;

const FILLS = 0.9;
/** How much of the frame's shorter side the whole globe fills. */

const root = document.querySelector<HTMLElement>("[data-globe]");

if (root) void open(root);

/** Put the globe in the drawn map's place; where that fails, put the drawn map back. */
async function open(root: HTMLElement): Promise<void> {
  const figure = root.querySelector<HTMLElement>("[data-globe-figure]")!;
  const drawn = [...figure.childNodes];
  try {
    const { world, journeys, worker, rtl } = root.dataset;
    const collections = await Promise.all([json(world!), json(journeys!)]);
    await letters(named(collections[0]));
    maplibregl.setWorkerUrl(worker!);
    if (document.documentElement.dir === "rtl") await shaping(rtl!);
    raise(root, figure, ...collections);
  } catch {
    figure.replaceChildren(...drawn);
  }
}

function raise(root: HTMLElement, figure: HTMLElement, world: Collection, journeys: Collection): void {
  const holder = element("div", "", "globe-canvas");
  figure.replaceChildren(holder);
  const places = placesOf(journeys);
  const center = middleOf([...places.values()].flat());
  const map = new maplibregl.Map({
    container: holder,
    style: style(world, journeys, palette()),
    center,
    zoom: wholeGlobe(holder, center),
    minZoom: -1,
    maxZoom: 7,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
  });
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();
  map.getCanvas().setAttribute("role", "application");
  map.getCanvas().setAttribute("aria-label", root.dataset.label ?? "");
  const data = { world };
  const list = new List(map, root, places);
  const repaint = (): void => {
    map.setStyle(style(data.world, journeys, palette()));
    list.light();
  };
  holder.append(controls(map, root.dataset, repaint));
  panel(map, holder, root.dataset);
  finer(map, root.dataset.worldFine!, (better) => (data.world = better));
  map.once("idle", () => {
    list.update();
    root.dataset.ready = "yes";
  });
}

/** The zoom at which the whole globe fills the frame. */
function wholeGlobe(holder: HTMLElement, [, lat]: Place): number {
  const side = Math.min(holder.clientWidth, holder.clientHeight) * FILLS;
  return Math.log2((Math.PI * side * Math.cos((lat * Math.PI) / 180)) / 512);
}

/** The finer coast is fetched only by those who come closer. */
function finer(map: Globe, address: string, keep: (world: Collection) => void): void {
  const look = async (): Promise<void> => {
    if (map.getZoom() < 3) return;
    map.off("zoomend", look);
    try {
      const world = named(await json(address));
      keep(world);
      (map.getSource("world") as GeoJSONSource).setData(world);
    } catch {
      map.on("zoomend", look); // no line just now: the coarse coast stands, the next look tries again
    }
  };
  map.on("zoomend", look);
}

/** Without the plugin Arabic letters stand apart on the map; everything else works. */
async function shaping(address: string): Promise<void> {
  const whole = new URL(address, location.href).href;
  await maplibregl.setRTLTextPlugin(whole, false).catch(() => undefined);
}
