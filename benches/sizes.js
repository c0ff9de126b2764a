// What a page has to load to sign by each of them: minified by esbuild, then by gzip -9. Ours is the whole package.

import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { ALONE, SITE, WASM } from "./bundle.js";

const site = new URL(`../${SITE}`, import.meta.url);
const weigh = async (file) => {
  const bytes = await readFile(new URL(file, site));
  return { minified: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
};

export async function sizes() {
  const weights = {};
  for (const name of ALONE) weights[name] = await weigh(`${name}.js`);
  const wasm = await weigh(WASM);
  weights.ours = { wasm, glue: weights.ours, minified: wasm.minified + weights.ours.minified, gzip: wasm.gzip + weights.ours.gzip };
  return weights;
}
