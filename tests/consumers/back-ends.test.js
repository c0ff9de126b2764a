// Back ends that are bundled into one file, which runs where nothing of the package is in reach.

import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { startEmulator } from "../support/emulator.js";
import { BACK_ENDS } from "./consumers.js";
import { makeRunner, run } from "./harness/project.js";

describe("back ends", () => {
  let emulator, elsewhere;
  before(async () => {
    emulator = await startEmulator();
    elsewhere = await mkdtemp(join(tmpdir(), "oos-cancel-elsewhere-"));
  });
  after(() => Promise.all([emulator.stop(), rm(elsewhere, { recursive: true })]));

  for (const { title, build, output } of BACK_ENDS) {
    test(title, async () => {
      const project = await makeRunner("back-end");
      const said = await run(project, build);
      assert.doesNotMatch(said, /warn/i);
      const alone = join(elsewhere, output);
      await copyFile(join(project, "dist", output), alone);
      const { executionId } = await emulator.ask("POST", "executions", { status: "Running" });
      const search = new URLSearchParams({ endpoint: emulator.oos, executionId }).toString();
      assert.equal((await run(elsewhere, ["node", alone, search])).trim(), `cancelled ${executionId}`);
      assert.equal((await emulator.ask("GET", `executions/${executionId}`)).cancelCount, 1);
    });
  }
});
