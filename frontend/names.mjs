// Languages name themselves on every page. Where the reader's machine has no letters for such a
// name, a font of these few letters is fetched, in one weight: a kilobyte or two, where the pieces
// of our fonts that hold them would be a hundred.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);

const NAMES = [
  { words: "العربيةفارسی", font: "noto-naskh-arabic", known: ["Noto Naskh Arabic", "Noto Sans Arabic", "Geeza Pro", "Segoe UI", "Arial"] },
  { words: "한국어", font: "noto-serif-kr", known: ["Noto Serif KR", "Noto Serif CJK KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "AppleMyungjo", "Malgun Gothic"] },
  { words: "中文简体（）", font: "noto-serif-sc", known: ["Noto Serif SC", "Noto Serif CJK SC", "Noto Sans CJK SC", "Songti SC", "PingFang SC", "Microsoft YaHei"] },
];

/** Font faces named "Own names", each for the letters of one piece; the fonts are laid into `folder`. */
export async function ownNames(folder) {
  const made = await Promise.all(NAMES.map((name) => faces(name, folder)));
  return made.flat().join("");
}

function faces({ words, font, known }, folder) {
  const index = require.resolve(`@fontsource-variable/${font}/index.css`);
  const pieces = readFileSync(index, "utf8").split("@font-face").slice(1).map(piece);
  const local = known.map((name) => `local("${name}")`).join(", ");
  const held = pieces
    .map(({ file, holds }) => [file, [...new Set(words)].filter((letter) => holds(letter.codePointAt(0)))])
    .filter(([, letters]) => letters.length > 0);
  return Promise.all(
    held.map(async ([file, letters]) => {
      const whole = readFileSync(join(dirname(index), file));
      const few = await subsetFont(whole, letters.join(""), { targetFormat: "woff2", variationAxes: { wght: 400 } });
      const path = join(folder, `own-names-${basename(file)}`);
      writeFileSync(path, few);
      const range = letters.map((letter) => `U+${letter.codePointAt(0).toString(16)}`).join(", ");
      const source = `${local}, url("${path}") format("woff2")`;
      return `@font-face { font-family: "Own names"; font-display: swap; font-weight: 200 900; src: ${source}; unicode-range: ${range}; }\n`;
    }),
  );
}

function piece(text) {
  const ranges = /unicode-range:([^;]+);/.exec(text)[1].split(",").map((range) => {
    const [first, last] = range.trim().slice(2).split("-");
    return [parseInt(first, 16), parseInt(last ?? first, 16)];
  });
  const holds = (code) => ranges.some(([first, last]) => first <= code && code <= last);
  return { file: /url\(([^)]+)\)/.exec(text)[1], holds };
}
