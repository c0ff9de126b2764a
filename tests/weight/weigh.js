// The bytes of what is shipped: as they are, by gzip -9, and by Brotli 11.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import { buildSync } from "esbuild";

const pkg = fileURLToPath(new URL("../../pkg/", import.meta.url));
const wasm = readFileSync(`${pkg}wasm/oos_cancel_wasm_bg.wasm`);

/** The JavaScript of a page that imports everything, as a bundler makes it: without comments and long names. */
function bundle() {
  const { outputFiles, warnings } = buildSync({
    entryPoints: [fileURLToPath(new URL("page.js", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return { bytes: Buffer.from(outputFiles[0].contents), warnings };
}

/** The JavaScript of the package as it is published. */
function published() {
  const entries = ["address.js", "api.js", "index.js", "load.js", "wasm/oos_cancel_wasm.js"];
  const snippets = readdirSync(`${pkg}wasm/snippets`, { recursive: true }).filter((path) => path.endsWith(".js"));
  const files = [...entries, ...snippets.sort().map((path) => `wasm/snippets/${path}`)];
  return Buffer.concat(files.map((path) => readFileSync(pkg + path)));
}

// The program, since the zlib in Node is another one and compresses less.
const gzip = (bytes) => execFileSync("gzip", ["-9n"], { input: bytes, maxBuffer: 2 ** 26 }).length;
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const weight = (bytes) => ({ raw: bytes.length, gzip: gzip(bytes), brotli: brotli(bytes) });

const sum = (a, b) => Object.fromEntries(Object.keys(a).map((key) => [key, a[key] + b[key]]));

const bundled = bundle();

/** What the bundler warns of. */
export const warnings = bundled.warnings.map(({ text }) => text);

export function weigh() {
  const parts = { wasm: weight(wasm), published: weight(published()), bundle: weight(bundled.bytes) };
  // What a page loads: the module and the bundle, each compressed by itself.
  return { ...parts, page: sum(parts.wasm, parts.bundle) };
}
