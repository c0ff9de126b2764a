// What the first load costs: the size of all that is sent, and how many round trips deep it goes.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { moduleGraph } from "../support/graph.js";

const root = new URL("../../", import.meta.url);
const fileOf = (path) => new URL(path.startsWith("pkg/") ? path : `www/${path}`, root);
const ENTRIES = ["app.js", "emulator.js"];
const WASM = "pkg/wasm/oos_cancel_wasm_bg.wasm";
const MOST_DEEP = 5;

/** The page's own files, without the package, in bytes of gzip. */
const MOST_OWN = 62_000;

const html = await readFile(new URL("www/index.html", root), "utf8");
const preloaded = [...html.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map(([, path]) => path);
const graph = await moduleGraph(ENTRIES);

test("the page preloads exactly the modules that it needs at once", () => {
  // The folder of the snippets is named by the version of the package.
  const wanted = [...graph.keys()].filter((path) => !ENTRIES.includes(path) && !path.includes("/snippets/")).sort();
  assert.deepEqual(preloaded, wanted);
  assert.ok(html.includes(`as="fetch" type="application/wasm" href="${WASM}" crossorigin`));
});

test("the first load is at most five round trips deep", async () => {
  // The page, then what it names; what those import goes one deeper each.
  const deep = await moduleGraph([...ENTRIES, ...preloaded]);
  const trips = 2 + Math.max(...deep.values());
  assert.ok(trips <= MOST_DEEP, `${trips} round trips`);
});

test("the page's own part of the first load stays small", async () => {
  const own = ["index.html", "style.css", "icon.svg", ...[...graph.keys()].filter((path) => !path.startsWith("pkg/"))];
  const sizes = await Promise.all(own.map(async (path) => gzipSync(await readFile(fileOf(path)), { level: 9 }).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total <= MOST_OWN, `${total} bytes of gzip`);
  const names = await readdir(new URL("www/", root));
  const lazy = names.filter((name) => name.endsWith(".js") && !graph.has(name));
  assert.ok(lazy.includes("workbench.js") && lazy.includes("sign.js"), lazy.join());
});
