// What became of a call, told at one glance: accepted, refused, not sent, or not known.

import { OosError } from "oos-cancel";
import { code, element, facts, problemList } from "./dom.js";
import { Panel } from "./panel.js";
import { REMEDIES } from "./remedies.js";

// How the panel looks and what it says, by the `outcome` of an error.
const VERDICTS = {
  answered: ["refused", "Refused", "OOS did not take the cancel."],
  unknown: ["unknown", "Not known", "The execution may have been cancelled."],
  "not-sent": ["unsent", "Not sent", "No request left this page."],
};

export class OutcomePanel extends Panel {
  /** When the outcome is not known, the panel offers to show what `lookUp(executionId)` resolves to. */
  lookUp;

  constructor(root) {
    super(root, "Outcome", "Nothing sent yet.");
  }

  running(executionId) {
    this.show("running", "Calling", "Waiting for an answer.", facts([["Execution", executionId && code(executionId)]]));
  }

  accepted({ executionId, requestId, attempts, elapsedMs }) {
    this.show("accepted", "Accepted", "OOS is cancelling the execution.", facts([
      ["Execution", code(executionId)],
      ["RequestId", code(requestId)],
      ["Requests sent", String(attempts)],
      ["Answered after", `${elapsedMs} ms`],
      ["What to do", "Nothing. The execution turns to Cancelled shortly; OOS names no moment."],
    ]));
  }

  aborted(executionId) {
    this.show(...VERDICTS.unknown, facts([
      ["Execution", code(executionId)],
      ["Meaning", "You aborted the call. It may have reached OOS before that: look at the execution before you act."],
      ["What to do", REMEDIES["check-execution"]],
    ]), this.#lookUpButton(executionId));
    this.focus();
  }

  failed(error, executionId) {
    if (!(error instanceof OosError)) throw error;
    const details = error.problems ? problemList(error.problems) : facts([
      ["Code", code(error.code)],
      ["Meaning", meaning(error)],
      ["What to do", advice(error)],
      ["RequestId", error.requestId && code(error.requestId)],
      ["Execution", executionId && code(executionId)],
      ["HTTP status", error.httpStatus && String(error.httpStatus)],
      ["OOS wrote", error.serviceMessage],
      ["Repeat it?", error.outcome === "answered" && (error.retryable ? "Later, as it is." : "Not without a change.")],
      ["More", error.recommend && link(error.recommend)],
    ]);
    this.show(...VERDICTS[error.outcome], details, error.outcome === "unknown" ? this.#lookUpButton(executionId) : "");
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

// The panel has a line of its own for the code.
function meaning({ code, message }) {
  return message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message;
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
