// What became of a call, told at one glance: accepted, refused, not sent, or not known.

import { OosError } from "oos-cancel";
import { attemptLine, attemptList, openBeforeRefusal } from "./attempts.js";
import { code, element, facts, problemList } from "./dom.js";
import { Panel } from "./panel.js";
import { REMEDIES } from "./remedies.js";

// How the panel looks and what it says, by the `outcome` of an error.
const VERDICTS = {
  refused: ["refused", "Refused", "OOS did not take the cancel."],
  unknown: ["unknown", "Not known", "The execution may have been cancelled."],
  "not-sent": ["unsent", "Not sent", "No request left this page."],
};

const ABORTED = "You aborted the call. It may have reached OOS all the same: look at the execution before you act.";

export class OutcomePanel extends Panel {
  /** When the outcome is not known, the panel offers to show what `lookUp(executionId)` resolves to. */
  lookUp;
  // Those of the call under way, heard as they ended.
  #attempts = [];
  #lines;

  constructor(root) {
    super(root, "Outcome", "Nothing sent yet.");
  }

  running(executionId) {
    this.#attempts = [];
    this.#lines = Object.assign(attemptList([]), { ariaLive: "polite" });
    this.show("running", "Calling", "Waiting for an answer.", facts([["Execution", executionId && code(executionId)]]), this.#lines);
  }

  /** An attempt of the call under way has ended. */
  attempted(attempt) {
    this.#attempts.push(attempt);
    this.#lines.append(attemptLine(attempt));
  }

  accepted({ executionId, requestId, history, elapsedMs }) {
    this.show("accepted", "Accepted", "OOS is cancelling the execution.", facts([
      ["Execution", code(executionId)],
      ["RequestId", code(requestId)],
      ["Answered after", `${elapsedMs} ms`],
      ["What to do", "Nothing. The execution turns to Cancelled shortly; OOS names no moment."],
      ["Attempts", listIfMany(history)],
    ]));
  }

  aborted(executionId) {
    const attempts = this.#attempts;
    // Aborted during a wait, with a clear answer to all that was sent before it.
    const refused = attempts.length > 0 && attempts.every(({ outcome }) => outcome === "refused");
    this.show(...VERDICTS[refused ? "refused" : "unknown"], facts([
      ["Execution", code(executionId)],
      ["Meaning", refused ? "You aborted the call while it waited to try again." : ABORTED],
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
      // The message of a refusal begins with the code and goes on with what stands in lines of their own here.
      ["Meaning", error.meaning ?? error.message],
      ["Cause", cause(error.diagnosis)],
      ["Clock", clock(error.clockAheadSeconds)],
      ["But", earlier && doubt(earlier.number, error.history.length)],
      ["What to do", advice(error)],
      ["RequestId", error.requestId && code(error.requestId)],
      ["Execution", executionId && code(executionId)],
      ["HTTP status", error.httpStatus && String(error.httpStatus)],
      ["OOS wrote", error.serviceMessage],
      ["Repeat it?", error.outcome === "refused" && (error.retryable ? "Later, as it is." : "Not without a change.")],
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
    const button = element("button", { type: "button" }, "Look at the execution");
    const answer = element("span", { role: "status" });
    button.addEventListener("click", async () => {
      answer.textContent = await this.lookUp(executionId);
    });
    return element("p", { className: "actions" }, button, answer);
  }
}

function listIfMany(history) {
  return history.length > 1 && attemptList(history);
}

function doubt(earlier, last) {
  return `Attempt ${earlier} got no clear answer. It may have cancelled the execution before OOS refused attempt ${last}.`;
}

function cause(diagnosis) {
  if (!diagnosis) return undefined;
  if (diagnosis.kind === "wrong-secret") return "OOS signed the same text, so the AccessKeySecret does not belong to this AccessKeyId.";
  const differs = diagnosis.parameter ? `its ${diagnosis.parameter} differs` : "something in it differs";
  return `OOS read another request than this page sent: ${differs}. Something on the way changes requests.`;
}

function clock(aheadSeconds) {
  if (!aheadSeconds) return undefined;
  return `This machine's clock is ${duration(Math.abs(aheadSeconds))} ${aheadSeconds > 0 ? "ahead of" : "behind"} the server's.`;
}

/** In the largest unit of which there are two or more. */
function duration(seconds) {
  const [unit, length] = [["hour", 3600], ["minute", 60]].find(([, length]) => seconds >= 2 * length) ?? ["second", 1];
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long" }).format(Math.round(seconds / length));
}

// A repetition may be needless, so the look at the execution comes before any other remedy.
function advice({ outcome, remedy }) {
  const first = outcome === "unknown" && remedy !== "check-execution" ? "Look at the execution first. " : "";
  return first + REMEDIES[remedy];
}

// The address comes from the server.
function link(address) {
  if (!address.startsWith("https://")) return undefined;
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "The vendor's page about this error");
}
