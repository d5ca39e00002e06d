// The sealing of the pages, built as the pages' scripts are. Run by itself, it seals what it reads:
// { text, keys, ids } as JSON on standard input, the token on standard output.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export async function sealing() {
  const made = await build({
    entryPoints: [fileURLToPath(new URL("../src/sealing.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2019",
    charset: "utf8",
  });
  const text = Buffer.from(made.outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${text}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { text, keys, ids } = JSON.parse(readFileSync(0, "utf8"));
  process.stdout.write(await (await sealing()).seal(text, keys, ids));
}
