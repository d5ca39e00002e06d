// Languages name themselves on every page. Where the reader's machine has no letters for such a
// name, the few pieces of our fonts that hold them are fetched, and only those.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

const NAMES = [
  { words: "العربيةفارسی", font: "noto-naskh-arabic", known: ["Noto Naskh Arabic", "Noto Sans Arabic", "Geeza Pro", "Segoe UI", "Arial"] },
  { words: "한국어", font: "noto-serif-kr", known: ["Noto Serif KR", "Noto Serif CJK KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "AppleMyungjo", "Malgun Gothic"] },
  { words: "中文简体（）", font: "noto-serif-sc", known: ["Noto Serif SC", "Noto Serif CJK SC", "Noto Sans CJK SC", "Songti SC", "PingFang SC", "Microsoft YaHei"] },
];

/** Font faces named "Own names", each for the letters of one piece. */
export function ownNames() {
  return NAMES.map(faces).join("");
}

function faces({ words, font, known }) {
  const index = require.resolve(`@fontsource-variable/${font}/index.css`);
  const pieces = readFileSync(index, "utf8").split("@font-face").slice(1).map(piece);
  const local = known.map((name) => `local("${name}")`).join(", ");
  return pieces
    .map(({ file, holds }) => [file, [...new Set(words)].filter((letter) => holds(letter.codePointAt(0)))])
    .filter(([, letters]) => letters.length > 0)
    .map(([file, letters]) => {
      const range = letters.map((letter) => `U+${letter.codePointAt(0).toString(16)}`).join(", ");
      const source = `${local}, url("${join(dirname(index), file)}") format("woff2")`;
      return `@font-face { font-family: "Own names"; font-display: swap; font-weight: 200 900; src: ${source}; unicode-range: ${range}; }\n`;
    })
    .join("");
}

function piece(text) {
  const ranges = /unicode-range:([^;]+);/.exec(text)[1].split(",").map((range) => {
    const [first, last] = range.trim().slice(2).split("-");
    return [parseInt(first, 16), parseInt(last ?? first, 16)];
  });
  const holds = (code) => ranges.some(([first, last]) => first <= code && code <= last);
  return { file: /url\(([^)]+)\)/.exec(text)[1], holds };
}
