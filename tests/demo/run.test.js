// Runs: many executions at once, what each ended with, stopping, settling, retrying, and handing the results on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { csvCell, csvOf, jsonOf } from "../../www/export.js";
import { inBothBrowsers, RUNNING, SUCCESS, WAITING } from "../support/demo.js";

const QUIET = 10;
const BATCHES = 10;

inBothBrowsers("a run", (at) => {
  const create = (count, more) => at.emulator.ask("POST", "executions", { count, details: { templateName: "patch-web-tier" }, ...more });

  async function review(template = "patch-web-tier") {
    await at.open();
    await at.page.listed();
    await at.page.fill("filter-template", template);
    // Longer than the filter waits for the next key.
    await new Promise((wait) => setTimeout(wait, 700));
    await at.page.until("the filter settles", () => at.page.run(`
      const cells = [...document.querySelectorAll("#rows .cell-template")];
      return cells.length > 0 && cells.every((cell) => cell.textContent === arguments[0]);`, template));
    await at.page.run("document.getElementById('select-shown').click()");
    await at.page.press("Review and cancel…");
    return at.page.until("it asks", () => at.page.dialog());
  }

  const ended = (patience) => at.page.says("run-rate", /executions: [\d,]+ cancelled/, patience);

  test("of 312 says every number, announces little, and cancels each execution once", async () => {
    await create(312);
    await at.emulator.ask("POST", "faults", { kind: "error", code: "User.NoPermission", httpStatus: 401, action: "CancelExecution", times: 9 });
    await at.open();
    await at.page.listed();
    await at.page.fill("filter-template", "patch-web-tier");
    await at.page.until("the filter settles", () => at.page.run(`
      const cells = [...document.querySelectorAll("#rows .cell-template")];
      return cells.length === 200 && cells.every((cell) => cell.textContent === "patch-web-tier");`));
    await new Promise((wait) => setTimeout(wait, 700));
    await at.page.run("document.getElementById('select-shown').click()");
    await at.page.press("Select all that match");
    await at.page.says("selected-count", /^312 selected/);
    await at.page.press("Review and cancel…");
    assert.match(await at.page.until("it asks", () => at.page.dialog()), /Cancel 312 executions\?[^]*312 × patch-web-tier 312 Running/);
    await at.page.run("window.heard.length = 0");
    await at.page.confirm();
    await at.page.atView("run");
    assert.match(await ended(90_000), /^312 executions: 303 cancelled, 0 ended by themselves, 9 refused, 0 not known, 0 not sent/);
    await at.page.until("the end is announced", async () => /312 executions/.test((await at.page.heard()).at(-1)));
    const heard = await at.page.heard();
    assert.ok(heard.length <= QUIET, heard.join("\n"));
    assert.equal(await at.page.run("return document.querySelectorAll('#run-rows > li').length"), 9);
    const counts = (await at.emulator.ask("GET", "executions")).map(({ cancelCount }) => cancelCount);
    assert.equal(counts.filter((count) => count === 1).length, 303);
    assert.equal(Math.max(...counts), 1);
  });

  test("leaves out what has ended, and says so", async () => {
    await at.open();
    await at.page.listed();
    await at.page.choose("filter-state", "");
    await at.page.until("all are listed", async () => (await at.page.rows()).includes(SUCCESS));
    await at.page.run("document.getElementById('select-shown').click()");
    await at.page.press("Review and cancel…");
    const said = await at.page.until("it asks", () => at.page.dialog());
    assert.match(said, /Cancel 4 executions\?/);
    assert.match(said, /3 more were selected but have ended already/);
    await at.page.confirm();
    await ended();
    const sent = (await at.cancels()).map(({ executionIds }) => executionIds).flat();
    assert.ok(sent.includes(RUNNING) && sent.includes(WAITING) && !sent.includes(SUCCESS));
  });

  test("stops: nothing more is sent, and what was under way is settled by looking", async () => {
    await create(60);
    await at.emulator.ask("POST", "settings", { cancelDelayMs: 0 });
    await at.emulator.ask("POST", "faults", { kind: "delay", delayMs: 1500, where: "headers", action: "CancelExecution", times: 60 });
    await review();
    await at.page.confirm();
    await at.page.until("some are under way", async () => (await at.cancels()).length >= 6);
    await at.page.run("document.getElementById('run-stop').focus()");
    await at.page.press("Stop sending");
    await ended();
    const sent = (await at.cancels()).length;
    assert.ok(sent < 60);
    await at.page.says("run-note", /^Stopped\. \d+ were not sent/);
    assert.equal(await at.page.focused(), "run-done");
    const cancelled = (await at.emulator.ask("GET", "executions")).filter(({ cancelCount }) => cancelCount > 0).length;
    assert.match(await at.page.text("run-rate"), new RegExp(`60 executions: ${cancelled} cancelled, .* 0 not known, ${60 - cancelled} not sent`));

    await at.page.press(`Retry ${60 - cancelled} that may work now…`);
    await at.emulator.ask("DELETE", "faults");
    await at.page.confirm();
    await at.page.says("run-rate", /60 executions: 60 cancelled/, 40_000);
  });

  test("retries what was throttled, and looks again at what is open", async () => {
    await create(4);
    await at.emulator.ask("POST", "settings", { cancelDelayMs: 3000 });
    await review();
    await at.page.run("document.getElementById('confirm-wait').click()");
    await at.page.confirm();
    assert.match(await ended(), /4 executions: 0 cancelled.* 4 accepted and not ended/);
    await new Promise((wait) => setTimeout(wait, 3200));
    await at.page.press("Look again at 4");
    await at.page.says("run-rate", /4 executions: 4 cancelled/);
  });

  test("does not lend its attempts to the verdict of another execution", async () => {
    await create(30);
    await at.emulator.ask("POST", "settings", { cancelDelayMs: 60_000 });
    const slow = { kind: "delay", where: "headers", action: "CancelExecution" };
    await at.emulator.ask("POST", "faults", { ...slow, delayMs: 20_000, executionId: RUNNING });
    await at.emulator.ask("POST", "faults", { ...slow, delayMs: 1500, times: 99 });
    await review();
    await at.page.run("document.getElementById('confirm-wait').click()");
    await at.page.confirm();
    await at.page.atView("run");
    await at.page.cancelOne(RUNNING);
    await new Promise((wait) => setTimeout(wait, 4000));
    await at.page.press("Stop waiting");
    assert.equal((await at.page.verdict()).outcome, "unknown");
    await at.page.go("#/console/run");
    await ended(40_000);
  });

  test("sends nothing before the confirmation, nor when the dialog is closed by Escape", async () => {
    await create(3);
    await review();
    await at.page.run("document.querySelector('dialog').dispatchEvent(new Event('cancel')); document.querySelector('dialog').close()");
    assert.equal(await at.page.focused(), "review");
    assert.equal(await at.page.text("selected-count"), "3 selected");
    assert.deepEqual(await at.cancels(), []);
  });

  test("does the same work in the document for 2,000 executions and for 10,000", async (t) => {
    const few = await workOf(2_000);
    const many = await workOf(10_000);
    // How long tasks take depends on what else the machine does, so it is reported only.
    t.diagnostic(`milliseconds of long tasks: ${JSON.stringify(many.longTasks)}`);
    assert.deepEqual(many.work, few.work);
    // Each batch is shown once, then the end. A timer of the page may come between.
    assert.ok(few.work.renders <= BATCHES + 3, `${few.work.renders} renders`);
    assert.equal(few.work.rows, 50);
    assert.ok(few.work.records <= 500, `${few.work.records} changes of the document`);
    assert.ok(Math.abs(many.elements - few.elements) <= 5, `${many.elements} elements, ${few.elements} for 2,000`);
  });

  /** Selects and cancels executions, and returns what that changed in the view of the run. */
  async function workOf(count) {
    await at.open();
    await at.browser.evaluate(`(${replaceClient})(${count}, ${BATCHES})`);
    await at.page.choose("filter-state", "Running");
    await at.page.until("the first ones are listed", async () => (await at.page.rows()).includes("exec-0"));
    await at.page.run("document.getElementById('select-shown').click()");
    const number = count.toLocaleString("en");
    const all = `Select all ${number} that can be cancelled`;
    await at.page.press((await at.page.offers(all)) ? all : "Select all that match");
    await at.page.says("selected-count", new RegExp(`^${number} selected`));
    await at.page.press("Review and cancel…");
    await at.page.until("it asks", () => at.page.dialog());
    await at.page.confirm();
    await ended();
    return at.browser.evaluate("window.watched");
  }
});

/**
 * Runs in the page: replaces the client by one that settles executions in batches, all of a batch in one task and the next one
 * once the page has shown it. So what is counted in `watched` does not depend on how fast the machine is.
 */
async function replaceClient(count, batches) {
  const { session } = await import("./session.js");
  const all = Array.from({ length: count }, (_, index) => ({ executionId: `exec-${index}`, status: "Running", templateName: "patch" }));
  const view = document.querySelector("[data-view=run]");
  const bar = document.getElementById("run-bar");
  const work = { renders: 0, records: 0, added: 0, removed: 0, largestDelivery: 0, rows: 0 };
  const watched = (window.watched = { work, elements: 0, longTasks: [] });

  function watch(records) {
    work.renders += records.filter(({ target, attributeName }) => target === bar && attributeName === "aria-valuenow").length;
    work.records += records.length;
    for (const { addedNodes, removedNodes } of records) {
      work.added += addedNodes.length;
      work.removed += removedNodes.length;
    }
    work.largestDelivery = Math.max(work.largestDelivery, records.length);
    work.rows = Math.max(work.rows, document.querySelectorAll("#run-rows > li").length);
  }

  const countElements = () => (watched.elements = Math.max(watched.elements, document.getElementsByTagName("*").length));
  new MutationObserver(countElements).observe(document, { childList: true, subtree: true });
  if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
    new PerformanceObserver((list) => watched.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  }

  const shown = () => new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      resolve();
    }).observe(bar, { attributeFilter: ["aria-valuenow"] });
  });

  session.connection.client = {
    listExecutions: () => ({
      async *pages() {
        for (let start = 0; start < all.length; start += 100) yield { executions: all.slice(start, start + 100) };
      },
    }),
    async cancelExecutions(ids, { onResult, onProgress }) {
      // The view is open and was shown without a result before the first batch.
      while (view.hidden) await new Promise((resolve) => setTimeout(resolve));
      await shown();
      new MutationObserver(watch).observe(view, { attributes: true, characterData: true, childList: true, subtree: true });
      const counts = { accepted: 0, cancelled: 0, ended: 0, refused: 0, unknown: 0, "not-sent": 0 };
      for (let batch = 0, settled = 0; batch < batches; batch += 1) {
        for (const executionId of ids.slice((batch * ids.length) / batches, ((batch + 1) * ids.length) / batches)) {
          const outcome = settled % 2 === 0 ? "unknown" : "cancelled";
          counts[outcome] += 1;
          settled += 1;
          onResult({ executionId, outcome });
          onProgress({ total: ids.length, settled, inFlight: 6, concurrency: 6, throttled: false, etaMs: 1000, counts: { ...counts } });
        }
        await shown();
      }
      return { results: [], counts, elapsedMs: 1 };
    },
    getExecution: async () => undefined,
    free() {},
  };
}

test("cells of a CSV file are no formulas and stay one cell", () => {
  for (const [text, cell] of [
    ["exec-1", "exec-1"],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", "\"'\r=1\""],
    ["\n=1", "\"'\n=1\""],
    ["＝1", "'＝1"],
    ['=HYPERLINK("http://example.com","x")', "\"'=HYPERLINK(\"\"http://example.com\"\",\"\"x\"\")\""],
    ["a,b", '"a,b"'],
    ["", ""],
    [undefined, ""],
  ]) {
    assert.equal(csvCell(text), cell);
  }
});

test("the files of a run have one row for each execution", () => {
  const executions = new Map([["exec-1", { executionId: "exec-1", templateName: "=evil()" }]]);
  const results = new Map([["exec-1", { executionId: "exec-1", outcome: "refused", error: { code: "Throttling", requestId: "R" } }]]);
  const run = { executions, results, total: 1, began: 0, endedAt: 1000, counts: () => ({ refused: 1 }) };
  assert.equal(csvOf(run), "\uFEFFexecutionId,outcome,status,templateName,code,requestId\r\nexec-1,refused,,'=evil(),Throttling,R\r\n");
  const { results: [row], began } = JSON.parse(jsonOf(run));
  assert.deepEqual(row, { executionId: "exec-1", outcome: "refused", templateName: "=evil()", code: "Throttling", requestId: "R" });
  assert.equal(began, "1970-01-01T00:00:00.000Z");
});
