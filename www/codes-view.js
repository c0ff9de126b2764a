// The view "Codes": what every code means and what to do. On the emulator each can be tried.

import { openConnection } from "./connection.js";
import { button, byId, code, element, words } from "./dom.js";
import { CODES } from "./codes.js";
import { arrange, scenarioOf, STORIES } from "./scenarios.js";
import { say } from "./say.js";
import { session } from "./session.js";
import { live, liveAttributes, put, t } from "./text.js";

// What the package itself finds out, without a code of OOS.
const OWN = [
  ["NetworkFailure", "check-network"],
  ["DeadlineExceeded", "check-network"],
  ["NotJson", "check-network"],
  ["EmptyBody", "check-network"],
  ["WrongShape", "check-network"],
  ["BodyCutOff", "check-network"],
  ["BodyTooLarge", "check-network"],
  ["MissingRequestId", "check-network"],
  ["MissingCode", "check-network"],
  ["RepeatedToken", "report"],
];

const search = byId("code-search");
let emulator;

/** `found` is a promise: the emulator of a static site starts late. */
export function startCodes(found) {
  const rows = [...CODES, ...OWN.map(([name, remedy]) => [name, [], remedy])];
  byId("code-rows").append(...rows.map(row));
  search.addEventListener("input", filter);
  document.forms.codes.addEventListener("submit", (event) => event.preventDefault());
  filter();
  found.then((one) => one && offer(one));
}

function offer(found) {
  emulator = found;
  for (const item of byId("code-rows").children) if (scenarioOf(item.dataset.code)) item.lastChild.append(" ", tryButton(item.dataset.code));
  byId("stories").hidden = false;
  byId("story-list").append(...Object.keys(STORIES).map((name) => element("li", {}, button(`story.${name}`, {}, () => tryIt(name)))));
  byId("reset-emulator").addEventListener("click", async () => {
    await emulator.ask("POST", "reset");
    session.use(openConnection(emulator.connection()));
    say(t("codes.reset"));
  });
}

function tryButton(name) {
  const made = button("codes.try", {}, () => tryIt(name), { className: "small" });
  return liveAttributes(made, { "aria-label": () => `${t("codes.try")}: ${name}` });
}

/** Shows one code, named by the address. */
export function showCode(name) {
  const wanted = name && [...byId("code-rows").children].find(({ dataset }) => dataset.code === name);
  if (!wanted) return;
  search.value = "";
  filter();
  wanted.scrollIntoView({ block: "center" });
  wanted.focus();
}

function row([name, statuses, remedy]) {
  const status = statuses.length > 0 ? element("small", {}, ` HTTP ${statuses.join(", ")}`) : "";
  return element("li", { tabIndex: -1, dataset: { code: name } },
    element("p", {}, code(name), status),
    live(element("p"), () => t(`code.${name}`)),
    element("p", { className: "muted" }, words("span", `remedy.${remedy}`)));
}

function filter() {
  const wanted = search.value.trim().toLowerCase();
  let shown = 0;
  for (const item of byId("code-rows").children) {
    item.hidden = !item.textContent.toLowerCase().includes(wanted);
    if (!item.hidden) shown += 1;
  }
  put(byId("code-count"), "codes.count", { n: shown });
}

async function tryIt(name) {
  const { executionId, connection } = await arrange(emulator, scenarioOf(name));
  session.use(openConnection(connection));
  location.hash = `#/console/${executionId}`;
}
