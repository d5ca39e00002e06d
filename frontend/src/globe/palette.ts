// The map's colours are the page's: read from its tokens, in whichever scheme it stands.

export interface Palette {
  ground: string;
  water: string;
  land: string;
  rule: string;
  quiet: string;
  lamp: string;
}

const NAMES = ["ground", "water", "land", "rule", "quiet", "lamp"] as const;

export function palette(): Palette {
  const tokens = getComputedStyle(document.body);
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  const pairs = NAMES.map((name) => [name, plain(pen, tokens.getPropertyValue(`--${name}`))]);
  return Object.fromEntries(pairs) as unknown as Palette;
}

/** Any colour that CSS knows, as the map knows it: red, green and blue. */
function plain(pen: CanvasRenderingContext2D, colour: string): string {
  pen.fillStyle = colour.trim();
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}
