// Every bundler makes of the page something that cancels, with the module in it once, as a file of its own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/static-site.js";
import { BUNDLERS, FRAMEWORKS, SERVERS } from "./consumers.js";
import { WASM, build, filesOf, makeProject } from "./harness/project.js";
import { visit } from "./harness/visitor.js";

// How the bytes of every wasm module begin, in base64.
const INLINED = "AGFzbQ";

const PACKED = await readFile(join(await makeProject(), WASM));

async function hasOneModule(dist) {
  const files = await filesOf(dist);
  const modules = files.filter((file) => file.endsWith(".wasm"));
  assert.equal(modules.length, 1, `one .wasm among ${files}`);
  assert.deepEqual(await readFile(modules[0]), PACKED);
  for (const file of files.filter((file) => !file.endsWith(".wasm"))) {
    assert.ok(!(await readFile(file, "latin1")).includes(INLINED), `${file} has the module in it`);
  }
}

const bundler = (wanted) => BUNDLERS.find(({ name }) => name === wanted);

describe("bundlers", () => {
  let visitor;
  before(async () => (visitor = await visit("Chromium")));
  after(() => visitor.leave());

  async function cancels(dist, search = "") {
    await hasOneModule(dist);
    const site = await serve((path) => join(dist, path));
    await visitor.cancelAt(site.origin + search).finally(() => site.stop());
  }

  for (const each of [...BUNDLERS, ...FRAMEWORKS]) {
    test(each.title, async () => cancels(await build(each)));
  }

  for (const name of ["vite", "webpack", "rspack", "rollup"]) {
    test(`${name}, loaded on demand`, async () => cancels(await build(bundler(name), "lazy")));
  }

  test("parcel, loaded on demand, only as oos-cancel/init", async () => {
    await cancels(await build(bundler("parcel"), "lazy-init"));
    await assert.rejects(build(bundler("parcel"), "lazy"), /await isn't allowed/);
  });

  for (const name of ["vite", "webpack"]) {
    test(`${name}, in dedicated and shared workers`, async () => {
      const dist = await build(bundler(name), "workers");
      for (const kind of ["dedicated", "shared"]) await cancels(dist, `?kind=${kind}`);
    });
  }

  for (const { name, title, config } of SERVERS) {
    test(title, async () => {
      const { createServer } = await import(name);
      const server = await createServer({ ...config, root: await makeProject(), logLevel: "warn", server: { port: 0 } });
      await server.listen();
      await visitor.cancelAt(server.resolvedUrls.local[0], /\[vite\] connect|favicon/).finally(() => server.close());
    });
  }
});
