import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../world.mjs";

const lines = (geometry) => {
  if (geometry.type === "Point") return [];
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat();
  return geometry.coordinates;
};

for (const size of ["110m", "50m"]) {
  test(`no line of the ${size} world jumps across the antimeridian`, () => {
    for (const feature of world(size).features) {
      for (const line of lines(feature.geometry)) {
        line.slice(1).forEach(([lon], i) => {
          assert.ok(Math.abs(lon - line[i][0]) <= 180.01, JSON.stringify([line[i], lon]));
        });
      }
    }
  });

  test(`the ${size} world has land, borders and one label a country`, () => {
    const features = world(size).features;
    const labels = features.filter((f) => f.properties.kind === "label").map((f) => f.properties.code);
    assert.deepEqual(
      features.slice(0, 3).map((f) => f.properties.kind),
      ["land", "border", "disputed"],
    );
    assert.equal(new Set(labels).size, labels.length);
    assert.ok(labels.length > 160);
  });
}

test("a border is drawn as disputed only where a country has no code", () => {
  const [, border, disputed] = world("110m").features;
  const length = ({ geometry }) => geometry.coordinates.flat().length;
  assert.ok(length(disputed) > 10);
  assert.ok(length(disputed) < length(border) / 20);
});

test("the same source gives the same bytes", () => {
  assert.equal(JSON.stringify(world("110m")), JSON.stringify(world("110m")));
});
