// Users' own tests: in Jest and Vitest, with the emulator, with MSW, and with errors that they construct.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { startEmulator } from "../support/emulator.js";
import { makeRunner, run } from "./harness/project.js";

describe("test runners", () => {
  let emulator;
  before(async () => (emulator = await startEmulator()));
  after(() => emulator.stop());

  const newExecution = async () => (await emulator.ask("POST", "executions", { status: "Running" })).executionId;
  const cancels = async (executionId) => (await emulator.ask("GET", `executions/${executionId}`)).cancelCount;

  /** Runs a project's tests, which cancel the executions of the variables, and returns the number of passed ones. */
  async function report(name, command, variables) {
    const project = await makeRunner(name);
    const executions = {};
    for (const variable of variables) executions[variable] = await newExecution();
    await run(project, [...command, "--outputFile=report.json"], { OOS: emulator.oos, ...executions });
    const { success, numTotalTests, numPassedTests } = JSON.parse(await readFile(join(project, "report.json"), "utf8"));
    assert.ok(success && numPassedTests === numTotalTests);
    return { project, executions, passed: numPassedTests };
  }

  test("Jest: CommonJS, jsdom and ts-jest", async () => {
    const variables = ["EXECUTION_NODE", "EXECUTION_JSDOM", "EXECUTION_TS"];
    const { project, executions, passed } = await report("jest", ["jest", "--json"], variables);
    assert.equal(passed, 7);
    assert.equal(await cancels(executions.EXECUTION_NODE), 1);
    assert.equal(await cancels(executions.EXECUTION_TS), 1);
    // jsdom has no fetch, so its page only signs.
    const response = await fetch(await readFile(join(project, "signed-url.txt"), "utf8"), { method: "POST" });
    assert.equal(response.status, 200, await response.text());
    assert.equal(await cancels(executions.EXECUTION_JSDOM), 1);
  });

  test("Vitest: Node, jsdom and MSW", async () => {
    const { executions, passed } = await report("vitest", ["vitest", "run", "--reporter=json"], ["EXECUTION_NODE", "EXECUTION_JSDOM"]);
    assert.equal(passed, 5);
    for (const executionId of Object.values(executions)) assert.equal(await cancels(executionId), 1);
  });
});
