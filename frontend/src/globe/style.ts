// How the globe is drawn. Lamp is for what people told, and for nothing else.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { families } from "./letters";
import type { Palette } from "./palette";

type Collection = GeoJSON.FeatureCollection;

export const STORY_LAYERS = ["knots", "rings", "legs"];

const IS_POINT: ExpressionSpecification = ["==", ["geometry-type"], "Point"];
const IS_TOWN: ExpressionSpecification = ["==", ["get", "precision"], "town"];

export function style(world: Collection, journeys: Collection, colours: Palette): StyleSpecification {
  return {
    version: 8,
    projection: { type: "globe" },
    sky: { "atmosphere-blend": 0 },
    sources: {
      world: { type: "geojson", data: world, tolerance: 0.2 },
      journeys: { type: "geojson", data: journeys, tolerance: 0.1 },
    },
    layers: [...ground(colours), ...told(colours)],
  };
}

/** Only the story of this slug in full light, or all of them alike. */
export function lit(slug: string | undefined): ExpressionSpecification | number {
  return slug === undefined ? 0.9 : ["case", ["==", ["get", "story"], slug], 1, 0.22];
}

function kind(name: string): ExpressionSpecification {
  return ["==", ["get", "kind"], name];
}

function ground(colours: Palette): LayerSpecification[] {
  return [
    { id: "ground", type: "background", paint: { "background-color": colours.water } },
    {
      id: "land",
      type: "fill",
      source: "world",
      filter: kind("land"),
      paint: { "fill-color": colours.land },
    },
    {
      id: "borders",
      type: "line",
      source: "world",
      filter: kind("border"),
      paint: { "line-color": colours.rule, "line-width": 0.7 },
    },
    {
      id: "disputed",
      type: "line",
      source: "world",
      filter: kind("disputed"),
      paint: { "line-color": colours.rule, "line-width": 0.9, "line-dasharray": [3, 3] },
    },
    names(colours),
  ];
}

function names(colours: Palette): LayerSpecification {
  return {
    id: "labels",
    type: "symbol",
    source: "world",
    filter: kind("label"),
    layout: {
      "text-field": ["get", "name"],
      "text-font": families(),
      "text-size": ["interpolate", ["linear"], ["zoom"], 1, 10, 5, 14],
      "text-letter-spacing": 0.02,
      "text-max-width": 7,
      "text-padding": ["interpolate", ["linear"], ["zoom"], 1, 12, 4, 2],
      "symbol-sort-key": ["-", 0, ["get", "area"]],
    },
    paint: {
      "text-color": colours.quiet,
      "text-halo-color": colours.land,
      "text-halo-width": 1,
    },
  };
}

function told(colours: Palette): LayerSpecification[] {
  return [
    {
      id: "legs",
      type: "line",
      source: "journeys",
      filter: ["!", IS_POINT],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": colours.lamp,
        "line-width": ["interpolate", ["linear"], ["zoom"], 0, 1.3, 5, 2.4],
        "line-opacity": lit(undefined),
      },
    },
    // Somewhere in a region or a country: a wide ring, never a point one could go to.
    {
      id: "rings",
      type: "circle",
      source: "journeys",
      filter: ["all", IS_POINT, ["!", IS_TOWN]],
      paint: {
        "circle-radius": ["match", ["get", "precision"], "country", 10, 7],
        "circle-color": colours.lamp,
        "circle-opacity": 0.12,
        "circle-stroke-color": colours.lamp,
        "circle-stroke-opacity": lit(undefined),
        "circle-stroke-width": 1,
      },
    },
    {
      id: "knots",
      type: "circle",
      source: "journeys",
      filter: ["all", IS_POINT, IS_TOWN],
      paint: {
        "circle-radius": 3.5,
        "circle-color": colours.lamp,
        "circle-opacity": lit(undefined),
      },
    },
  ];
}
