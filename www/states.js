// The states of an execution. Final are exactly three: a timer whose run has ended waits for the next one.

import { element, icon } from "./dom.js";
import { live, t } from "./text.js";

const ENDED = ["Success", "Failed", "Cancelled"];
const ICONS = { Running: "run", Waiting: "wait", Queued: "wait", Started: "run", Success: "check", Failed: "cross", Cancelled: "stop" };

export const isEnded = (status) => ENDED.includes(status);

/** Returns a state in the language of the page; one that the page does not know stays as OOS writes it. */
export const stateText = (status) => (status in ICONS ? t(`state.${status}`) : (status ?? t("state.notSeen")));

/** Returns a state with its mark. */
export function stateMark(status) {
  const mark = element("span", { className: "state", dataset: { status: status ?? "" } }, icon(ICONS[status] ?? "dot"), " ");
  mark.append(live(element("span"), () => stateText(status)));
  return mark;
}

/** Returns how many tasks are done, as `3/40`. */
export function tasksText({ counters }) {
  const total = counters?.Total ?? counters?.total;
  if (typeof total !== "number") return "";
  const done = ["Success", "Failed", "Cancelled", "Skipped"].reduce((sum, name) => sum + (counters[name] ?? 0), 0);
  return `${done}/${total}`;
}
