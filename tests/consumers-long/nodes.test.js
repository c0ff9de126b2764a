// Every supported version of Node, by import and by require; tests/consumers runs the one that runs the tests.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { NODES } from "../consumers/consumers.js";
import { makeProject, run } from "../consumers/harness/project.js";
import { startEmulator } from "../support/emulator.js";
import { newNode } from "./project.js";

describe("Nodes", () => {
  let emulator, project;
  before(async () => {
    emulator = await startEmulator();
    project = await makeProject("node");
  });
  after(() => emulator.stop());

  for (const version of NODES) {
    test(`Node ${version}`, async () => {
      const node = newNode(version);
      assert.match(await run(project, [node, "--version"]), new RegExp(`^v${version}\\.`));
      for (const script of ["script.js", "initialised.js", "required.cjs"]) {
        const { executionId } = await emulator.ask("POST", "executions", { status: "Running" });
        const search = new URLSearchParams({ endpoint: emulator.oos, executionId }).toString();
        assert.equal((await run(project, [node, script, search])).trim(), `cancelled ${executionId}`, script);
        assert.equal((await emulator.ask("GET", `executions/${executionId}`)).cancelCount, 1);
      }
    });
  }
});
