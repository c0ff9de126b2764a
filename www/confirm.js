// The one confirmation: what is about to be cancelled, where, and what is left out. The only way to a cancel from this page.

import { byId, details, element, words } from "./dom.js";
import { session, masked } from "./session.js";
import { isEnded, stateText } from "./states.js";
import { list, live, number, put, t } from "./text.js";

// From this many on, a live cancel has to be confirmed by typing the number.
const TYPED_ABOVE = 10;
const IDS_SHOWN = 500;

const dialog = byId("confirm");
const yes = byId("confirm-yes");
const typed = byId("confirm-typed");

/**
 * Resolves to `{ ids, waitUntil }` once the cancel of these executions is confirmed, and to `undefined` when it is not. `where`
 * is the account and region that the dialog shows; a signed URL brings its own.
 */
export function confirmCancel(executions, { where = connectionFacts(), canWait = session.connection?.canList !== false, single = false } = {}) {
  const wanted = executions.filter(({ status }) => !isEnded(status));
  const left = executions.length - wanted.length;
  const n = wanted.length;
  const isLive = !where.emulated;
  const mustType = isLive && n > TYPED_ABOVE;

  put(byId("confirm-title"), single ? "confirm.one" : "confirm.h", { n });
  byId("confirm-where").replaceChildren(...whereLine(where));
  byId("confirm-facts").replaceChildren(...groups(wanted));
  byId("confirm-ids").replaceChildren(n > 1 ? idList(wanted) : "");
  byId("confirm-left").hidden = left === 0;
  put(byId("confirm-left"), n > 0 ? "confirm.left" : "confirm.none", { n: left });
  byId("confirm-wait").closest("label").hidden = !canWait;
  byId("confirm-wait").checked = canWait;
  byId("confirm-no-wait").hidden = canWait || single === "url";
  byId("confirm-type").hidden = !mustType;
  put(byId("confirm-type-label"), "confirm.type", { n });
  typed.value = "";
  put(yes, single ? "confirm.yesOne" : "confirm.yes", { n });
  const refresh = () => (yes.ariaDisabled = String(n === 0 || (mustType && typed.value.trim() !== String(n))));
  refresh();
  typed.oninput = refresh;
  dialog.dataset.live = String(isLive);
  dialog.returnValue = "";

  return new Promise((settle) => {
    const press = () => {
      if (yes.ariaDisabled === "true") return typed.focus();
      dialog.close("yes");
    };
    const closed = () => {
      yes.removeEventListener("click", press);
      session.removeEventListener("change", drop);
      const confirmed = dialog.returnValue === "yes" && n > 0;
      settle(confirmed ? { ids: wanted.map(({ executionId }) => executionId), waitUntil: byId("confirm-wait").checked ? "ended" : "accepted" } : undefined);
    };
    // What was confirmed for one connection must not be sent by another.
    const drop = () => dialog.close("");
    yes.addEventListener("click", press);
    session.addEventListener("change", drop);
    dialog.addEventListener("close", closed, { once: true });
    dialog.showModal();
    byId("confirm-no").focus();
  });
}

byId("confirm-no").addEventListener("click", () => dialog.close(""));

function connectionFacts() {
  const { where, host, accessKeyId, emulated } = session.connection ?? {};
  return { region: where, host, account: masked(accessKeyId), emulated };
}

function whereLine({ region, host, account, emulated }) {
  const badge = words("strong", emulated ? "env.emulator" : "env.live", {}, { className: "badge", dataset: { live: String(!emulated) } });
  const rest = [region, host, account].filter((part, index, all) => part && all.indexOf(part) === index).join(" · ");
  return [badge, " ", element("span", {}, rest)];
}

/** One line for each template: how many, in which states. */
function groups(executions) {
  const byTemplate = Map.groupBy(executions, ({ templateName }) => templateName ?? "");
  const lines = [...byTemplate].sort(([, a], [, b]) => b.length - a.length).slice(0, 8).map(([name, members]) => {
    const counts = new Map();
    for (const { status } of members) counts.set(status, (counts.get(status) ?? 0) + 1);
    const states = () => list([...counts].map(([status, count]) => t("confirm.state", { n: count, state: stateText(status) })));
    const title = members.length === 1 ? members[0].executionId : "";
    const line = element("li", {}, element("strong", {}, number(members.length)), " × ", name ? element("span", {}, name) : words("span", "confirm.noTemplate"));
    line.append(" ", live(element("small", {}), states));
    if (title) line.append(" ", element("code", {}, title));
    return line;
  });
  if (byTemplate.size > 8) lines.push(words("li", "confirm.moreTemplates", { n: byTemplate.size - 8 }));
  return lines;
}

function idList(executions) {
  const made = details("confirm.ids");
  put(made.firstChild, "confirm.ids", { n: executions.length });
  const shown = executions.slice(0, IDS_SHOWN).map(({ executionId }) => element("li", { className: "mono" }, executionId));
  const scroller = element("ol", { className: "ids", tabIndex: 0 }, ...shown);
  if (executions.length > IDS_SHOWN) scroller.append(words("li", "confirm.moreIds", { n: executions.length - IDS_SHOWN }));
  made.append(scroller);
  return made;
}
