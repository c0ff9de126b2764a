// Connects by a first harmless look, which finds what is wrong before anything can be cancelled.

import { InvalidInputError } from "oos-cancel";
import { openConnection } from "./connection.js";
import { details, element, markProblems } from "./dom.js";
import { failureFacts, isForbidden, problemText, sentences } from "./failure.js";
import { say } from "./say.js";
import { live, t } from "./text.js";

// An origin that the policy of this page does not allow. To a call it looks like a network that fails.
let blocked;
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  if (effectiveDirective === "connect-src") blocked = new URL(blockedURI, location.href).origin;
});

export { openConnection };

/** Resolves to a connection once its first look has a response. */
export async function openAndLook(options) {
  blocked = undefined;
  const connection = openConnection(options);
  try {
    await firstLook(connection);
    return connection;
  } catch (error) {
    connection.client.free();
    throw error;
  }
}

// Nothing is cancelled by a look, so whatever is wrong is found without harm. Who may not list can still cancel by id.
async function firstLook(connection) {
  try {
    for await (const page of connection.client.listExecutions({ status: "Running" }).pages()) {
      connection.canList = Boolean(page);
      break;
    }
  } catch (error) {
    if (!isForbidden(error)) throw error;
    connection.canList = false;
  }
}

/** Says why there is no connection, at the fields that are wrong if it is a matter of fields. */
export function explain(error, { form, report, fieldOf, host }) {
  const problems = error instanceof InvalidInputError ? error.problems : [];
  const rest = markProblems(form, problems, problemText, fieldOf);
  report.replaceChildren();
  if (problems.length > 0 && rest.length === 0) {
    const first = form.querySelector("[aria-invalid]");
    first.closest("details")?.setAttribute("open", "");
    first.focus();
    return say(t("connect.problems", { n: problems.length }));
  }
  const silent = ["NetworkFailure", "DeadlineExceeded"].includes(error.code);
  const forbidden = blocked;
  const sentence = () => {
    if (forbidden) return t("err.policy", { host: forbidden });
    return silent ? t("err.noAnswer", { host }) : sentences(error);
  };
  report.append(live(element("p", { className: "notice bad" }), sentence), details("details", failureFacts(error)));
  say(sentence());
}
