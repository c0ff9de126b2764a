// Shows the outcome of a call: accepted, refused, not sent or unknown.

import { OosError } from "oos-cancel";
import { attemptLine, attemptList, openBeforeRefusal } from "./attempts.js";
import { code, element, facts, problemList } from "./dom.js";
import { Panel } from "./panel.js";
import { REMEDIES } from "./remedies.js";

// State, word and sentence of the panel for each `outcome` of an error.
const VERDICTS = {
  refused: ["refused", "Refused", "OOS refused the cancel."],
  unknown: ["unknown", "Unknown", "The execution may have been cancelled."],
  "not-sent": ["unsent", "Not sent", "No request left this page."],
};

const ABORTED = "You aborted the call, but it may have reached OOS. Check the status of the execution before you act.";

export class OutcomePanel extends Panel {
  /** Resolves to a description of an execution. The panel offers it when the outcome is unknown. */
  lookUp;
  // The attempts of the call in progress so far.
  #attempts = [];
  #lines;

  constructor(root) {
    super(root, "Outcome", "Nothing sent yet.");
  }

  running(executionId) {
    this.#attempts = [];
    this.#lines = Object.assign(attemptList([]), { ariaLive: "polite" });
    this.show("running", "Calling", "Waiting for a response.", facts([["Execution", executionId && code(executionId)]]), this.#lines);
  }

  /** Adds an attempt of the call in progress. */
  attempted(attempt) {
    this.#attempts.push(attempt);
    this.#lines.append(attemptLine(attempt));
  }

  accepted({ executionId, requestId, history, elapsedMs }) {
    this.show("accepted", "Accepted", "OOS is cancelling the execution.", facts([
      ["Execution", code(executionId)],
      ["RequestId", code(requestId)],
      ["Elapsed", `${elapsedMs} ms`],
      ["What to do", "Nothing. The execution becomes Cancelled later; OOS does not say when."],
      ["Attempts", listIfMany(history)],
    ]));
  }

  aborted(executionId) {
    const attempts = this.#attempts;
    // Aborted during a delay, after clear responses to all attempts.
    const refused = attempts.length > 0 && attempts.every(({ outcome }) => outcome === "refused");
    this.show(...VERDICTS[refused ? "refused" : "unknown"], facts([
      ["Execution", code(executionId)],
      ["Meaning", refused ? "You aborted the call while it waited to retry." : ABORTED],
      ["What to do", refused ? "Nothing, or cancel again." : REMEDIES["check-execution"]],
      ["Attempts", listIfMany(attempts)],
    ]), refused ? "" : this.#lookUpButton(executionId));
    this.focus();
  }

  failed(error, executionId) {
    if (!(error instanceof OosError)) throw error;
    const earlier = openBeforeRefusal(error.history);
    const details = error.problems ? problemList(error.problems) : facts([
      ["Code", code(error.code)],
      // The message of a refusal repeats the code and other facts that have their own lines here.
      ["Meaning", error.meaning ?? error.message],
      ["Cause", cause(error.diagnosis)],
      ["Clock", clock(error.clockAheadSeconds)],
      ["But", earlier && doubt(earlier.number, error.history.length)],
      ["What to do", advice(error)],
      ["RequestId", error.requestId && code(error.requestId)],
      ["Execution", executionId && code(executionId)],
      ["HTTP status", error.httpStatus && String(error.httpStatus)],
      ["Message of OOS", error.serviceMessage],
      ["Retry?", error.outcome === "refused" && (error.retryable ? "Yes, later, without a change." : "Only after a change.")],
      ["More", error.recommend && link(error.recommend)],
      ["Attempts", listIfMany(error.history)],
    ]);
    const [state, word, usual] = VERDICTS[error.outcome];
    const sentence = earlier ? "An earlier attempt may have cancelled the execution." : usual;
    this.show(state, word, sentence, details, error.outcome === "unknown" ? this.#lookUpButton(executionId) : "");
    this.focus();
  }

  #lookUpButton(executionId) {
    if (!this.lookUp) return "";
    const button = element("button", { type: "button" }, "Check the execution");
    const status = element("span", { role: "status" });
    button.addEventListener("click", async () => {
      status.textContent = await this.lookUp(executionId);
    });
    return element("p", { className: "actions" }, button, status);
  }
}

function listIfMany(history) {
  return history.length > 1 && attemptList(history);
}

function doubt(earlier, last) {
  return `Attempt ${earlier} got no clear response. It may have cancelled the execution before OOS refused attempt ${last}.`;
}

function cause(diagnosis) {
  if (!diagnosis) return undefined;
  if (diagnosis.kind === "wrong-secret") return "OOS signed the same string, so the AccessKeySecret does not belong to this AccessKeyId.";
  const differs = diagnosis.parameter ? `its ${diagnosis.parameter} differs` : "something in it differs";
  return `OOS received a different request from the one this page sent: ${differs}. A proxy or an extension may change requests.`;
}

function clock(aheadSeconds) {
  if (!aheadSeconds) return undefined;
  return `This machine's clock is ${duration(Math.abs(aheadSeconds))} ${aheadSeconds > 0 ? "ahead of" : "behind"} the server's.`;
}

/** Formats a duration in the largest unit that gives at least two. */
function duration(seconds) {
  const [unit, length] = [["hour", 3600], ["minute", 60]].find(([, length]) => seconds >= 2 * length) ?? ["second", 1];
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long" }).format(Math.round(seconds / length));
}

// A retry may be unnecessary, so checking the execution comes before any other remedy.
function advice({ outcome, remedy }) {
  const first = outcome === "unknown" && remedy !== "check-execution" ? "Check the status of the execution first. " : "";
  return first + REMEDIES[remedy];
}

// The address comes from the server.
function link(address) {
  if (!address.startsWith("https://")) return undefined;
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "The vendor's page about this error");
}
