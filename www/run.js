// A run: many executions are cancelled, and each ends with one outcome. Open ones are settled by looking, failed ones retried.

import { OosError } from "oos-cancel";
import { confirmCancel } from "./confirm.js";
import { remember } from "./history.js";
import { settledBy } from "./one.js";
import { say } from "./say.js";
import { session } from "./session.js";
import { t } from "./text.js";

export const OUTCOMES = ["cancelled", "ended", "accepted", "refused", "unknown", "not-sent"];
const SHOW_MS = 250;
const LOOKS_AT_ONCE = 4;
const SAY_MS = 15_000;

class Run {
  executions;
  results = new Map();
  began = Date.now();
  endedAt;
  stopped;
  controller = new AbortController();
  progress;
  waitUntil;

  constructor(executions, waitUntil) {
    this.executions = new Map(executions.map((execution) => [execution.executionId, execution]));
    this.waitUntil = waitUntil;
  }

  get total() {
    return this.executions.size;
  }

  get left() {
    return this.total - this.results.size;
  }

  counts() {
    const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0]));
    for (const { outcome } of this.results.values()) counts[outcome] += 1;
    return counts;
  }

  retryable() {
    const helps = ({ outcome, error }) => outcome === "not-sent" || (outcome === "refused" && (error?.retryable || error?.remedy === "refresh-credentials"));
    return [...this.results.values()].filter(helps).map(({ executionId }) => this.executions.get(executionId));
  }

  open() {
    return [...this.results.values()].filter(({ outcome }) => ["unknown", "accepted"].includes(outcome)).map(({ executionId }) => executionId);
  }
}

let run;
let timer;
let lastSaid;

/** Dispatches "change" whenever there is something else to see, and "start" for another run. */
export const runs = new EventTarget();

const changed = () => runs.dispatchEvent(new Event("change"));

export const currentRun = () => run;

/** Asks for the confirmation, then starts. Resolves to whether a run was started. */
export async function startRun(executions, known) {
  if (run && !run.endedAt) {
    say(t("run.busy"));
    location.hash = "#/console/run";
    return false;
  }
  const confirmed = await confirmCancel(executions);
  if (!confirmed) return false;
  const wanted = new Map(executions.map((execution) => [execution.executionId, execution]));
  run = new Run(confirmed.ids.map((id) => wanted.get(id)), confirmed.waitUntil);
  // A retry keeps the results of the executions that are not retried.
  for (const [id, result] of known ?? []) {
    if (run.executions.has(id)) continue;
    run.executions.set(id, result.execution ?? { executionId: id });
    run.results.set(id, result);
  }
  runs.dispatchEvent(new Event("start"));
  go(run, confirmed.ids);
  return true;
}

export function stopRun() {
  run?.controller.abort();
}

export function forgetRun() {
  stopRun();
  run = undefined;
  changed();
}

async function go(mine, ids) {
  session.busy = true;
  mine.controller = new AbortController();
  addEventListener("beforeunload", warn);
  timer = setInterval(changed, SHOW_MS);
  lastSaid = { quarter: 0, at: Date.now() };
  say(t("run.started", { n: ids.length }));
  changed();
  const options = {
    waitUntil: mine.waitUntil,
    signal: mine.controller.signal,
    onResult: (result) => keep(mine, result),
    onProgress: (progress) => hear(mine, progress),
  };
  try {
    const { results, stopped } = await session.connection.client.cancelExecutions(ids, options);
    for (const result of results) keep(mine, result);
    mine.stopped = stopped;
  } catch (error) {
    // The package rejects only before anything is sent. Whatever else is thrown says nothing about that.
    const outcome = OosError.is(error) ? error.outcome : "unknown";
    for (const executionId of ids) if (!mine.results.has(executionId)) keep(mine, { executionId, outcome, error });
    mine.stopped = "failed";
    mine.error = error;
  }
  if (mine.stopped === "aborted") await lookAt(mine, unknownIds(mine));
  mine.endedAt = Date.now();
  clearInterval(timer);
  removeEventListener("beforeunload", warn);
  session.busy = false;
  remember({ kind: "run", at: mine.began, total: mine.total, counts: mine.counts(), stopped: mine.stopped, results: [...mine.results.values()] });
  if (mine !== run) return;
  changed();
  say(summaryText(mine), { urgent: mine.counts().unknown > 0 });
}

// An outcome that this page does not know is no better than an unknown one.
function keep(mine, result) {
  if (mine.results.has(result.executionId)) return;
  const outcome = OUTCOMES.includes(result.outcome) ? result.outcome : "unknown";
  mine.results.set(result.executionId, { ...result, outcome, seenAt: Date.now() });
}

const unknownIds = (mine) => [...mine.results.values()].filter(({ outcome }) => outcome === "unknown").map(({ executionId }) => executionId);

// A prompt is due only while something is unsent: what was sent goes on without this page.
function warn(event) {
  if (run && !run.endedAt && run.left > 0) event.preventDefault();
}

// Said: the first refusal, the start and the end of throttling, and each quarter, but not more often than every 15 seconds.
function hear(mine, progress) {
  const before = mine.progress;
  mine.progress = progress;
  const refused = (of) => of?.counts.refused ?? 0;
  if (refused(progress) > 0 && refused(before) === 0) say(t("run.firstRefusal"));
  if (progress.throttled && !before?.throttled && !mine.saidThrottled) {
    mine.saidThrottled = true;
    say(t("run.throttled"));
  }
  const quarter = Math.floor((4 * progress.settled) / progress.total);
  if (quarter > lastSaid.quarter && quarter < 4 && Date.now() - lastSaid.at >= SAY_MS) {
    lastSaid = { quarter, at: Date.now() };
    say(t("run.settled", { a: progress.settled, b: progress.total }));
  }
}

/** Looks at executions, and keeps what that settles. */
export async function lookAt(mine, ids) {
  const { client, canList } = session.connection ?? {};
  if (!client || canList === false) return;
  const waiting = [...ids];
  const worker = async () => {
    while (waiting.length > 0) {
      const id = waiting.shift();
      try {
        const execution = await client.getExecution(id);
        if (execution) mine.results.set(id, settledBy(mine.results.get(id), execution));
      } catch {
        // It stays open, and says so.
      }
    }
  };
  await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, worker));
}

/** Returns every number of a run in one sentence. */
export const summaryText = (mine) => {
  const { cancelled: a, ended: b, refused: c, unknown: d, "not-sent": e, accepted: f } = mine.counts();
  return t("run.summary", { n: mine.total, a, b, c, d, e, f });
};

/** For the title of the page, which a background tab still shows. */
export function runTitle() {
  if (!run) return undefined;
  if (!run.endedAt) return t("title.running", { a: run.results.size, b: run.total });
  const open = run.counts().unknown;
  return open > 0 ? t("title.open", { n: open }) : undefined;
}

