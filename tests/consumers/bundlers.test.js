// Every bundler makes of the page something that cancels, with the module in it once, as a file of its own.

import assert from "node:assert/strict";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { BUNDLERS } from "./bundlers.js";
import { filesOf, makeProject, run } from "./harness/project.js";
import { serve } from "./harness/site.js";
import { visit } from "./harness/visitor.js";

// How the bytes of every wasm module begin, in base64.
const INLINED = "AGFzbQ";

describe("bundlers", () => {
  let visitor;
  before(async () => (visitor = await visit("Chromium")));
  after(() => visitor.leave());

  for (const { name, title, build, page } of BUNDLERS) {
    test(title, async () => {
      const project = await makeProject(name);
      for (const command of build) await run(project, command);
      const dist = join(project, "dist");
      if (page) await copyFile(join(project, "index.html"), join(dist, "index.html"));

      const files = await filesOf(dist);
      const modules = files.filter((file) => file.endsWith(".wasm"));
      assert.equal(modules.length, 1, `one .wasm among ${files}`);
      const packed = join(project, "node_modules/oos-cancel/wasm/oos_cancel_wasm_bg.wasm");
      assert.deepEqual(await readFile(modules[0]), await readFile(packed));
      for (const file of files.filter((file) => !file.endsWith(".wasm"))) {
        assert.ok(!(await readFile(file, "utf8")).includes(INLINED), `${file} has the module in it`);
      }

      const site = await serve(dist);
      await visitor.cancelAt(site.origin).finally(() => site.stop());
    });
  }
});
