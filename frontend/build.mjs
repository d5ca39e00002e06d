// Builds every file that the pages load into src/farshore/assets/, named by its contents.
// The folder is made anew beside the old one and swapped in whole.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ownNames } from "./names.mjs";
import { world } from "./world.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const target = join(here, "../src/farshore/assets");
const part = `${target}.part${process.pid}`; // two builds at once do not build into each other
const old = `${target}.old${process.pid}`;
const letters = mkdtempSync(join(tmpdir(), "letters-"));
/** The two fonts that every page begins to fetch before it has read a style. */
const FIRST_LETTERS = /^(source-serif-4|figtree)-latin-wght-normal-/;
const manifest = {};
const sizes = {};

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  write: false,
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
};

async function script(name, entry, more = {}) {
  const made = await build({
    ...common,
    entryPoints: [entry],
    format: "iife",
    target: "es2019",
    platform: "browser",
    ...more,
  });
  keep(name, made.outputFiles[0].contents);
}

/** A stylesheet; the fonts it names become files of their own. `after` is put at its end. */
async function sheet(name, entry, after = "") {
  const made = await build({
    ...common,
    stdin: {
      contents: `@import "./${entry}";${after}`,
      loader: "css",
      resolveDir: here,
      sourcefile: "sheet.css",
    },
    outdir: part,
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "dataurl" },
  });
  for (const file of made.outputFiles) {
    const base = file.path.split("/").pop();
    if (file.path.endsWith(".css")) {
      keep(name, file.contents);
    } else {
      write(base, file.contents);
      if (FIRST_LETTERS.test(base)) manifest[base.replace(/-[^-]*\.woff2$/, ".woff2")] = base;
    }
  }
}

function keep(name, contents) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 12);
  const dot = name.lastIndexOf(".");
  const hashed = `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
  manifest[name] = hashed;
  write(hashed, contents);
  sizes[name] = {
    raw: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
    brotli: squeezed(contents).length,
  };
}

/** With its compressed copies beside it, where it is text: the press lays them into the site. */
function write(name, contents) {
  writeFileSync(join(part, name), contents);
  if (/\.(css|js|json|svg)$/.test(name) && contents.length >= 200) {
    writeFileSync(join(part, `${name}.br`), squeezed(contents));
    writeFileSync(join(part, `${name}.gz`), gzipSync(contents, { level: 9 }));
  }
}

function squeezed(contents) {
  return brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
}

process.on("exit", () => {
  for (const left of [part, old, letters]) rmSync(left, { recursive: true, force: true });
});
mkdirSync(part, { recursive: true });
await sheet("site.css", "css/site.css", await ownNames(letters));
await sheet("fonts-ko.css", "css/fonts-ko.css");
await sheet("fonts-zh.css", "css/fonts-zh.css");
await sheet("globe.css", "css/globe.css");
await sheet("door.css", "css/door.css");
const scripts = ["account", "leave", "share", "reader", "globe", "passkey", "seal", "untitled", "work"];
for (const name of scripts) {
  await script(`${name}.js`, `src/${name}.ts`);
}
await script("globe-map.js", "src/globe/map.ts");
// The package declares no side effects, so without this the worker's own import is dropped.
await script("globe-worker.js", require.resolve("maplibre-gl/dist/maplibre-gl-worker.mjs"), {
  ignoreAnnotations: true,
});
await script("work-worker.js", join(here, "node_modules/altcha/dist/workers/pbkdf2.js"));
keep(
  "rtl.js",
  readFileSync(join(here, "node_modules/@mapbox/mapbox-gl-rtl-text/dist/mapbox-gl-rtl-text.js")),
);
keep("favicon.svg", readFileSync(join(here, "favicon.svg")));
for (const size of ["110m", "50m"]) {
  const text = Buffer.from(JSON.stringify(world(size)));
  keep(`world-${size}.json`, text);
  write(`world-${size}.json`, text);
}
write("manifest.json", JSON.stringify(manifest, Object.keys(manifest).sort(), 2));
write("sizes.json", JSON.stringify(sizes, null, 2));
try {
  renameSync(target, old);
} catch (error) {
  if (error.code !== "ENOENT") throw error;
}
renameSync(part, target);
console.log(`${readdirSync(target).length} files in src/farshore/assets`);
