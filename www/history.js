// What this page has sent since it was opened. In memory only, and never a secret.

import { byId, button, copyable, details, element, words } from "./dom.js";
import { saveFile } from "./export.js";
import { failureFacts } from "./failure.js";
import { clockTime, live, since } from "./text.js";
import { timeline } from "./timeline.js";
import { outcomeMark } from "./verdict.js";

const MOST = 200;
const entries = [];

export function remember(entry) {
  entries.unshift(entry);
  entries.length = Math.min(entries.length, MOST);
  showHistory();
}

export function forgetHistory() {
  entries.length = 0;
  showHistory();
}

export function showHistory() {
  byId("history-none").hidden = entries.length > 0;
  byId("history-actions").hidden = entries.length === 0;
  byId("history-rows").replaceChildren(...entries.map(entryNode));
}

function entryNode(entry) {
  const when = element("span", { className: "muted" }, since(new Date(entry.at).toISOString()), " · ", live(element("span"), () => clockTime(new Date(entry.at))));
  if (entry.kind === "run") {
    const counts = Object.entries(entry.counts).filter(([, count]) => count > 0)
      .map(([outcome, count]) => element("span", { className: "count" }, outcomeMark(outcome), ` ${count} `));
    return element("li", {}, words("strong", "hist.run", { n: entry.total }), " ", when, " ", ...counts);
  }
  const drawing = entry.history?.length > 0 && !entry.error ? timeline(entry.history) : "";
  const more = entry.error ? details("details", failureFacts(entry.error)) : "";
  return element("li", {}, outcomeMark(entry.outcome), " ", copyable(entry.executionId), " ", when, drawing, more);
}

export function startHistory() {
  const save = () => saveFile("oos-cancel-history.json", "application/json", JSON.stringify(entries.map(plain), undefined, 2));
  byId("history-actions").append(button("hist.export", {}, save));
  showHistory();
}

function plain({ kind, at, executionId, outcome, requestId, error, history, total, counts, stopped }) {
  return { kind, at: new Date(at).toISOString(), executionId, outcome, requestId: requestId ?? error?.requestId, code: error?.code, history: history ?? error?.history, total, counts, stopped };
}
