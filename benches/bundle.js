// Makes of the sources what is run: one program for Node, one module for browsers; and each signer alone, to be weighed.

import { build } from "esbuild";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import stdLibBrowser from "node-stdlib-browser";
import polyfills from "node-stdlib-browser/helpers/esbuild/plugin";

const require = createRequire(import.meta.url);
const root = new URL("../", import.meta.url);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const OUT = fileURLToPath(new URL("target/bench/", root));
export const SITE = "target/bench/site/";
export const WASM = "wasm/oos_cancel_wasm_bg.wasm";

/** One module in the place of another. */
const inPlaceOf = (filter, path, more) => ({
  name: `${filter}`,
  setup: ({ onResolve }) => onResolve({ filter }, () => ({ path, ...more })),
});

const transport = inPlaceOf(/^httpx$/, here("signers/transport.js"));

// openapi-core's dependencies make promises of these functions as they are loaded, and never call them when they sign.
const noMachine = {
  name: "no machine",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(fs|child_process)$/ }, () => ({ path: "no machine", namespace: "none" }));
    const names = ["access", "close", "execFile", "exists", "open", "read", "readFile", "rename", "stat", "write", "writeFile", "mkdir"];
    const contents = names.map((name) => `exports.${name} = () => {};`).join("\n");
    onLoad({ filter: /./, namespace: "none" }, () => ({ contents, loader: "js" }));
  },
};

const common = { bundle: true, format: "esm", target: "es2022", logLevel: "error", legalComments: "none" };

const forBrowsers = {
  ...common,
  platform: "browser",
  mainFields: ["browser", "module", "main"],
  inject: [require.resolve("node-stdlib-browser/helpers/esbuild/shim")],
  define: { global: "globalThis" },
};

/** What a page needs that signs by this one: minified, with the real transport of the vendor's clients. */
function buildAlone(name) {
  const vendors = ["pop-core", "openapi-core"].includes(name);
  const entry = name === "ours" ? { contents: 'export * from "../pkg/index.js";', resolveDir: here(".") } : undefined;
  return build({
    ...(vendors ? forBrowsers : { ...common, platform: "browser" }),
    ...(entry ? { stdin: entry } : { entryPoints: [here(`signers/${name}.js`)] }),
    minify: true,
    plugins: vendors ? [noMachine, polyfills(stdLibBrowser)] : [],
    outfile: `${fileURLToPath(root)}${SITE}${name}.js`,
  });
}

export const ALONE = ["ours", "pop-core", "openapi-core", "noble", "webcrypto", "plain"];

export async function bundle() {
  await mkdir(new URL(`${SITE}wasm/`, root), { recursive: true });
  await Promise.all([
    build({
      ...common,
      platform: "node",
      entryPoints: [here("in-node.js")],
      // CommonJS inside an ES module asks for these.
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      plugins: [transport, inPlaceOf(/^oos-cancel$/, new URL("pkg/node.js", root).href, { external: true })],
      outfile: `${OUT}in-node.js`,
    }),
    build({
      ...forBrowsers,
      entryPoints: [here("measure.js")],
      plugins: [
        transport,
        noMachine,
        inPlaceOf(/^oos-cancel$/, "/pkg/index.js", { external: true }),
        polyfills(stdLibBrowser),
      ],
      outfile: `${fileURLToPath(root)}${SITE}measure.js`,
    }),
    ...ALONE.map(buildAlone),
  ]);
  await writeFile(new URL(`${SITE}blank.html`, root), "<!doctype html><title>bench</title>");
  // Where a bundle of esbuild looks for it.
  await copyFile(new URL(`pkg/${WASM}`, root), new URL(SITE + WASM, root));
}
