// Less common pages, in Chromium: other builds, two copies, a module that is fetched ahead.

import assert from "node:assert/strict";
import { copyFile, cp } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/static-site.js";
import { WASM, makeProject, makeRunner, run } from "./harness/project.js";
import { visit } from "./harness/visitor.js";

const FILE = "oos_cancel_wasm_bg.wasm";

describe("unusual pages", () => {
  let visitor, plain;
  before(async () => {
    visitor = await visit("Chromium");
    plain = await makeProject("plain");
  });
  after(() => visitor.leave());

  async function on(folder, options, work) {
    const site = await serve((path) => join(folder, path), options);
    return work(site.origin).finally(() => site.stop());
  }
  const cancels = (folder, options) => on(folder, options, (origin) => visitor.cancelAt(origin));
  const evaluate = (body) => on(plain, {}, (origin) => visitor.evaluateAt(`${origin}/cancel.js`, body));

  test("Vite 6", async () => {
    const project = await makeRunner("vite-6");
    await assert.rejects(run(project, ["node", "build.js"]), /Top-level await is not available in the configured target/);
    await run(project, ["node", "build.js", "es2022"]);
    await cancels(join(project, "dist"));
  });

  test("Vite's library mode, in a page that forbids to fetch data: URLs", async () => {
    const project = await makeProject("library");
    await run(project, ["vite", "build"]);
    const dist = join(project, "dist");
    for (const file of ["index.html", "main.js", "cancel.js"]) await copyFile(join(project, file), join(dist, file));
    const policy = `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${visitor.emulator.oos}`;
    await cancels(dist, { headers: { "Content-Security-Policy": policy } });
  });

  test("a classic script (iife) passes the URL to init(), and the error without it says so", async () => {
    const project = await makeProject("classic");
    await run(project, ["esbuild", "main.js", "--bundle", "--format=iife", "--outdir=dist", "--log-level=error"]);
    await copyFile(join(project, WASM), join(project, "dist", FILE));
    await copyFile(join(project, "index.html"), join(project, "dist/index.html"));
    await cancels(join(project, "dist"));
    const said = await on(join(project, "dist"), {}, (origin) => visitor.answerOf(`${origin}?without-url`));
    assert.equal(said, `StateError: oos-cancel: the address of the .wasm file is not known. Pass the URL of ${FILE} to init().`);
  });

  test("a page of CommonJS modules, by webpack", async () => {
    const project = await makeProject("commonjs");
    await copyFile(join(project, "cancel.js"), join(project, "cancel.mjs"));
    await run(project, ["node", "build.mjs"]);
    await copyFile(join(project, "index.html"), join(project, "dist/index.html"));
    await cancels(join(project, "dist"));
  });

  test("zone.js", async () => {
    const project = await makeRunner("zone");
    await run(project, ["vite", "build"]);
    await cancels(join(project, "dist"));
  });

  test("two copies of the package recognise each other's errors and refuse each other's clients", async () => {
    await cp(join(plain, "node_modules/oos-cancel"), join(plain, "node_modules/oos-cancel-too"), { recursive: true });
    const said = await evaluate(`{
      const [one, two] = await Promise.all(["", "-too"].map((end) => import("/node_modules/oos-cancel" + end + "/index.js")));
      const options = { regionId: "cn-hangzhou", credentials: { accessKeyId: "a", accessKeySecret: "b" } };
      const error = await new two.OosClient(options).cancelExecution("").catch((error) => error);
      const crossed = await one.OosClient.prototype.cancelExecution.call(new two.OosClient(options), "exec-1").catch((error) => error);
      return [error instanceof one.OosError, one.OosError.is(error), crossed.code].join();
    }`);
    assert.equal(said, "false,true,NotUsable");
  });

  test("a call before init() and a foreign module say what to do, and init() can be repeated", async () => {
    const said = await evaluate(`{
      const { init, validateCancelUrl } = await import("/node_modules/oos-cancel/init.js");
      const ends = [];
      try { validateCancelUrl(""); } catch (error) { ends.push(String(error)); }
      const foreign = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
      for (const source of [foreign, new Response(foreign, { headers: { "content-type": "application/wasm" } })]) {
        await init(source).catch((error) => ends.push(String(error)));
      }
      await init();
      return [...ends, validateCancelUrl("").valid];
    }`);
    const refused = `StateError: oos-cancel: this is not the module of this version of the package. Load its own ${FILE}.`;
    assert.deepEqual(said, ["StateError: oos-cancel: the module is not loaded. Call init() first, and await it.", refused, refused, false]);
  });

  test("a link fetches the module ahead, once, if it has crossorigin", async () => {
    const times = (crossOrigin) => evaluate(`{
      const link = Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", href: "/${WASM}" });
      if (${crossOrigin}) link.crossOrigin = "anonymous";
      const done = new Promise((resolve) => (link.onload = resolve));
      document.documentElement.append(link);
      await done;
      await import("/node_modules/oos-cancel/index.js");
      return performance.getEntriesByType("resource").filter(({ name, transferSize }) => name.endsWith(".wasm") && transferSize > 0).length;
    }`);
    assert.equal(await times(true), 1);
    assert.equal(await times(false), 2);
  });
});
