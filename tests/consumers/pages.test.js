// Without tools, and bundled, in both browsers: ordinary pages, workers, and pages that forbid what they can.

import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { BROWSERS } from "../support/browsers.js";
import { ISOLATED, serve } from "../support/static-site.js";
import { BUNDLERS } from "./consumers.js";
import { WASM, build, makeProject } from "./harness/project.js";
import { visit } from "./harness/visitor.js";

const PACKAGE = "./node_modules/oos-cancel";

// Workers have no import map, and an inline one falls under script-src: there the package goes by its path.
const plain = await makeProject("plain");
const byPath = await makeProject();
const main = join(byPath, "main.js");
await writeFile(main, (await readFile(main, "utf8")).replace("oos-cancel", `${PACKAGE}/index.js`));
const workers = await makeProject("workers");
await writeFile(join(workers, "package.js"), `export * from "${PACKAGE}/init.js";`);
const bare = await makeProject("loading");
const bundled = await build(BUNDLERS.find(({ name }) => name === "vite"));

// A document of the same origin that loads nothing itself.
const QUIET = "/cancel.js";

/** As strict as a page can be that loads a module and calls OOS. */
const policy = (oos) => `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${oos}`;
const TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types 'none'";

for (const name of BROWSERS) {
  describe(`pages in ${name}`, () => {
    let visitor, strict;
    before(async () => {
      visitor = await visit(name);
      strict = policy(visitor.emulator.oos);
    });
    after(() => visitor.leave());

    async function on(folder, options, work) {
      const site = await serve((path) => join(folder, path), options);
      return work(site.origin).finally(() => site.stop());
    }
    const cancels = (folder, options, search = "") => on(folder, options, (origin) => visitor.cancelAt(origin + search));
    const loading = (folder, options) => on(folder, options, (origin) => visitor.answerOf(origin));

    test("with an import map", () => cancels(plain));
    test("bundled by Vite", () => cancels(bundled));
    for (const kind of ["dedicated", "shared", "service"]) {
      test(`in a ${kind} worker`, () => cancels(workers, {}, `?kind=${kind}`));
    }

    test("under a strict policy", async () => {
      const headers = { "Content-Security-Policy": strict };
      await cancels(byPath, { headers });
      await cancels(bundled, { headers });
      await cancels(workers, { headers }, "?kind=dedicated");
    });

    test("with Trusted Types enforced", async () => {
      const headers = { "Content-Security-Policy": strict + TRUSTED_TYPES };
      await cancels(byPath, { headers });
      await cancels(bundled, { headers });
      const sink = (origin) => visitor.evaluateAt(origin, "(document.querySelector('output').innerHTML = '<b>', 'taken')");
      assert.equal(await on(byPath, {}, sink), "taken");
      assert.match(await on(byPath, { headers }, sink), /^TypeError/);
    });

    test("a stricter policy fails", async () => {
      const without = (word) => ({ headers: { "Content-Security-Policy": strict.replace(word, "") } });
      assert.equal(await loading(bare, without("")), "loaded");
      const forbidden = "StateError: oos-cancel: the Content-Security-Policy forbids WebAssembly. Add 'wasm-unsafe-eval' to its script-src.";
      assert.equal(await loading(bare, without(" 'wasm-unsafe-eval'")), forbidden);
      const unreachable = new RegExp(`^StateError: oos-cancel: http://127\\.0\\.0\\.1:\\d+/${WASM} cannot be fetched\\. Check .* connect-src`);
      assert.match(await loading(bare, without(/(?<=connect-src) 'self'/)), unreachable);
    });

    test("isolated from other origins", async () => {
      await cancels(byPath, { headers: ISOLATED });
      await cancels(workers, { headers: ISOLATED }, "?kind=dedicated");
      const isolated = (origin) => visitor.evaluateAt(origin, "crossOriginIsolated");
      assert.equal(await on(byPath, { headers: ISOLATED }, isolated), true);
    });

    test("from a server with another type for .wasm, without a warning", async () => {
      await cancels(byPath, { types: { ".wasm": "application/octet-stream" } });
    });

    test("a missing .wasm gives an error with its address", async () => {
      const gone = await makeProject("loading");
      await rm(join(gone, WASM));
      const missed = (status) => new RegExp(
        `^StateError: oos-cancel: there is no \\.wasm file at http://127\\.0\\.0\\.1:\\d+/${WASM} \\(HTTP ${status}, text/html\\)\\. ` +
        'Deploy node_modules/oos-cancel/wasm/oos_cancel_wasm_bg\\.wasm there \\(in Angular by "assets" in angular\\.json\\), or pass its URL to init\\(\\)\\.$');
      assert.match(await loading(gone), missed(404));
      assert.match(await loading(gone, { fallback: "/index.html" }), missed(200));
    });

    for (const source of [
      "undefined",
      "wasm",
      "new URL(wasm, location)",
      "new Request(wasm)",
      "fetch(wasm)",
      "await fetch(wasm)",
      "await (await fetch(wasm)).arrayBuffer()",
      "new Uint8Array(await (await fetch(wasm)).arrayBuffer())",
      "await WebAssembly.compileStreaming(fetch(wasm))",
    ]) {
      test(`started by init(${source})`, async () => {
        const body = `{
          const wasm = "/${WASM}?from=elsewhere";
          const { init, validateCancelUrl } = await import("/${PACKAGE}/init.js");
          await init(${source});
          return validateCancelUrl("").valid;
        }`;
        assert.equal(await on(plain, {}, (origin) => visitor.evaluateAt(origin + QUIET, body)), false);
      });
    }
  });
}
