// A fleet with faults and a limit, counted on both sides: in the page and in the emulator.

import assert from "node:assert/strict";
import { counts, executions, FULL } from "./judge.js";

// One request in ten: before the effect, after it, and refusals.
const FAULTS = [
  { kind: "internal-error", share: 0.04, seed: 1 },
  { kind: "html", processed: true, share: 0.03, seed: 2 },
  { kind: "error", code: "NoPermission", share: 0.03, seed: 3 },
];

/** Runs a fleet in the page. Returns how many bytes it left on the heap, its longest tasks, and what it reported. */
export async function account(emulator, page, { count, perSecond, concurrency }) {
  const ids = await executions(emulator, count);
  for (const fault of FAULTS) await emulator.ask("POST", "faults", { action: "CancelExecution", ...fault });
  await emulator.ask("POST", "rate-limits", { action: "CancelExecution", perSecond, burst: 20 });
  await page.run("fleet", { endpoint: emulator.oos, credentials: FULL, ids: [] });
  const heapBefore = await page.heap();
  const before = (await emulator.ask("GET", "requests/counts")).CancelExecution?.requests ?? 0;
  const options = { concurrency, timeoutMs: 60_000 };
  const result = await page.run("fleet", { endpoint: emulator.oos, credentials: FULL, ids, options, retry: { baseDelayMs: 5 } });
  const heap = (await page.heap()) - heapBefore;

  const { CancelExecution: seen } = await emulator.ask("GET", "requests/counts");
  const truth = new Map((await emulator.ask("GET", "executions")).map((execution) => [execution.executionId, execution]));
  // Each outcome of each id.
  assert.deepEqual(result.outcomes.map(([id]) => id), ids);
  const counted = counts();
  for (const [id, outcome] of result.outcomes) {
    counted[outcome]++;
    const { cancelCount } = truth.get(id);
    if (outcome === "accepted") assert.ok(cancelCount > 0, `${id} is called accepted`);
    else assert.ok(outcome === "unknown" || cancelCount === 0, `${id} is called ${outcome}, cancelled ${cancelCount} times`);
  }
  assert.deepEqual(result.counts, counted);
  assert.equal(result.stopped, "");
  // Each request.
  const attempts = Object.values(result.attempts).reduce((sum, number) => sum + number, 0);
  assert.equal(attempts, seen.requests - before, "requests of the page and of the emulator");
  const { accepted, InternalError, NotJson, NoPermission, "Throttling.User": throttled = 0, ExecutionCancelFailed = 0, ...other } = result.attempts;
  assert.deepEqual(other, {}, "no other failure");
  assert.equal(accepted, seen.success, "requests that succeeded");
  assert.deepEqual([InternalError, NotJson, NoPermission], [seen.faults["internal-error"], seen.faults.html, seen.faults.error]);
  assert.deepEqual([throttled, ExecutionCancelFailed], [seen.refused["Throttling.User"] ?? 0, seen.refused.ExecutionCancelFailed ?? 0]);
  return { ...result, heap, requests: attempts, throttled };
}
