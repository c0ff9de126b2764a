// A user's own tests, run by Jest or Vitest: all pass, and cancel what they are told to.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { run } from "./project.js";

/** Runs the tests of a project, which cancel one execution for each variable; returns the executions. */
async function pass(emulator, project, command, variables, count) {
  const executions = {};
  for (const variable of variables) executions[variable] = (await emulator.ask("POST", "executions", { status: "Running" })).executionId;
  await run(project, [...command, "--outputFile=report.json"], { OOS: emulator.oos, ...executions });
  const { success, numTotalTests, numPassedTests } = JSON.parse(await readFile(join(project, "report.json"), "utf8"));
  assert.deepEqual([success, numTotalTests, numPassedTests], [true, count, count]);
  return executions;
}

async function cancelledOnce(emulator, executionId) {
  assert.equal((await emulator.ask("GET", `executions/${executionId}`)).cancelCount, 1);
}

export async function jestPasses(emulator, project, jest) {
  const variables = ["EXECUTION_NODE", "EXECUTION_JSDOM", "EXECUTION_TS"];
  const executions = await pass(emulator, project, [...jest, "--json"], variables, 7);
  // jsdom has no fetch, so its page only signs.
  const response = await fetch(await readFile(join(project, "signed-url.txt"), "utf8"), { method: "POST" });
  assert.equal(response.status, 200, await response.text());
  for (const executionId of Object.values(executions)) await cancelledOnce(emulator, executionId);
}

export async function vitestPasses(emulator, project, vitest) {
  const executions = await pass(emulator, project, [...vitest, "run", "--reporter=json"], ["EXECUTION_NODE", "EXECUTION_JSDOM"], 5);
  for (const executionId of Object.values(executions)) await cancelledOnce(emulator, executionId);
}
