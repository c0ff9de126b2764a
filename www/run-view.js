// The view of a run: progress, results by what needs somebody, retrying, and handing the results on.

import { byId, code, copy, element } from "./dom.js";
import { csvOf, jsonOf, saveFile, summaryOf } from "./export.js";
import { meaning, sentences } from "./failure.js";
import { currentRun, lookAt, OUTCOMES, runs, startRun, stopRun, summaryText } from "./run.js";
import { say } from "./say.js";
import { session } from "./session.js";
import { stateMark } from "./states.js";
import { live, liveAttributes, number, put, since, t } from "./text.js";
import { outcomeMark } from "./verdict.js";

const NEEDS = ["refused", "unknown", "not-sent", "accepted"];
const STEP = 50;

let shownRows = STEP;

/** Shows the run, or that there is none. */
export function showRun() {
  const mine = currentRun();
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
  byId("run-note").hidden = !mine.controller.signal.aborted && !["credentials", "clock", "failed"].includes(mine.stopped);
  live(byId("run-note"), () => noteText(mine));
  showRows(mine);
  showActions(mine);
}

function noteText(mine) {
  const n = mine.counts()["not-sent"];
  if (mine.stopped === "credentials") return t("run.noCredentials", { n });
  if (mine.stopped === "clock") return t("run.clock", { n });
  if (mine.stopped === "failed") return sentences(mine.error);
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
  runs.addEventListener("change", showRun);
  runs.addEventListener("start", () => {
    shownRows = STEP;
    document.forms.show.elements.rows.value = "needs";
    location.hash = "#/console/run";
  });
  byId("run-stop").addEventListener("click", () => {
    if (byId("run-stop").ariaDisabled === "true") return;
    stopRun();
    say(t("run.stopped", { n: currentRun().progress?.inFlight ?? 0 }));
    showRun();
  });
  byId("run-done").addEventListener("click", onDone);
  byId("run-retry").addEventListener("click", () => startRun(currentRun().retryable(), currentRun().results));
  byId("run-again").addEventListener("click", async () => {
    const mine = currentRun();
    say(t("run.looking", { n: mine.open().length }));
    await lookAt(mine, mine.open());
    if (mine !== currentRun()) return;
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
  byId("run-copy").addEventListener("click", () => copy(summaryOf(currentRun(), summaryText(currentRun()))));
  byId("run-csv").addEventListener("click", () => saveFile("oos-cancel-run.csv", "text/csv", csvOf(currentRun())));
  byId("run-json").addEventListener("click", () => saveFile("oos-cancel-run.json", "application/json", jsonOf(currentRun())));
}
