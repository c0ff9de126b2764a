// The requests of a call, a line for each: what became of it, and how long it took.

import { code, element } from "./dom.js";

const WORDS = { accepted: "Accepted", refused: "Refused", unknown: "Not known" };

export function attemptList(history) {
  return element("ol", { className: "attempts" }, ...history.map(attemptLine));
}

export function attemptLine({ number, waitedMs, elapsedMs, outcome, httpStatus, code: problem }) {
  const answer = httpStatus ? `HTTP ${httpStatus}` : "no answer";
  const times = waitedMs ? `after a wait of ${waitedMs} ms, took ${elapsedMs} ms` : `took ${elapsedMs} ms`;
  const line = element("li", {}, `Attempt ${number}: `, element("strong", {}, WORDS[outcome]), `, ${answer} `);
  if (problem) line.append(code(problem), " ");
  line.append(element("small", {}, times));
  line.dataset.outcome = outcome;
  return line;
}

/** Where OOS refused the last attempt: the first without a clear answer, which may have cancelled the execution. */
export function openBeforeRefusal(history) {
  if (history.at(-1)?.outcome !== "refused") return undefined;
  return history.find(({ outcome }) => outcome === "unknown");
}
