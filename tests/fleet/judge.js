// Compares the report of a fleet with what the emulator saw, id by id.

import assert from "node:assert/strict";

export const FULL = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };

export const OUTCOMES = ["accepted", "cancelled", "ended", "refused", "unknown", "not-sent"];

/** Counts that are all zero but for those that are given. */
export const counts = (some) => ({ ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])), ...some });

/** Creates executions and returns their ids. */
export async function executions(emulator, count, more = {}) {
  const { executionIds } = await emulator.ask("POST", "executions", { count, ...more });
  return executionIds;
}

/** The cancels in the emulator's log, by id. */
export async function cancelsById(emulator) {
  const log = await emulator.ask("GET", "requests?action=CancelExecution");
  const byId = new Map();
  for (const entry of log.filter(({ method }) => method !== "OPTIONS")) {
    const [id] = entry.executionIds;
    byId.set(id, [...(byId.get(id) ?? []), entry]);
  }
  return byId;
}

/** One result for each id, in their order, with counts that add up; and none is better than the truth. */
export async function judge(emulator, ids, report, { hasWholeLog = true } = {}) {
  assert.deepEqual(report.results.map(({ executionId }) => executionId), [...new Set(ids)]);
  const counted = counts();
  for (const { outcome } of report.results) counted[outcome]++;
  assert.deepEqual({ ...report.counts }, counted);
  const truth = new Map((await emulator.ask("GET", "executions")).map((execution) => [execution.executionId, execution]));
  const log = hasWholeLog ? await cancelsById(emulator) : undefined;
  for (const { executionId, outcome, requestId, execution, error } of report.results) {
    const { status, cancelCount } = truth.get(executionId) ?? { cancelCount: 0 };
    const told = `${executionId} is called ${outcome}, ${error?.code}; ${status}, cancelled ${cancelCount} times`;
    const entries = log?.get(executionId) ?? [];
    if (outcome === "cancelled") assert.equal(status, "Cancelled", told);
    if (outcome === "ended") assert.match(status, /^(Success|Failed)$/, told);
    if (outcome === "accepted") assert.ok(cancelCount > 0 && requestId, told);
    if (outcome === "refused" || outcome === "not-sent") assert.equal(cancelCount, 0, told);
    if (execution) assert.equal(execution.status, status, told);
    if (!log) continue;
    if (outcome === "refused") assert.ok(entries.some((entry) => entry.outcome === "refused"), told);
    if (outcome === "not-sent") assert.equal(entries.length, 0, told);
    if (outcome === "unknown") assert.ok(entries.some(({ fault }) => fault), told);
    if (error) assert.equal(error.history.filter(({ action }) => action === "CancelExecution").length, entries.length, told);
  }
}

/** The most requests that were in progress at once, by the times of the log. */
export function mostAtOnce(log) {
  const events = log.flatMap(({ time, durationMs }) => {
    const start = Date.parse(time);
    return [[start, 1], [start + durationMs, -1]];
  });
  // An end and a start in the same millisecond do not overlap.
  events.sort(([a, up], [b, down]) => a - b || up - down);
  let now = 0;
  return Math.max(...events.map(([, change]) => (now += change)));
}
