// What the page costs before its first view is shown, what comes afterwards, and what it says if that does not come.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { inBothBrowsers } from "../support/demo.js";
import { moduleGraph } from "../support/graph.js";
import { serve } from "../support/static-site.js";

const root = new URL("../../", import.meta.url);
const fileOf = (path) => new URL(path.startsWith("pkg/") ? path : `www/${path}`, root);
const ENTRIES = ["app.js", "emulator.js"];
const PARTS = ["connecting.js", "console.js", "workbench.js"];
const TEXTS = ["text/en.js", "text/zh.js"];
const WASM = "pkg/wasm/oos_cancel_wasm_bg.wasm";

/** Bytes of gzip until the view "Connect" is shown, in the larger language. */
const MOST_AT_FIRST = 31_500;

/** Bytes of gzip of the page's own files, everything included but the package and the other language. */
const MOST_OWN = 71_000;

const html = await readFile(new URL("www/index.html", root), "utf8");
const [atOnce, later] = html.split('<template id="later">');
const preloaded = (markup) => [...markup.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map(([, path]) => path);
const first = await moduleGraph(ENTRIES);
const all = await moduleGraph([...ENTRIES, ...PARTS, ...TEXTS]);

const gzip = async (paths) => {
  const sizes = await Promise.all(paths.map(async (path) => gzipSync(await readFile(fileOf(path)), { level: 9 }).length));
  return sizes.reduce((sum, size) => sum + size, 0);
};

test("the page preloads exactly the modules that its first view needs, and none of the package", () => {
  assert.deepEqual(preloaded(atOnce), [...first.keys()].filter((path) => !ENTRIES.includes(path)).sort());
  assert.deepEqual(preloaded(atOnce).filter((path) => path.startsWith("pkg/")), []);
});

test("the page lists every other module and the package for later", () => {
  // The folder of the snippets is named by the version of the package.
  const wanted = [...all.keys()].filter((path) => !first.has(path) && !path.includes("/snippets/")).sort();
  assert.deepEqual(preloaded(later), wanted);
  assert.ok(later.includes(`as="fetch" type="application/wasm" href="${WASM}" crossorigin`));
});

test("the first view is three round trips deep, everything is five", async () => {
  const deepest = async (modules) => Math.max(...(await moduleGraph(modules)).values());
  // The page, then what it names; then the texts, whose language a script chooses.
  assert.equal(2 + await deepest([...ENTRIES, ...preloaded(atOnce)]), 2);
  // What is listed for later comes at once, and then what only the package knows.
  assert.ok(3 + 1 + await deepest([...first.keys(), ...preloaded(later)]) <= 5);
});

test("the first view and the page as a whole stay small", async (t) => {
  const markup = ["index.html", "style.css", "icon.svg"];
  const atFirst = await gzip([...markup, ...first.keys(), "text/zh.js"]);
  const own = await gzip([...markup, ...[...all.keys()].filter((path) => !path.startsWith("pkg/") && path !== "text/en.js")]);
  const whole = await gzip([...markup, ...all.keys(), WASM]);
  t.diagnostic(`gzip: ${atFirst} bytes for the first view, ${own} of the page itself, ${whole} with the package and both languages`);
  assert.ok(atFirst <= MOST_AT_FIRST, `${atFirst} bytes of gzip`);
  assert.ok(own <= MOST_OWN, `${own} bytes of gzip`);
});

inBothBrowsers("the first load", (at) => {
  // Without an emulator, as at a static host. `missing` matches what cannot be fetched.
  async function open(hash = "", missing) {
    const site = await serve((path) => {
      if (missing?.test(path)) throw new Error(path);
      return fileOf(path);
    });
    await at.page.open(`${site.origin}/${hash}`);
    return site;
  }

  /** The paths that have been fetched, those before the first view was shown and the others. */
  const fetched = () => at.page.run(`
    const [{ startTime: shown }] = performance.getEntriesByName("shown");
    const paths = { before: [], after: [] };
    for (const { name, startTime } of performance.getEntriesByType("resource")) {
      paths[startTime < shown ? "before" : "after"].push(new URL(name).pathname.slice(1));
    }
    return paths;`);

  test("fetches before the first view what it needs, and everything else right after", async () => {
    const site = await open();
    try {
      const wanted = [...all.keys()].filter((path) => !first.has(path) && path !== "text/en.js");
      const { before } = await fetched();
      // The icon and the file that names an emulator may come at any time.
      const isLoad = (path) => path !== "icon.svg" && path !== "demo.json";
      assert.deepEqual(before.filter(isLoad).sort(), ["style.css", "text/en.js", ...first.keys()].sort());
      const { after } = await at.page.until("the rest is there", async () => {
        const paths = await fetched();
        return [WASM, ...wanted].every((path) => paths.after.includes(path)) && paths;
      });
      assert.deepEqual(after.filter(isLoad).sort(), [WASM, ...wanted].sort());

      await at.page.go("#/workbench/codes");
      await at.page.atView("codes");
      assert.deepEqual((await fetched()).after.length, after.length);
    } finally {
      site.stop();
    }
  });

  test("says so when a part of the page cannot be fetched, and goes on with the others", async () => {
    const site = await open("", /workbench\.js$/);
    try {
      await at.page.press("Workbench");
      await at.page.says("failed", /could not be fetched\. Check the network/);
      assert.equal(await at.page.view(), "connect");
      assert.notEqual(await at.page.focused(), "BODY");
      await at.page.until("it is announced", async () => (await at.page.heard()).some((said) => /could not be fetched/.test(said)));
      await at.page.go("#/connect");
      await at.page.until("the notice is gone", async () => (await at.page.text("failed")) === "");
      await at.page.press("Connect and list");
      await at.page.until("the region is missing", () => at.page.run("return document.querySelector('[aria-invalid]') !== null"));
    } finally {
      site.stop();
      await at.browser.takeMessages();
    }
  });

  test("does not connect without the package, and says so", async () => {
    const site = await open("", /\.wasm$/);
    try {
      await at.page.press("Connect and list");
      await at.page.says("connect-report", /could not be fetched/);
    } finally {
      site.stop();
      await at.browser.takeMessages();
    }
  });
});
