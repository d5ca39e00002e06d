// The journeys as the site publishes them, and what can be known from them.

export interface Knot {
  story: string;
  title: string;
  lang: string;
  url: string;
  place?: string;
}

export type Place = [lon: number, lat: number];

/** Slug → its places, in order. */
export function placesOf(journeys: GeoJSON.FeatureCollection): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const feature of journeys.features) {
    if (feature.geometry.type !== "Point") continue;
    const { story } = feature.properties as Knot;
    places.set(story, [...(places.get(story) ?? []), feature.geometry.coordinates as Place]);
  }
  return places;
}

/** The middle of all places on the sphere, not too near to a pole. */
export function middleOf(places: Iterable<Place>): Place {
  let [x, y, z] = [0, 0, 0];
  for (const place of places) {
    const [lon, lat] = place.map((degrees) => (degrees * Math.PI) / 180) as Place;
    x += Math.cos(lat) * Math.cos(lon);
    y += Math.cos(lat) * Math.sin(lon);
    z += Math.sin(lat);
  }
  const degrees = (angle: number): number => (angle * 180) / Math.PI;
  const lat = degrees(Math.atan2(z, Math.hypot(x, y)));
  return [x || y ? degrees(Math.atan2(y, x)) : 20, Math.max(-35, Math.min(35, lat))];
}

export async function json(address: string): Promise<GeoJSON.FeatureCollection> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  return answer.json() as Promise<GeoJSON.FeatureCollection>;
}

/** Country labels in the page's language, from the browser's own lists. */
export function named(world: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection {
  const names = new Intl.DisplayNames([document.documentElement.lang, "en"], { type: "region" });
  for (const { properties } of world.features) {
    if (properties?.code) properties.name = names.of(properties.code as string);
  }
  return world;
}
