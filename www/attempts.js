// Lists the attempts of a call, one line each: its outcome and how long it took.

import { code, element } from "./dom.js";

const WORDS = { accepted: "Accepted", refused: "Refused", unknown: "Unknown" };

export function attemptList(history) {
  return element("ol", { className: "attempts" }, ...history.map(attemptLine));
}

export function attemptLine({ number, waitedMs, elapsedMs, outcome, httpStatus, code: problem }) {
  const response = httpStatus ? `HTTP ${httpStatus}` : "no response";
  const times = waitedMs ? `after a delay of ${waitedMs} ms, took ${elapsedMs} ms` : `took ${elapsedMs} ms`;
  const line = element("li", {}, `Attempt ${number}: `, element("strong", {}, WORDS[outcome]), `, ${response} `);
  if (problem) line.append(code(problem), " ");
  line.append(element("small", {}, times));
  line.dataset.outcome = outcome;
  return line;
}

/** Returns the first attempt without a clear response if OOS refused the last one: it may have cancelled the execution. */
export function openBeforeRefusal(history) {
  if (history.at(-1)?.outcome !== "refused") return undefined;
  return history.find(({ outcome }) => outcome === "unknown");
}
