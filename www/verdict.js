// Says what became of an execution: a mark, a word, a sentence, what to do, and the details for whom it concerns.

import { OosError } from "oos-cancel";
import { button, copyable, details, element, facts, icon, words } from "./dom.js";
import { failureFacts, meaning } from "./failure.js";
import { stateMark, stateText } from "./states.js";
import { inSeconds, live, since, t, tOr } from "./text.js";
import { timeline } from "./timeline.js";

export const MARKS = { running: "wait", cancelled: "check", accepted: "arrow", ended: "stop", refused: "cross", unknown: "question", "not-sent": "minus" };

/** Returns the outcome of a failed cancel. One that this page does not know is no better than an unknown one. */
export const outcomeOf = ({ outcome }) => (outcome in MARKS ? outcome : "unknown");

/** Returns an outcome as a word with its mark. */
export function outcomeMark(outcome) {
  return element("strong", { className: "outcome", dataset: { outcome } }, icon(MARKS[outcome]), " ", words("span", `outcome.${outcome}`));
}

/** Returns the sentence of a verdict. */
export function verdictText({ outcome, execution, error, elapsedMs, aborted, unsure }) {
  const state = stateText(execution?.status);
  if (outcome === "cancelled") return unsure ? t("v.cancelledSince") : t("v.cancelled", { s: inSeconds(elapsedMs ?? 0) });
  if (outcome === "accepted" && error?.code === "DeadlineExceeded") return t("v.tooLate", { state, s: inSeconds(elapsedMs ?? 0) });
  if (outcome === "accepted") return execution ? t("v.accepted", { state }) : t("v.acceptedOnly");
  if (outcome === "ended") return t("v.ended", { state });
  if (outcome === "refused") return execution ? t("v.refused", { state }) : t("v.refusedOnly");
  if (outcome === "unknown") return aborted ? t("v.aborted") : t("v.unknown");
  if (outcome === "not-sent") return t("v.unsent");
  return "";
}

/** Returns one sentence that says what to do next, if there is something to do. */
function advice({ outcome, error }) {
  if (outcome === "refused" && error) return `${meaning(error)} ${tOr(`remedy.${error.remedy}`, "")}`;
  if (outcome === "not-sent" && error) return error.problems ? "" : `${meaning(error)} ${tOr(`remedy.${error.remedy}`, "")}`;
  if (outcome === "unknown") return t("v.lookFirst");
  if (outcome === "accepted" && OosError.is(error)) return `${meaning(error)}`;
  return "";
}

/**
 * Shows a verdict. `look`, which is optional, looks at the execution again.
 *
 * A verdict is `{ outcome, executionId, execution, error, requestId, history, elapsedMs, aborted, seenAt }`.
 */
export function showVerdict(root, verdict, { look } = {}) {
  const heading = element("h2", { tabIndex: -1, className: "verdict-head" }, outcomeMark(verdict.outcome), " ");
  heading.append(live(element("span"), () => verdictText(verdict)));
  const now = verdict.execution && element("p", { className: "now" }, words("span", "v.now"), " ", stateMark(verdict.execution.status), " ", seen(verdict));
  const open = ["unknown", "accepted"].includes(verdict.outcome);
  const actions = element("p", { className: "actions" },
    open && look && button("v.look", {}, look, { className: "primary" }),
    open && words("a", "v.console", {}, { href: "https://oos.console.aliyun.com/", target: "_blank", rel: "noopener noreferrer" }));
  const history = verdict.error?.history ?? verdict.history ?? [];
  const more = details("details", detailsOf(verdict));
  // What a person has opened stays open when a look comes in.
  more.open = !root.hidden && root.dataset.id === verdict.executionId && Boolean(root.querySelector("details")?.open);
  root.dataset.id = verdict.executionId ?? "";
  root.dataset.outcome = verdict.outcome;
  root.replaceChildren(heading,
    now || "",
    live(element("p", { className: "advice" }), () => advice(verdict)),
    actions.childElementCount > 0 ? actions : "",
    !verdict.error && history.length > 0 ? timeline(history) : "",
    more);
  root.hidden = false;
  return heading;
}

function seen({ seenAt }) {
  return seenAt ? element("small", {}, since(new Date(seenAt).toISOString())) : "";
}

function detailsOf({ error, executionId, requestId, execution }) {
  if (error) return failureFacts(error);
  return facts([
    ["list.id", executionId && copyable(executionId)],
    ["det.requestId", requestId && copyable(requestId)],
    ["det.message", execution?.statusMessage && element("q", { lang: "en" }, execution.statusMessage)],
  ]);
}
