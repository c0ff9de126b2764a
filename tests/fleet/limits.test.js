// How fast a fleet is, what it costs, and that it keeps the limits: by the emulator's log.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { OosClient } from "../../pkg/node.js";
import { startEmulator } from "../support/emulator.js";
import { FULL, counts, executions, judge, mostAtOnce } from "./judge.js";

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator?.stop());
beforeEach(() => emulator.ask("POST", "reset"));

const client = (more) => new OosClient({ endpoint: emulator.oos, credentials: FULL, ...more });
const cancels = () => emulator.ask("GET", "requests?action=CancelExecution");

describe("the concurrency", () => {
  for (const concurrency of [1, 7, 50]) {
    test(`is never above ${concurrency}`, async () => {
      const ids = await executions(emulator, 4 * concurrency + 20);
      await emulator.ask("POST", "faults", { kind: "delay", delayMs: 200, where: "headers", times: 1_000 });
      const report = await client().cancelExecutions(ids, { concurrency });
      await judge(emulator, ids, report);
      const most = mostAtOnce(await cancels());
      assert.ok(most <= concurrency && most >= Math.min(concurrency, 20) / 2, `${most} at once`);
    });
  }
});

describe("a server that throttles", () => {
  for (const retryAfter of [true, false]) {
    test(`is found out and not stormed, ${retryAfter ? "and says when" : "without a word when"}`, async (t) => {
      const [perSecond, burst, count] = [30, 10, 400];
      await emulator.ask("POST", "rate-limits", { action: "CancelExecution", perSecond, burst, retryAfter });
      const ids = await executions(emulator, count);
      const progress = [];
      const report = await client({ timeoutMs: 60_000 }).cancelExecutions(ids, {
        concurrency: 20,
        onProgress: (state) => progress.push(state),
      });
      await judge(emulator, ids, report);
      assert.deepEqual({ ...report.counts }, counts({ accepted: count }));
      const log = await cancels();
      // How much of the limit is used is asserted by the simulation, which has its own clock. The first seconds are for finding it.
      const times = log.filter(({ code }) => code === null).map(({ time }) => Date.parse(time)).sort((a, b) => a - b);
      const [start, end] = [times[0] + 3_000, times.at(-1)];
      const rate = times.filter((time) => time >= start).length / ((end - start) / 1_000);
      t.diagnostic(`${rate.toFixed(1)} in a second, where the server allows ${perSecond}`);
      const refused = log.filter(({ code }) => code === "Throttling.User").length;
      assert.ok(refused > 0 && refused < count / 4, `${refused} of ${log.length} refused`);
      assert.ok(mostAtOnce(log) <= 20);
      assert.ok(progress.some(({ throttled, concurrency }) => throttled && concurrency < 20));
    });
  }

  test("stops all calls of the client for as long as it asks", async () => {
    const ids = await executions(emulator, 60);
    await emulator.ask("POST", "faults", { kind: "throttling", xAcsRetryAfter: 1_500, skip: 20 });
    const oos = client();
    const [one, other] = await Promise.all([oos.cancelExecutions(ids.slice(0, 30)), oos.cancelExecutions(ids.slice(30))]);
    assert.deepEqual([one.counts.accepted, other.counts.accepted], [30, 30]);
    const times = (await cancels()).map(({ time, durationMs }) => Date.parse(time) + durationMs).sort((a, b) => a - b);
    const longest = Math.max(...times.slice(1).map((time, index) => time - times[index]));
    assert.ok(longest >= 1_400, `the longest silence has ${longest} ms`);
  });

  test("is not sent what it has refused if the client never retries", async () => {
    const ids = await executions(emulator, 20);
    await emulator.ask("POST", "faults", { kind: "throttling", times: 5, xAcsRetryAfter: 10 });
    const report = await client({ retry: false }).cancelExecutions(ids);
    await judge(emulator, ids, report);
    assert.deepEqual({ ...report.counts }, counts({ accepted: 15, refused: 5 }));
  });
});

describe("waiting for many", () => {
  test("takes at most a hundred lists for a thousand executions that end within a minute", async (t) => {
    const ids = [];
    // Ten groups, each of which takes longer to cancel.
    for (let group = 0; group < 10; group++) {
      ids.push(...(await executions(emulator, 100, { cancelDelayMs: 500 + group * 6_000 })));
    }
    const report = await client().cancelExecutions(ids, { waitUntil: "ended" });
    await judge(emulator, ids, report);
    assert.deepEqual({ ...report.counts }, counts({ cancelled: 1_000 }));
    const { ListExecutions } = await emulator.ask("GET", "requests/counts");
    assert.ok(ListExecutions.requests <= 100, `${ListExecutions.requests} lists`);
    t.diagnostic(`${ListExecutions.requests} lists in ${Math.round(report.elapsedMs / 1_000)} s`);
  });

  test("looks at once at what had ended before", async () => {
    const ids = [];
    for (const status of ["Success", "Failed", "Cancelled"]) {
      ids.push(...(await executions(emulator, 20, { status, startDate: "2024-05-06T07:08:09Z", endDate: "2024-05-06T08:08:09Z" })));
    }
    const report = await client().cancelExecutions(ids, { waitUntil: "ended" });
    await judge(emulator, ids, report);
    assert.deepEqual({ ...report.counts }, counts({ ended: 40, cancelled: 20 }));
    const { ListExecutions } = await emulator.ask("GET", "requests/counts");
    assert.ok(ListExecutions.requests <= 60, `${ListExecutions.requests} lists, at most one for each`);
  });

  test("ends where the key may not list", async () => {
    const ids = await executions(emulator, 50);
    const credentials = { accessKeyId: "LTAI-demo-cancel-only", accessKeySecret: "demo-secret-cancel-only" };
    const report = await client({ credentials }).cancelExecutions(ids, { waitUntil: "ended" });
    await judge(emulator, ids, report);
    assert.deepEqual({ ...report.counts }, counts({ accepted: 50 }));
    assert.ok(report.results.every(({ error }) => error.code === "NoPermission" && error.outcome === "accepted"));
  });

  test("accepts what does not end before its deadline", async () => {
    const ids = await executions(emulator, 10, { cancelDelayMs: 60_000 });
    const report = await client().cancelExecutions(ids, { waitUntil: "ended", timeoutMs: 3_000 });
    await judge(emulator, ids, report);
    assert.deepEqual({ ...report.counts }, counts({ accepted: 10 }));
    assert.ok(report.results.every(({ error }) => error.name === "TimeoutError"));
    assert.ok(report.elapsedMs >= 2_990 && report.elapsedMs < 60_000, `${report.elapsedMs} ms`);
  });

  test("calls a timer that goes on neither cancelled nor ended", async () => {
    const { executionId } = await emulator.ask("POST", "executions", {
      timer: { everyMs: 200, childRunsMs: 100 },
      cancelDelayMs: 60_000,
    });
    const report = await client().cancelExecutions([executionId], { waitUntil: "ended", timeoutMs: 3_000 });
    assert.deepEqual({ ...report.counts }, counts({ accepted: 1 }));
  });
});
