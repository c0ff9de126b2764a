// Cancels many executions, by the contract of `OosClient.cancelExecutions`. To be deleted when the package has it.

import { OosError, StateError } from "oos-cancel";

const OUTCOMES = ["accepted", "cancelled", "ended", "refused", "unknown", "not-sent"];
const CONCURRENCY = 6;
// Nothing else can succeed with credentials that are refused.
const HOPELESS = ["refresh-credentials", "check-clock"];

export async function cancelExecutions(client, ids, options = {}) {
  if (client.cancelExecutions) return client.cancelExecutions(ids, options);
  const { signal, onResult, onProgress, concurrency = CONCURRENCY, ...rest } = options;
  const began = performance.now();
  const waiting = [...new Set(ids)];
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0]));
  const progress = { total: waiting.length, settled: 0, inFlight: 0, concurrency, throttled: false, counts };
  const results = [];
  let stopped;

  const settle = (result) => {
    results.push(result);
    counts[result.outcome] += 1;
    progress.settled += 1;
    progress.throttled = Boolean(result.error?.code?.startsWith("Throttling"));
    onResult?.(result);
    const left = progress.total - progress.settled;
    onProgress?.({ ...progress, counts: { ...counts }, etaMs: Math.round(((performance.now() - began) / progress.settled) * left) });
  };

  const one = async (executionId) => {
    progress.inFlight += 1;
    const result = await cancelOne(client, executionId, { ...rest, signal });
    progress.inFlight -= 1;
    if (HOPELESS.includes(result.error?.remedy)) stopped ??= "credentials";
    settle(result);
  };

  const worker = async () => {
    while (waiting.length > 0 && !stopped && !signal?.aborted) await one(waiting.shift());
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  if (signal?.aborted) stopped = "aborted";
  for (const executionId of waiting.splice(0)) {
    settle({ executionId, outcome: "not-sent", error: new StateError({ message: "The run was stopped before this one." }) });
  }
  return { results, counts, elapsedMs: Math.round(performance.now() - began), stopped };
}

async function cancelOne(client, executionId, options) {
  try {
    const { outcome, execution, requestId, history } = await client.cancelExecution(executionId, options);
    return { executionId, outcome, execution, requestId, history };
  } catch (error) {
    // An abort says nothing about what OOS received.
    if (!OosError.is(error)) return { executionId, outcome: "unknown" };
    return { executionId, outcome: OUTCOMES.includes(error.outcome) ? error.outcome : "unknown", execution: error.execution, requestId: error.requestId, error, history: error.history };
  }
}
