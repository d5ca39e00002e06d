// Text is at least 4.5:1 and marks at least 3:1 in both schemes, computed from the tokens.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../css/tokens.css", import.meta.url), "utf8");
const [night, rest] = css.split("@media (prefers-color-scheme: light)");
const paper = rest.split(".night")[0];

function tokens(text) {
  const found = {};
  for (const [, name, l, c, h] of text.matchAll(/--(\w+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)) {
    found[name] ??= luminance(+l, +c, +h);
  }
  return found;
}

/** Relative luminance of an OKLCH colour (Björn Ottosson's matrices). */
function luminance(L, C, H) {
  const a = C * Math.cos((H * Math.PI) / 180);
  const b = C * Math.sin((H * Math.PI) / 180);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((v) => Math.min(1, Math.max(0, v)));
  return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

const ratio = (x, y) => (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);

for (const [scheme, text] of [
  ["night", night],
  ["paper", paper],
]) {
  const found = tokens(text);
  const ground = scheme === "night" ? found.ink : found.ground;
  for (const name of ["text", "quiet", "lamp", "error"]) {
    test(`${name} can be read in the ${scheme} scheme`, () => {
      assert.ok(ratio(found[name], ground) >= 4.5, `${ratio(found[name], ground)}`);
    });
  }
}

const day = css.split("\n.day {")[1];

for (const [scheme, text] of Object.entries({ night, paper, day })) {
  test(`a journey's line stands out from land and water in the ${scheme} scheme`, () => {
    const found = tokens(text);
    assert.ok(ratio(found.lamp, found.land) >= 3, `${ratio(found.lamp, found.land)}`);
    assert.ok(ratio(found.lamp, found.water) >= 3, `${ratio(found.lamp, found.water)}`);
    assert.ok(ratio(found.quiet, found.land) >= 4.5, `${ratio(found.quiet, found.land)}`);
  });
}
