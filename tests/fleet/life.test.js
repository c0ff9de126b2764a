// Callbacks that misbehave, aborts and freed clients, while a fleet runs.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, beforeEach, describe, test } from "node:test";
import { OosClient } from "../../pkg/node.js";
import { startEmulator } from "../support/emulator.js";
import { FULL, counts, executions, judge } from "./judge.js";

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator?.stop());
beforeEach(() => emulator.ask("POST", "reset"));

const cancels = () => emulator.ask("GET", "requests?action=CancelExecution");
const client = (more) => new OosClient({ endpoint: emulator.oos, credentials: FULL, ...more });

describe("callbacks", () => {
  test("see each result as it settles, and the progress in plain numbers", async () => {
    const ids = await executions(emulator, 300);
    const [results, progress] = [[], []];
    const report = await client().cancelExecutions(ids, {
      onResult: (result) => results.push(result),
      onProgress: (state) => progress.push(state),
    });
    assert.deepEqual(new Set(results), new Set(report.results));
    assert.equal(results.length, 300);
    const last = progress.at(-1);
    assert.deepEqual([last.total, last.settled, last.inFlight, last.etaMs], [300, 300, 0, 0]);
    assert.deepEqual({ ...last.counts }, { ...report.counts });
    for (const state of progress) {
      assert.ok(Object.values(state).every((value) => typeof value !== "object" || value === state.counts));
      assert.equal(Object.values(state.counts).reduce((sum, count) => sum + count), state.settled);
    }
    assert.ok(progress.length <= report.elapsedMs / 100 + 2, `at most ten times a second: ${progress.length} in ${report.elapsedMs} ms`);
  });

  const WAYS = {
    "throw": () => () => {
      throw new Error("ignored");
    },
    "reject": () => async () => {
      throw new Error("ignored");
    },
    "free the client": (oos) => () => oos.free(),
    "never return": () => () => new Promise(() => {}),
    "start another fleet": (oos) => () => void oos.cancelExecutions(["exec-600d600d600d600d600d"]),
  };
  for (const [what, way] of Object.entries(WAYS)) {
    test(`may ${what}`, async () => {
      const ids = await executions(emulator, 50);
      // One that starts a fleet for each attempt of a fleet would never end.
      const observed = client();
      const oos = client({ onAttempt: (attempt) => way(observed)(attempt) });
      const report = await oos.cancelExecutions(ids, { onResult: way(oos), onProgress: way(oos) });
      assert.deepEqual({ ...report.counts }, counts({ accepted: 50 }));
    });
  }
});

describe("a freed client", () => {
  test("finishes its fleet", async () => {
    const ids = await executions(emulator, 100);
    const oos = client();
    const running = oos.cancelExecutions(ids, { waitUntil: "ended" });
    oos.free();
    const report = await running;
    await judge(emulator, ids, report);
    assert.deepEqual({ ...report.counts }, counts({ cancelled: 100 }));
    await assert.rejects(oos.cancelExecutions(ids), { code: "Freed" });
  });
});

describe("an abort", () => {
  test("before the start sends nothing", async () => {
    const ids = await executions(emulator, 100);
    const report = await client().cancelExecutions(ids, { signal: AbortSignal.abort("why") });
    await judge(emulator, ids, report);
    assert.deepEqual([{ ...report.counts }, report.stopped, report.cause], [counts({ "not-sent": 100 }), "aborted", "why"]);
    assert.ok(report.results.every(({ error }) => error === undefined));
  });

  for (const waitUntil of ["accepted", "ended"]) {
    test(`names what was under way, and ${waitUntil === "ended" ? "looks at it" : "leaves it unknown"}`, async () => {
      const ids = await executions(emulator, 200);
      await emulator.ask("POST", "faults", { kind: "delay", delayMs: 20_000, where: "headers", action: "CancelExecution", skip: 50, times: 1_000 });
      const controller = new AbortController();
      const running = client().cancelExecutions(ids, { signal: controller.signal, waitUntil });
      const cancelled = async () => (await emulator.ask("GET", "executions")).filter(({ status }) => status === "Cancelled");
      while ((await cancelled()).length < 56) await new Promise((resolve) => setTimeout(resolve, 50));
      controller.abort();
      const report = await running;
      await judge(emulator, ids, report);
      assert.equal(report.stopped, "aborted");
      const waited = report.results.flatMap(({ error }) => error?.history ?? []).filter(({ elapsedMs }) => elapsedMs >= 10_000);
      assert.deepEqual(waited, [], "no attempt went on until its own deadline");
      const rest = { "not-sent": 144 };
      assert.deepEqual({ ...report.counts }, waitUntil === "ended" ? counts({ cancelled: 56, ...rest }) : counts({ accepted: 50, unknown: 6, ...rest }));
      assert.equal((await cancels()).length, 56, "nothing was sent after the abort");
    });
  }

  test("while a server asks for a pause ends at once", async () => {
    const ids = await executions(emulator, 20);
    await emulator.ask("POST", "faults", { kind: "throttling", xAcsRetryAfter: 8_000, times: 100 });
    const report = await client().cancelExecutions(ids, { signal: AbortSignal.timeout(400) });
    await judge(emulator, ids, report);
    assert.equal(report.stopped, "aborted");
    assert.ok(report.elapsedMs < 8_000, `${report.elapsedMs} ms, as long as the pause`);
  });
});

describe("a signal", () => {
  test("has no listener left after the fleet, and Node warns of none", async () => {
    const { getEventListeners } = await import("node:events");
    const warnings = [];
    const warn = (warning) => warnings.push(warning.message);
    process.on("warning", warn);
    const { signal } = new AbortController();
    const ids = await executions(emulator, 300);
    const report = await client().cancelExecutions(ids, { signal, concurrency: 100, waitUntil: "ended" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off("warning", warn);
    assert.deepEqual([report.counts.cancelled, getEventListeners(signal, "abort").length, warnings], [300, 0, []]);
  });
});

describe("a process", () => {
  test("lives until its fleet has ended, pauses included, and no longer", async () => {
    await executions(emulator, 1);
    await emulator.ask("POST", "faults", { kind: "throttling", xAcsRetryAfter: 1_000, times: 1 });
    const program = `
      import { OosClient } from ${JSON.stringify(new URL("../../pkg/node.js", import.meta.url).href)};
      const oos = new OosClient({ endpoint: ${JSON.stringify(emulator.oos)}, credentials: ${JSON.stringify(FULL)} });
      oos.cancelExecutions(["exec-8a2aaf460fdf47c6b5ef", "exec-6be6d6ff805349d9ac13"], { concurrency: 1 })
        .then(({ counts }) => {
          const ended = performance.now();
          process.on("exit", () => console.log(counts.accepted, performance.now() - ended < 9_000));
        });`;
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
    assert.equal(output.trim(), "2 true", "it did not wait for the deadline of an attempt, ten seconds");
  });
});
