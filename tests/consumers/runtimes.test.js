// Outside of browsers: a script that cancels, in each runtime, and a server that only renders.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { startEmulator } from "../support/emulator.js";
import { RUNTIMES } from "./consumers.js";
import { makeProject, run } from "./harness/project.js";

describe("runtimes", () => {
  let emulator, project;
  before(async () => {
    emulator = await startEmulator();
    project = await makeProject("node");
  });
  after(() => emulator.stop());

  async function cancelsBy(...command) {
    const { executionId } = await emulator.ask("POST", "executions", { status: "Running" });
    const said = await run(project, [...command, new URLSearchParams({ endpoint: emulator.oos, executionId }).toString()]);
    assert.equal(said.trim(), `cancelled ${executionId}`);
    assert.equal((await emulator.ask("GET", `executions/${executionId}`)).cancelCount, 1);
  }

  for (const { title, command } of RUNTIMES) {
    test(`${title} imports it`, () => cancelsBy(...command, "script.js"));
    test(`${title} imports it to start it explicitly`, () => cancelsBy(...command, "initialised.js"));
  }

  test("Node requires it", () => cancelsBy("node", "required.cjs"));
  test("Bun requires it", () => cancelsBy("bun", "required.cjs"));

  test("importing it uses nothing that only browsers have", async () => {
    assert.deepEqual(JSON.parse(await run(project, ["node", "bare.js"])), []);
  });

  test("a React server renders a component that imports it", async () => {
    const react = await makeProject("react");
    await run(react, ["vite", "build", "--ssr", "server.jsx", "--outDir", "server"]);
    assert.match(await run(react, ["node", "server/server.js"]), /^<button>Cancel<\/button><output><\/output>$/m);
  });
});
