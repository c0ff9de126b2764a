// Explains errors of the package in the language of the page.

import { OosError } from "oos-cancel";
import { code, copyable, element, facts, vendorLink } from "./dom.js";
import { number, t, tOr } from "./text.js";
import { timeline } from "./timeline.js";
import { live } from "./text.js";

/** Returns what a code means. What the package says is English; the text tables have the other language. */
export const meaning = (error) => tOr(`code.${error.code}`, error.meaning ?? error.message);

const remedy = (error) => tOr(`remedy.${error.remedy}`, error.remedy);

/** Returns one problem of an option or a URL as a sentence. */
export function problemText({ code, parameter, message, limit, allowed }) {
  const name = parameter ? tOr(`field.${parameter}`, parameter) : t("field.url");
  return tOr(`problem.${code}`, message, { p: name, limit, allowed });
}

/** Returns whether OOS refused since the user may not do this. */
export const isForbidden = (error) => OosError.is(error) && error.remedy === "request-permission";

/** Returns an error as one sentence, and what to do. */
export function sentences(error) {
  if (!OosError.is(error)) return t("error.page", { message: String(error?.message ?? error) });
  if (error.problems?.length) return error.problems.map(problemText).join(" ");
  return `${meaning(error)} ${remedy(error)}`;
}

/** Returns the facts about a failed call, as a list. */
export function failureFacts(error) {
  if (!OosError.is(error)) return element("p", {}, sentences(error));
  return facts([
    ["det.code", code(error.code)],
    ["det.meaning", live(element("span"), () => meaning(error))],
    ["det.cause", error.diagnosis && live(element("span"), () => diagnosis(error.diagnosis))],
    ["det.clock", error.clockAheadSeconds && live(element("span"), () => clock(error.clockAheadSeconds))],
    ["det.todo", live(element("span"), () => remedy(error))],
    ["det.requestId", error.requestId && copyable(error.requestId)],
    ["det.status", error.httpStatus && String(error.httpStatus)],
    ["det.wrote", error.serviceMessage && element("q", { lang: "en" }, error.serviceMessage)],
    ["det.denied", denied(error.accessDeniedDetail)],
    ["det.more", vendorLink(error.recommend)],
    ["det.problems", problems(error)],
    ["det.timeline", error.history?.length > 0 && timeline(error.history)],
  ]);
}

function problems(error) {
  if (!error.problems?.length) return undefined;
  return element("ul", {}, ...error.problems.map((problem) => live(element("li"), () => problemText(problem))));
}

function denied(detail) {
  if (!detail) return undefined;
  return Object.entries(detail).map(([name, value]) => `${name}: ${value}`).join(" · ");
}

function diagnosis({ kind, parameter }) {
  return kind === "wrong-secret" ? t("ex.secret") : t("ex.differs") + (parameter ? ` (${parameter})` : "");
}

function clock(ahead) {
  const [unit, length] = [["hour", 3600], ["minute", 60]].find(([, length]) => Math.abs(ahead) >= 2 * length) ?? ["second", 1];
  const span = number(Math.round(Math.abs(ahead) / length), { style: "unit", unit, unitDisplay: "long" });
  return t(ahead > 0 ? "clock.ahead" : "clock.behind", { span });
}
