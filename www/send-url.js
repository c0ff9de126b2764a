// Sends one signed URL, after the one confirmation, and shows what became of it.

import { OosError, sendCancelUrl } from "oos-cancel";
import { element, words } from "./dom.js";
import { confirmCancel } from "./confirm.js";
import { remember } from "./history.js";
import { settledBy } from "./one.js";
import { say } from "./say.js";
import { session } from "./session.js";
import { t } from "./text.js";
import { outcomeOf, showVerdict, verdictText } from "./verdict.js";

/**
 * Sends the URL of a report as it is. `root` shows the verdict. Resolves to whether it was sent.
 *
 * `facts` is `{ url, method, allowedOrigins, executionId, where }`.
 */
export async function sendUrl(root, { url, method, allowedOrigins, executionId, where }) {
  const confirmed = await confirmCancel([{ executionId }], { where, canWait: false, single: "url" });
  if (!confirmed) return false;
  const began = Date.now();
  const waiting = element("h2", { tabIndex: -1, className: "verdict-head" }, words("span", "call.sent"));
  root.dataset.outcome = "running";
  root.hidden = false;
  root.replaceChildren(waiting);
  waiting.focus();
  let verdict;
  try {
    verdict = { ...(await sendCancelUrl(url, { method, allowedOrigins })), executionId };
  } catch (error) {
    verdict = OosError.is(error)
      ? { executionId, error, outcome: outcomeOf(error), requestId: error.requestId }
      : { executionId, error, outcome: "unknown" };
  }
  remember({ kind: "cancel", at: began, ...verdict });
  present(root, verdict, where);
  return true;
}

// With a connection to the same place, the execution can be looked at.
function present(root, verdict, where) {
  const { connection } = session;
  const canLook = connection && connection.canList !== false && connection.host === where.host;
  const look = async () => {
    try {
      const execution = await connection.client.getExecution(verdict.executionId);
      if (execution) present(root, settledBy(verdict, execution), where);
    } catch (error) {
      say(String(error.message));
    }
  };
  const here = root.contains(document.activeElement);
  const heading = showVerdict(root, verdict, { look: canLook ? look : undefined });
  if (here) heading.focus();
  else say(`${t(`outcome.${verdict.outcome}`)}. ${verdictText(verdict)}`);
}

