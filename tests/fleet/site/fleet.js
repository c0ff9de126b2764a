// Fleets in a page: one that is watched closely, and a bare loop of `fetch` to compare with.

import { CancelUrlSigner, OosClient } from "/pkg/index.js";

const now = () => performance.now();

/** Watches for tasks of more than 50 ms. Returns a function that ends it and returns their milliseconds. */
function watchTasks() {
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: "longtask" });
  return async () => {
    // They are reported a moment later.
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    return tasks;
  };
}

/** Cancels the executions and returns what a driver can compare: each outcome, the attempts, the longest tasks. */
export async function fleet({ endpoint, credentials, ids, options = {}, retry }) {
  const attempts = {};
  const onAttempt = ({ code = "accepted" }) => (attempts[code] = (attempts[code] ?? 0) + 1);
  const oos = new OosClient({ endpoint, credentials, retry, onAttempt });
  const longTasks = watchTasks();
  const progress = [];
  const start = now();
  const report = await oos.cancelExecutions(ids, { ...options, onProgress: (state) => progress.push({ ...state, at: now() - start }) });
  const ms = now() - start;
  const tasks = await longTasks();
  oos.free();
  // Kept, so that its size counts.
  globalThis.lastReport = report;
  const codes = {};
  for (const { error } of report.results) if (error) codes[error.code] = (codes[error.code] ?? 0) + 1;
  return {
    ms,
    attempts,
    codes,
    tasks,
    counts: { ...report.counts },
    stopped: report.stopped ?? "",
    outcomes: report.results.map(({ executionId, outcome }) => [executionId, outcome]),
    progress: progress.filter((_, index) => index % 10 === 0 || index === progress.length - 1),
  };
}

/** Cancels the executions and counts how many results come in one task. */
export async function fleetByTask({ endpoint, credentials, ids, options, retry }) {
  const oos = new OosClient({ endpoint, credentials, retry });
  const longTasks = watchTasks();
  let [results, inThisTask, mostInOneTask] = [0, 0, 0];
  // A message is a task of its own, so it comes behind the task that posts it.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (inThisTask = 0);
  const onResult = () => {
    if (inThisTask === 0) port2.postMessage("");
    results += 1;
    inThisTask += 1;
    mostInOneTask = Math.max(mostInOneTask, inThisTask);
  };
  await oos.cancelExecutions(ids, { ...options, onResult });
  const tasks = await longTasks();
  port1.close();
  oos.free();
  return { results, mostInOneTask, tasks };
}

/** Milliseconds that `concurrency` bare loops of `fetch` take for requests that have been signed before. */
export async function bare({ endpoint, credentials, ids, concurrency }) {
  const signer = new CancelUrlSigner({ endpoint, credentials });
  const bodies = ids.map((id) => new URL(signer.sign(id)).search.slice(1));
  signer.free();
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  let next = 0;
  let accepted = 0;
  async function loop() {
    while (next < bodies.length) {
      const response = await fetch(endpoint, { method: "POST", headers, body: bodies[next++] });
      const { RequestId } = await response.json();
      if (response.ok && RequestId) accepted++;
    }
  }
  const longTasks = watchTasks();
  const start = now();
  await Promise.all(Array.from({ length: concurrency }, loop));
  return { ms: now() - start, accepted, tasks: await longTasks() };
}
