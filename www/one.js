// The view of one execution: look it up, see what it is, cancel it, and see how it ended.

import { OosError } from "oos-cancel";
import { button, byId, copyable, details, element, facts, words } from "./dom.js";
import { confirmCancel } from "./confirm.js";
import { failureFacts, isForbidden, sentences } from "./failure.js";
import { remember } from "./history.js";
import { say } from "./say.js";
import { session } from "./session.js";
import { isEnded, stateMark, stateText, tasksText } from "./states.js";
import { inSeconds, live, put, since, t } from "./text.js";
import { outcomeMark, outcomeOf, showVerdict, verdictText } from "./verdict.js";

// How long a cancel without a clear response is watched before the verdict is "not known".
const UNCLEAR_MS = 15_000;

const root = byId("one-body");
const verdictRoot = byId("one-verdict");

let current;

/** Shows an execution. Nothing but a look is sent. */
export async function showOne(executionId) {
  if (current?.executionId === executionId && current.call) return;
  current?.abort.abort();
  current = { executionId, abort: new AbortController(), execution: undefined, call: undefined };
  const mine = current;
  verdictRoot.hidden = true;
  put(byId("one-title"), "one.h");
  root.replaceChildren(copyable(executionId), words("p", "one.looking", {}, { className: "muted" }));
  if (session.connection?.canList === false) return showUnseen(mine);
  try {
    const execution = await session.connection.client.getExecution(executionId, { signal: mine.abort.signal });
    if (mine !== current) return;
    if (execution) showFacts(mine, execution);
    else showMissing(mine);
  } catch (error) {
    if (mine !== current) return;
    if (isForbidden(error)) return showUnseen(mine);
    const sentence = () => (["NetworkFailure", "DeadlineExceeded"].includes(error.code) ? t("err.noAnswer", { host: session.connection?.host }) : sentences(error));
    const again = button("one.again", {}, () => reopen(executionId));
    root.replaceChildren(copyable(executionId), live(element("p", { className: "notice bad" }), sentence), element("p", { className: "actions" }, again), details("details", failureFacts(error)));
    say(sentence());
  }
}

export function forgetOne() {
  current?.abort.abort();
  current = undefined;
  root.replaceChildren();
  verdictRoot.hidden = true;
  verdictRoot.replaceChildren();
}

function reopen(executionId) {
  current = undefined;
  byId("one-title").focus();
  showOne(executionId);
}

function showMissing({ executionId }) {
  const where = session.connection.where;
  root.replaceChildren(copyable(executionId), words("p", "one.missing", { region: where }, { className: "notice open" }),
    element("p", { className: "actions" }, button("one.again", {}, () => reopen(executionId))));
  say(t("one.missing", { region: where }));
}

// Without permission to look, the id alone is known.
function showUnseen(mine) {
  session.connection.canList = false;
  root.replaceChildren(copyable(mine.executionId), words("p", "one.unseen", {}, { className: "notice open" }), cancelButton(mine));
  say(t("one.unseen"));
}

function showFacts(mine, execution) {
  mine.execution = execution;
  const { executionId, templateName, templateVersion, executedBy, startDate, createDate, statusMessage, currentTasks, parentExecutionId } = execution;
  const running = currentTasks?.map(({ taskName }) => taskName).filter(Boolean).join(", ");
  const parent = parentExecutionId && element("a", { href: `#/console/${encodeURIComponent(parentExecutionId)}`, className: "mono" }, parentExecutionId);
  root.replaceChildren(copyable(executionId), facts([
    ["list.state", stateMark(execution.status)],
    ["list.template", templateName && `${templateName}${templateVersion ? ` ${templateVersion}` : ""}`],
    ["list.started", startDate || createDate ? since(startDate ?? createDate) : undefined],
    ["list.by", executedBy],
    ["list.tasks", tasksText(execution)],
    ["one.task", running],
    ["one.parent", parent],
    ["one.next", execution.nextScheduleTime && since(execution.nextScheduleTime)],
    ["det.message", statusMessage && element("q", { lang: "en" }, statusMessage)],
  ]));
  root.append(isEnded(execution.status) ? words("p", "one.ended", {}, { className: "muted" }) : cancelButton(mine));
}

function cancelButton(mine) {
  const press = button("one.cancel", {}, () => cancel(mine), { className: "primary", id: "one-cancel" });
  return element("p", { className: "actions" }, press);
}

async function cancel(mine) {
  if (mine.call) return;
  const confirmed = await confirmCancel([mine.execution ?? { executionId: mine.executionId }], { single: true });
  if (!confirmed || mine !== current) return;
  const { executionId } = mine;
  const began = Date.now();
  const controller = new AbortController();
  mine.call = controller;
  const attempts = [];
  const progress = showProgress(controller, began, confirmed.waitUntil);
  let unclear;
  let gaveUp = false;
  const giveUp = () => {
    gaveUp = true;
    controller.abort();
  };
  const onAttempt = (attempt) => {
    attempts.push(attempt);
    progress.attempted(attempt);
    if (attempt.action !== "CancelExecution") return;
    clearTimeout(unclear);
    if (attempt.outcome === "unknown") unclear = setTimeout(giveUp, UNCLEAR_MS);
  };
  const client = session.connection.clientWith({ onAttempt });
  progress.heading.focus();
  say(t("call.started"));
  let verdict;
  try {
    const result = await client.cancelExecution(executionId, {
      waitUntil: confirmed.waitUntil,
      signal: controller.signal,
      onStatus: progress.seen,
    });
    verdict = { ...result, executionId };
  } catch (error) {
    verdict = failed(error, { executionId, attempts, controller, gaveUp });
  } finally {
    clearTimeout(unclear);
    client.free();
    progress.end();
    mine.call = undefined;
  }
  verdict.elapsedMs ??= Date.now() - began;
  verdict.seenAt = verdict.execution && Date.now();
  remember({ kind: "cancel", at: began, ...verdict });
  if (mine !== current) return;
  await showSettled(mine, verdict);
}

function failed(error, { executionId, attempts, controller, gaveUp }) {
  if (OosError.is(error)) return { executionId, error, outcome: outcomeOf(error), execution: error.execution, requestId: error.requestId };
  if (!controller.signal.aborted) return { executionId, error, outcome: "unknown", history: attempts };
  const outcomes = attempts.filter(({ action }) => action === "CancelExecution").map(({ outcome }) => outcome);
  // A cancel that OOS accepted stays accepted. Any other stopped call is open, unless OOS refused every attempt and none was on its way.
  const refused = outcomes.length > 0 && outcomes.every((outcome) => outcome === "refused");
  const outcome = outcomes.includes("accepted") ? "accepted" : refused ? "refused" : "unknown";
  return { executionId, outcome, history: attempts, aborted: !gaveUp };
}

// What is open, and what was refused, is settled by looking at the execution.
async function showSettled(mine, verdict) {
  present(mine, verdict);
  const canLook = session.connection && session.connection.canList !== false;
  if (canLook && !verdict.execution && ["unknown", "refused", "accepted"].includes(verdict.outcome)) await lookAgain(mine, verdict, { quiet: true });
}

async function lookAgain(mine, verdict, { quiet = false } = {}) {
  try {
    const execution = await session.connection.client.getExecution(mine.executionId, { signal: mine.abort.signal });
    if (mine !== current || !execution) return;
    present(mine, settledBy(verdict, execution), { quiet: quiet && !isEnded(execution.status) });
    showFactsAgain(mine, execution);
  } catch (error) {
    if (mine === current && !quiet) say(sentences(error));
  }
}

/** Returns a verdict with what a look has shown. What the look does not settle stays as it was. */
export function settledBy(verdict, execution) {
  const seenAt = Date.now();
  if (["unknown", "accepted"].includes(verdict.outcome) && isEnded(execution.status)) {
    const outcome = execution.status === "Cancelled" ? "cancelled" : "ended";
    return { ...verdict, outcome, execution, seenAt, error: undefined, history: verdict.error?.history ?? verdict.history, unsure: true };
  }
  return { ...verdict, execution, seenAt };
}

function showFactsAgain(mine, execution) {
  const hadFocus = root.contains(document.activeElement);
  showFacts(mine, execution);
  if (hadFocus) byId("one-title").focus();
}

// Focus moves to the verdict only from where the call was started; elsewhere the verdict is announced alone.
function present(mine, verdict, { quiet = false } = {}) {
  const here = verdictRoot.contains(document.activeElement) || document.activeElement === document.body;
  if (verdict.execution) showFactsAgain(mine, verdict.execution);
  const heading = showVerdict(verdictRoot, verdict, {
    look: session.connection?.canList === false ? undefined : () => lookAgain(mine, verdict),
  });
  if (here) heading.focus();
  else if (!quiet) say(`${t(`outcome.${verdict.outcome}`)}. ${verdictText(verdict)}`);
}

/** Shows a call that is under way: what the wait is for, how long it takes and at most will, and a way to stop it. */
function showProgress(controller, began, waitUntil) {
  const { mostAttempts: m, mostMs } = session.connection;
  const heading = element("h2", { tabIndex: -1, className: "verdict-head" }, outcomeMark("running"), " ");
  const stage = words("span", "call.sent");
  const elapsed = element("p", { className: "muted" });
  const stop = button("call.stop", {}, () => {
    stop.ariaDisabled = "true";
    controller.abort();
  });
  heading.append(stage);
  let last;
  let seen;
  const doing = () => {
    if (seen) return t("call.looked", { state: stateText(seen) });
    if (!last) return t("call.attempting", { i: 1, m });
    return [t("call.attempt", { i: last.number, m, what: t(`outcome.${last.outcome}`) }), last.code].filter(Boolean).join(" ");
  };
  const time = () => t("call.elapsed", { s: inSeconds(Date.now() - began), most: mostMs[waitUntil] / 1000 });
  const show = () => live(elapsed, () => `${doing()} · ${time()}`);
  const timer = setInterval(show, 500);
  show();
  verdictRoot.dataset.outcome = "running";
  verdictRoot.replaceChildren(heading, elapsed, element("p", { className: "actions" }, stop));
  verdictRoot.hidden = false;
  byId("one-cancel")?.setAttribute("aria-disabled", "true");
  return {
    heading,
    attempted(attempt) {
      // Looks have numbers too, and are none of the attempts to cancel.
      if (attempt.action !== "CancelExecution") return;
      last = attempt;
      if (attempt.outcome === "accepted") put(stage, "call.accepted");
      if (attempt.outcome === "unknown") put(stage, "call.unclear");
      show();
    },
    seen({ status }) {
      seen = status;
      show();
    },
    end: () => clearInterval(timer),
  };
}
