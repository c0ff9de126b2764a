// A run: many executions are cancelled, and each ends with one outcome. Open ones are settled by looking, failed ones retried.

import { cancelExecutions } from "./fleet.js";
import { byId, code, copy, element } from "./dom.js";
import { confirmCancel } from "./confirm.js";
import { csvOf, jsonOf, saveFile, summaryOf } from "./export.js";
import { meaning } from "./failure.js";
import { remember } from "./history.js";
import { say } from "./say.js";
import { session } from "./session.js";
import { settledBy } from "./one.js";
import { stateMark } from "./states.js";
import { live, liveAttributes, number, put, since, t } from "./text.js";
import { outcomeMark } from "./verdict.js";

export const OUTCOMES = ["cancelled", "ended", "accepted", "refused", "unknown", "not-sent"];
const NEEDS = ["refused", "unknown", "not-sent", "accepted"];
const STEP = 100;
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
let shownRows = STEP;
let timer;
let lastSaid;

export const currentRun = () => run;

/** Asks for the confirmation, then starts. Resolves to whether a run was started. */
export async function startRun(executions, known) {
  if (run && !run.endedAt) return false;
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
  shownRows = STEP;
  document.forms.show.elements.rows.value = "needs";
  location.hash = "#/console/run";
  go(run, confirmed.ids);
  return true;
}

export function stopRun() {
  run?.controller.abort();
}

export function forgetRun() {
  stopRun();
  run = undefined;
  showRun();
}

async function go(mine, ids) {
  session.busy = true;
  mine.controller = new AbortController();
  addEventListener("beforeunload", warn);
  timer = setInterval(showRun, SHOW_MS);
  lastSaid = { quarter: 0, at: Date.now() };
  say(t("run.started", { n: ids.length }));
  showRun();
  const options = {
    waitUntil: mine.waitUntil,
    signal: mine.controller.signal,
    onResult: (result) => mine.results.set(result.executionId, { ...result, seenAt: Date.now() }),
    onProgress: (progress) => hear(mine, progress),
  };
  try {
    const report = await cancelExecutions(session.connection.client, ids, options);
    mine.stopped = report.stopped;
  } catch (error) {
    mine.stopped = "failed";
    mine.error = error;
  }
  for (const id of ids) if (!mine.results.has(id)) mine.results.set(id, { executionId: id, outcome: "unknown" });
  if (mine.stopped === "aborted") await lookAt(mine, unknownIds(mine));
  mine.endedAt = Date.now();
  clearInterval(timer);
  removeEventListener("beforeunload", warn);
  session.busy = false;
  remember({ kind: "run", at: mine.began, total: mine.total, counts: mine.counts(), stopped: mine.stopped, results: [...mine.results.values()] });
  if (mine !== run) return;
  showRun();
  say(summaryText(mine), { urgent: mine.counts().unknown > 0 });
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

async function lookAt(mine, ids) {
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

export const summaryText = (mine) => {
  const { cancelled: a, ended: b, refused: c, unknown: d, "not-sent": e, accepted: f } = mine.counts();
  return t("run.summary", { n: mine.total, a, b, c, d, e, f });
};

/** Shows the run, or that there is none. */
export function showRun() {
  const mine = run;
  byId("run-none").hidden = Boolean(mine);
  byId("run-body").hidden = !mine;
  if (!mine) return put(byId("run-title"), "run.none.h");
  const ended = Boolean(mine.endedAt);
  put(byId("run-title"), ended ? "run.done" : "run.h", { n: mine.total });
  showBar(mine);
  live(byId("run-rate"), () => (ended ? summaryText(mine) : rateText(mine)));
  const stop = byId("run-stop");
  stop.hidden = ended && document.activeElement !== stop;
  stop.ariaDisabled = String(ended || mine.controller.signal.aborted);
  const done = byId("run-done");
  done.hidden = !ended;
  if (ended && document.activeElement === stop) {
    done.focus();
    stop.hidden = true;
  }
  byId("run-note").hidden = !mine.controller.signal.aborted && mine.stopped !== "credentials" && mine.stopped !== "failed";
  live(byId("run-note"), () => noteText(mine));
  showRows(mine);
  showActions(mine);
}

function noteText(mine) {
  const n = mine.counts()["not-sent"];
  if (mine.stopped === "credentials") return t("run.noCredentials", { n });
  if (mine.stopped === "failed") return t("error.page", { message: mine.error?.message });
  return mine.endedAt ? t("run.stoppedDone", { n }) : t("run.stopped", { n: mine.progress?.inFlight ?? 0 });
}

function rateText(mine) {
  const { concurrency = 0, etaMs, throttled } = mine.progress ?? {};
  const parts = [t("run.left", { n: mine.left })];
  if (concurrency) parts.push(t("run.at", { k: concurrency }) + (throttled ? ` (${t("run.throttled")})` : ""));
  if (etaMs) parts.push(t("run.about", { s: Math.ceil(etaMs / 1000) }));
  return parts.join(" · ");
}

const segments = new Map();

function showBar(mine) {
  const counts = mine.counts();
  const bar = byId("run-bar");
  for (const outcome of OUTCOMES) {
    if (!segments.has(outcome)) {
      segments.set(outcome, element("i", { dataset: { outcome } }));
      bar.append(segments.get(outcome));
      const count = element("strong");
      const item = element("li", { dataset: { outcome } }, outcomeMark(outcome), " ", count);
      segments.set(`${outcome} count`, { item, count });
      byId("run-counts").append(item);
    }
    const share = counts[outcome] / mine.total;
    segments.get(outcome).style.setProperty("--share", share);
    const { item, count } = segments.get(`${outcome} count`);
    item.hidden = counts[outcome] === 0;
    live(count, () => number(counts[outcome]));
  }
  const settled = mine.results.size;
  bar.setAttribute("aria-valuemax", String(mine.total));
  bar.setAttribute("aria-valuenow", String(settled));
  liveAttributes(bar, { "aria-valuetext": () => t("run.settled", { a: settled, b: mine.total }) });
}

const rows = new Map();

// Rows are kept by execution, so that focus stays where it is while the run goes on.
function showRows(mine) {
  const needs = document.forms.show.elements.rows.value === "needs";
  const wanted = [...mine.results.values()].filter(({ outcome }) => !needs || NEEDS.includes(outcome));
  const shown = wanted.slice(0, shownRows);
  const keep = new Set(shown.map(({ executionId }) => executionId));
  for (const [id, { node }] of rows) {
    if (keep.has(id) || node.contains(document.activeElement)) continue;
    node.remove();
    rows.delete(id);
  }
  const body = byId("run-rows");
  for (const result of shown) {
    const before = rows.get(result.executionId);
    if (before?.result === result && before.node.isConnected) continue;
    const node = row(mine, result);
    if (before?.node.contains(document.activeElement)) byId("run-title").focus();
    if (before?.node.isConnected) before.node.replaceWith(node);
    else body.append(node);
    rows.set(result.executionId, { node, result });
  }
  put(byId("show-needs"), "run.needsYou", { n: [...mine.results.values()].filter(({ outcome }) => NEEDS.includes(outcome)).length });
  put(byId("show-all"), "run.all", { n: mine.results.size });
  byId("run-empty").hidden = wanted.length > 0;
  put(byId("run-empty"), needs && mine.endedAt ? "run.nothingNeedsYou" : "run.nothingYet");
  byId("run-more").hidden = wanted.length <= shownRows;
  put(byId("run-more"), "list.more", { n: Math.min(STEP, wanted.length - shownRows) });
}

function row(mine, { executionId, outcome, execution, error, seenAt }) {
  const link = element("a", { href: `#/console/${encodeURIComponent(executionId)}`, className: "mono" }, executionId);
  const known = execution ?? mine.executions.get(executionId);
  const why = error && element("span", {}, code(error.code), " ", live(element("span"), () => meaning(error)));
  const state = execution && element("span", {}, stateMark(execution.status), " ", element("small", {}, since(new Date(seenAt).toISOString())));
  return element("li", { dataset: { outcome } }, outcomeMark(outcome), " ", link, " ",
    element("span", { className: "muted" }, known?.templateName ?? ""), " ", why || "", " ", state || "");
}

function showActions(mine) {
  byId("run-actions").hidden = !mine.endedAt;
  if (!mine.endedAt) return;
  const connected = Boolean(session.connection);
  const retry = connected ? mine.retryable() : [];
  const open = connected && session.connection.canList !== false ? mine.open() : [];
  byId("run-retry").hidden = retry.length === 0;
  byId("run-again").hidden = open.length === 0;
  put(byId("run-retry"), "run.retry", { n: retry.length });
  put(byId("run-again"), "run.again", { n: open.length });
}

export function startRunView(onDone) {
  byId("run-stop").addEventListener("click", () => {
    if (byId("run-stop").ariaDisabled === "true") return;
    stopRun();
    say(t("run.stopped", { n: run.progress?.inFlight ?? 0 }));
    showRun();
  });
  byId("run-done").addEventListener("click", onDone);
  byId("run-retry").addEventListener("click", () => startRun(run.retryable(), run.results));
  byId("run-again").addEventListener("click", async () => {
    const mine = run;
    say(t("run.looking", { n: mine.open().length }));
    await lookAt(mine, mine.open());
    if (mine !== run) return;
    if (byId("run-again").contains(document.activeElement) && mine.open().length === 0) byId("run-title").focus();
    showRun();
    say(summaryText(mine));
  });
  byId("run-more").addEventListener("click", () => {
    shownRows += STEP;
    showRun();
    if (byId("run-more").hidden) byId("run-title").focus();
  });
  document.forms.show.addEventListener("change", () => {
    shownRows = STEP;
    byId("run-rows").replaceChildren();
    rows.clear();
    showRun();
  });
  document.forms.show.addEventListener("submit", (event) => event.preventDefault());
  byId("run-copy").addEventListener("click", () => copy(summaryOf(run, summaryText(run))));
  byId("run-csv").addEventListener("click", () => saveFile("oos-cancel-run.csv", "text/csv", csvOf(run)));
  byId("run-json").addEventListener("click", () => saveFile("oos-cancel-run.json", "application/json", jsonOf(run)));
}

/** For the title of the page, which a background tab still shows. */
export function runTitle() {
  if (!run) return undefined;
  if (!run.endedAt) return t("title.running", { a: run.results.size, b: run.total });
  const open = run.counts().unknown;
  return open > 0 ? t("title.open", { n: open }) : undefined;
}

