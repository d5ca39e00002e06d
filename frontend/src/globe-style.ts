// How the globe is drawn: night always; lamp only for what people told.
import type { StyleSpecification } from "maplibre-gl";

const INK = "#0f1820";
const WATER = "#17242f";
const LAND = "#2d3942";
const RULE = "#46535d";
const QUIET = "#9fadb7";
const LAMP = "#f0b45c";

export function style(
  world: GeoJSON.FeatureCollection,
  journeys: GeoJSON.FeatureCollection,
): StyleSpecification {
  return {
    version: 8,
    projection: { type: "globe" },
    sky: { "atmosphere-blend": 0 },
    sources: {
      world: { type: "geojson", data: world, attribution: "Natural Earth" },
      journeys: { type: "geojson", data: journeys },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": WATER } },
      {
        id: "land",
        type: "fill",
        source: "world",
        filter: ["==", ["get", "kind"], "land"],
        paint: { "fill-color": LAND, "fill-antialias": true },
      },
      {
        id: "borders",
        type: "line",
        source: "world",
        filter: ["==", ["get", "kind"], "border"],
        paint: { "line-color": RULE, "line-width": 0.7 },
      },
      {
        id: "labels",
        type: "symbol",
        source: "world",
        filter: ["==", ["get", "kind"], "label"],
        layout: {
          "text-field": ["get", "name"],
          "text-font": ["Figtree Variable", "Noto Naskh Arabic Variable", "sans-serif"],
          "text-size": ["interpolate", ["linear"], ["zoom"], 1, 10, 5, 14],
          "symbol-sort-key": ["-", 0, ["get", "area"]],
          "text-max-width": 7,
        },
        paint: { "text-color": QUIET, "text-halo-color": INK, "text-halo-width": 1 },
      },
      {
        id: "legs",
        type: "line",
        source: "journeys",
        filter: ["==", ["geometry-type"], "MultiLineString"],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: {
          "line-color": LAMP,
          "line-width": ["interpolate", ["linear"], ["zoom"], 0, 1.2, 5, 2.4],
          "line-opacity": 0.85,
        },
      },
      // Somewhere in a region or a country: a wide ring, never a point one could go to.
      {
        id: "rings",
        type: "circle",
        source: "journeys",
        filter: ["all", ["==", ["geometry-type"], "Point"], ["!=", ["get", "precision"], "town"]],
        paint: {
          "circle-radius": ["match", ["get", "precision"], "country", 11, 8],
          "circle-color": LAMP,
          "circle-opacity": 0.14,
          "circle-stroke-color": LAMP,
          "circle-stroke-opacity": 0.7,
          "circle-stroke-width": 1,
        },
      },
      {
        id: "knots",
        type: "circle",
        source: "journeys",
        filter: ["all", ["==", ["geometry-type"], "Point"], ["==", ["get", "precision"], "town"]],
        paint: { "circle-radius": 4, "circle-color": LAMP },
      },
    ],
  };
}
