// The basemap: Natural Earth through world-atlas, cut at the antimeridian and the poles.
// world-atlas polygons run across ±180°, which draws streaks; d3's clipping cuts them for us.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid, geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import countries from "i18n-iso-countries";
import { feature, merge, mesh } from "topojson-client";

const require = createRequire(import.meta.url);

/**
 * `size` is 110m or 50m. A FeatureCollection: land, borders, disputed borders, and one label point
 * a country. The source draws territories as they are held; a border is disputed where one side
 * has no code of its own among the countries of the world.
 */
export function world(size) {
  const atlas = JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${size}.json`)));
  const listed = atlas.objects.countries;
  const land = flat(merge(atlas, listed.geometries), size);
  const disputed = (a, b) => !a.id || !b.id;
  const lines = {
    border: mesh(atlas, listed, (a, b) => a !== b && !disputed(a, b)),
    disputed: mesh(atlas, listed, (a, b) => a !== b && disputed(a, b)),
  };
  const labels = largestOfEach(feature(atlas, listed).features.map(label).filter(Boolean));
  return {
    type: "FeatureCollection",
    features: [
      { type: "Feature", properties: { kind: "land" }, geometry: land },
      ...Object.entries(lines).map(([kind, line]) => ({
        type: "Feature",
        properties: { kind },
        geometry: flat(line, size),
      })),
      ...labels,
    ],
  };
}

/** Territories that share a country's code do not label it twice. */
function largestOfEach(labels) {
  const best = new Map();
  for (const one of labels) {
    const known = best.get(one.properties.code);
    if (!known || known.properties.area < one.properties.area) {
      best.set(one.properties.code, one);
    }
  }
  return [...best.values()];
}

/** Degrees stay degrees: the projection only cuts, and turns north up again. */
function flat(geometry, size) {
  const projection = geoEquirectangular()
    .scale(180 / Math.PI)
    .translate([0, 0])
    .precision(0.1);
  const digits = size === "110m" ? 1 : 2;
  return rounded(geoProject(geometry, projection), digits);
}

function rounded(geometry, digits) {
  const factor = 10 ** digits;
  const round = (value) => Math.round(value * factor) / factor;
  const walk = (part) =>
    typeof part[0] === "number" ? [round(part[0]), round(-part[1])] : thinned(part.map(walk));
  return { type: geometry.type, coordinates: walk(geometry.coordinates) };
}

/** Points that round to the one before are left out; rings that vanish are, too. */
function thinned(parts) {
  if (typeof parts[0]?.[0] !== "number") {
    return parts.filter((part) => part.length > 0);
  }
  const kept = parts.filter(
    (point, i) => i === 0 || point[0] !== parts[i - 1][0] || point[1] !== parts[i - 1][1],
  );
  return kept.length > 1 ? kept : [];
}

function label(country) {
  const code = countries.numericToAlpha2(country.id);
  if (!code) {
    return null;
  }
  const largest = polygons(country.geometry).sort((a, b) => geoArea(b) - geoArea(a))[0];
  const [lon, lat] = geoCentroid(largest);
  const area = Math.round(geoArea(country) * 1e5) / 1e5;
  return {
    type: "Feature",
    properties: { kind: "label", code, area },
    geometry: { type: "Point", coordinates: [Math.round(lon * 10) / 10, Math.round(lat * 10) / 10] },
  };
}

function polygons(geometry) {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return parts.map((coordinates) => ({ type: "Polygon", coordinates }));
}
