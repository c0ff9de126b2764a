// A thousand executions in a page, with faults and a limit: every request and every outcome is counted on both sides.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { startEmulator } from "../support/emulator.js";
import { account } from "./accounting.js";
import { FULL, executions } from "./judge.js";
import { openFleetPage } from "./page.js";

describe("a fleet in a page", () => {
  let emulator, page;
  before(async () => {
    emulator = await startEmulator();
    page = await openFleetPage();
  });
  after(async () => {
    await page?.close();
    await emulator?.stop();
  });
  beforeEach(() => emulator.ask("POST", "reset"));

  const order = (ids, options) => ({ endpoint: emulator.oos, credentials: FULL, ids, options, retry: { baseDelayMs: 5 } });

  test("of a thousand is counted exactly and leaves little on the heap", async () => {
    const { heap, counts } = await account(emulator, page, { count: 1_000, perSecond: 250, concurrency: 10 });
    assert.ok(counts.accepted > 900, JSON.stringify(counts));
    assert.ok(heap < 20e6, `${heap} bytes more`);
  });

  test("of a thousand reports its results task by task, as the responses come", async (t) => {
    const ids = await executions(emulator, 1_000);
    const { tasks, results, mostInOneTask } = await page.run("fleetByTask", order(ids, { concurrency: 10 }));
    // How long tasks take depends on what else the machine does, so it is reported only.
    t.diagnostic(`${mostInOneTask} results in one task, milliseconds of long tasks: ${JSON.stringify(tasks)}`);
    assert.equal(results, 1_000);
    // Twice as many, because responses that have arrived may be handled before the message that ends the count.
    assert.ok(mostInOneTask <= 20, `${mostInOneTask} results in one task`);
  });

  test("that waits sees every end", async () => {
    const ids = await executions(emulator, 300);
    const { counts } = await page.run("fleet", order(ids, { waitUntil: "ended" }));
    assert.equal(counts.cancelled, 300);
  });

  test("goes on while the page is hidden", async () => {
    const ids = await executions(emulator, 200);
    const first = await page.driver.getWindowHandle();
    const running = page.browser.evaluate(`import("/fleet.js").then(({ fleet }) => fleet(${JSON.stringify(order(ids, { waitUntil: "ended" }))}))`);
    await page.driver.switchTo().newWindow("tab");
    const { counts } = await running;
    await page.driver.close();
    await page.driver.switchTo().window(first);
    assert.equal(counts.cancelled, 200);
  });

  test("that loses its network in the middle tells the truth", async () => {
    const ids = await executions(emulator, 300);
    await emulator.ask("POST", "faults", { kind: "delay", delayMs: 10, times: 1_000 });
    const running = page.browser.evaluate(`import("/fleet.js").then(({ fleet }) => fleet(${JSON.stringify(order(ids))}))`);
    await new Promise((resolve) => setTimeout(resolve, 250));
    await page.browser.setOffline(true);
    const { outcomes } = await running.finally(() => page.browser.setOffline(false));
    const cancelled = new Map((await emulator.ask("GET", "executions")).map(({ executionId, cancelCount }) => [executionId, cancelCount]));
    assert.equal(outcomes.length, 300);
    for (const [id, outcome] of outcomes) {
      if (outcome === "accepted") assert.ok(cancelled.get(id) > 0, id);
      else assert.ok(outcome === "unknown" || cancelled.get(id) === 0, `${id} is called ${outcome}`);
    }
    assert.ok(outcomes.some(([, outcome]) => outcome === "accepted") && outcomes.some(([, outcome]) => outcome !== "accepted"));
  });
});
