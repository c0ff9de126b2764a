// The console, loaded when it is first needed: the list, one execution, runs and the history.

import { byId } from "./dom.js";
import { forgetHistory, startHistory } from "./history.js";
import { executionList } from "./list.js";
import { forgetOne, showOne } from "./one.js";
import { currentRun, forgetRun, runTitle, startRun } from "./run.js";
import { showRun, startRunView } from "./run-view.js";
import { session } from "./session.js";

export { runTitle };

export function start() {
  startLookUp();
  startFilters();
  startList();
  startIds();
  startRunView(() => (location.hash = "#/console"));
  startHistory();
}

/** Shows a view of the console that has just been changed to, or is shown again. */
export function showConsole({ name, executionId }, changed) {
  if (name === "one" && changed) showOne(executionId);
  if (name === "run") showRun();
}

export const hasRun = () => Boolean(currentRun());

/** Lists the executions of the present connection. Renewed credentials go on with the same list. */
export function listAfresh({ renewed }) {
  if (!renewed) executionList.clear();
  executionList.reload({ announce: false, keepSelection: renewed });
}

/** Called each second while the list is in view. */
export const tickList = () => executionList.tick();

export function forgetConsole(why) {
  // The results of a run contain no secret, and are what the operator has to hand on.
  if (why === "asked" || why === "left") {
    forgetRun();
    forgetHistory();
  }
  executionList.clear();
  forgetOne();
}

function startLookUp() {
  document.forms.lookup.addEventListener("submit", (event) => {
    event.preventDefault();
    const id = byId("lookup-id").value.trim();
    if (!id) return byId("lookup-id").focus();
    const hash = `#/console/${encodeURIComponent(id)}`;
    // The same id is looked up again.
    if (location.hash === hash) dispatchEvent(new Event("hashchange"));
    else location.hash = hash;
  });
}

function startFilters() {
  // Phones show the executions first.
  byId("filters").open = matchMedia("(min-width: 721px)").matches;
  const filter = document.forms.filter;
  let settling;
  const settle = (delay) => {
    executionList.deselect();
    clearTimeout(settling);
    settling = setTimeout(() => executionList.reload(), delay);
  };
  filter.addEventListener("submit", (event) => {
    event.preventDefault();
    settle(0);
  });
  filter.addEventListener("input", ({ target }) => settle(target.tagName === "SELECT" ? 0 : 500));
}

function startList() {
  byId("pause").addEventListener("click", () => executionList.togglePause());
  byId("fresh").addEventListener("click", () => executionList.showFresh());
  byId("more").addEventListener("click", () => executionList.showMore());
  byId("select-all").addEventListener("click", () => executionList.selectAll());
  byId("deselect").addEventListener("click", () => {
    executionList.deselect();
    byId("select-shown").focus();
  });
  byId("review").addEventListener("click", async () => {
    if (await startRun([...executionList.selected.values()])) executionList.deselect();
  });
}

function startIds() {
  document.forms.ids.addEventListener("submit", async (event) => {
    event.preventDefault();
    const ids = [...new Set(byId("ids").value.split(/[\s,;]+/).filter(Boolean))];
    if (ids.length === 0) return byId("ids").focus();
    await startRun(ids.map((executionId) => ({ executionId })));
  });
}
