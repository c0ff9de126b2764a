// Fleets that meet faults by chance: the report of each id is compared with the emulator's log.

import assert from "node:assert/strict";
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

const retry = { baseDelayMs: 5, throttlingBaseDelayMs: 20 };
const client = (more) => new OosClient({ endpoint: emulator.oos, credentials: FULL, retry, ...more });

// Some of each kind: before the effect, after it, and refusals.
const FAULTS = [
  { kind: "reset-before" },
  { kind: "reset-after" },
  { kind: "internal-error" },
  { kind: "internal-error", processed: true },
  { kind: "html", processed: true },
  { kind: "truncated" },
  { kind: "no-request-id" },
  { kind: "throttling", xAcsRetryAfter: 30, skip: 100, times: 3, share: 1 },
  { kind: "error", code: "NoPermission" },
  { kind: "error", code: "EntityNotExist.Execution" },
];

describe("a fleet that meets every fault by chance", () => {
  for (const waitUntil of ["accepted", "ended"]) {
    for (const attempts of [1, 3]) {
      test(`tells the truth of each id until ${waitUntil}, with ${attempts} attempts`, async () => {
        const ids = await executions(emulator, 400);
        for (const [seed, fault] of FAULTS.entries()) {
          await emulator.ask("POST", "faults", { action: "CancelExecution", share: 0.04, seed, ...fault });
        }
        await emulator.ask("POST", "faults", { kind: "html", action: "ListExecutions", share: 0.2, seed: 1 });
        const oos = client({ retry: { ...retry, maxAttempts: attempts } });
        // What OOS never got is waited for in vain.
        const report = await oos.cancelExecutions(ids, { waitUntil, concurrency: 20, timeoutMs: 8_000 });
        await judge(emulator, ids, report);
        assert.equal(report.stopped, undefined);
        assert.ok(report.counts.refused > 5, "NoPermission stops no other");
        const ended = waitUntil === "ended" ? "cancelled" : "accepted";
        assert.ok(report.counts[ended] > 250, JSON.stringify(report.counts));
        if (attempts === 1) assert.ok(report.counts.unknown > 0);
      });
    }
  }

  test("results hold no URL, no secret and no signature", async () => {
    const ids = await executions(emulator, 100);
    for (const kind of ["internal-error", "html", "reset-after"]) {
      await emulator.ask("POST", "faults", { kind, share: 0.2 });
    }
    await emulator.ask("POST", "faults", { kind: "throttling", skip: 90 });
    const seen = [];
    const report = await client({ requestStyle: "get" }).cancelExecutions(ids, {
      onResult: (result) => seen.push(result),
      timeoutMs: 2_000,
    });
    const describe = (result) => JSON.stringify([result, result.error?.message, result.error?.stack, String(result.error?.cause)]);
    const text = [...report.results, ...seen].map(describe).join();
    assert.ok(text.includes("InternalError"), "there are errors to look at");
    assert.doesNotMatch(text.replaceAll("https://api.aliyun.com/troubleshoot?", ""), /demo-secret|Signature=|SecurityToken=|AccessKeyId=|https?:[^"]*[?]/);
  });
});

describe("a fleet that nothing of can succeed", () => {
  const cases = [
    ["a disabled key", { kind: "error", code: "InvalidAccessKeyId.Inactive" }, "credentials"],
    ["a key that does not exist", { kind: "error", code: "InvalidAccessKeyId.NotFound" }, "credentials"],
    ["an expired token without a provider", { kind: "error", code: "ExpiredStsToken" }, "credentials"],
    ["a clock that the server does not tell", { kind: "error", code: "IllegalTimestamp" }, "clock"],
  ];
  for (const [what, fault, stopped] of cases) {
    test(`stops for ${what}`, async () => {
      const ids = await executions(emulator, 500);
      await emulator.ask("POST", "faults", { ...fault, times: 1_000 });
      const report = await client().cancelExecutions(ids, { concurrency: 5 });
      await judge(emulator, ids, report);
      assert.equal(report.stopped, stopped);
      assert.ok(report.counts.refused <= 5, JSON.stringify(report.counts));
      assert.deepEqual({ ...report.counts }, counts({ refused: report.counts.refused, "not-sent": 500 - report.counts.refused }));
    });
  }

  test("stops for a provider that fails", async () => {
    const ids = await executions(emulator, 100);
    let asked = 0;
    const credentials = () => {
      asked++;
      throw new Error("no STS");
    };
    const report = await client({ credentials }).cancelExecutions(ids);
    await judge(emulator, ids, report);
    assert.deepEqual([report.stopped, report.counts["not-sent"]], ["credentials", 100]);
    assert.equal(report.results[0].error.code, "ProviderFailed");
    assert.ok(asked <= 6, `${asked} requests to the provider`);
  });
});

describe("what goes wrong in the middle", () => {
  test("a token that expires is renewed once for all", async () => {
    const ids = await executions(emulator, 300);
    let asked = 0;
    const keys = [
      { accessKeyId: "STS.demo-valid", accessKeySecret: "demo-secret-sts-valid", securityToken: "demo-token-valid" },
      { accessKeyId: "STS.demo-refreshed", accessKeySecret: "demo-secret-sts-refreshed", securityToken: "demo-token-refreshed" },
    ];
    await emulator.ask("POST", "faults", { kind: "token-expired", skip: 100, times: 6 });
    const oos = client({ credentials: async () => keys[Math.min(asked++, 1)] });
    const report = await oos.cancelExecutions(ids, { concurrency: 6 });
    await judge(emulator, ids, report);
    assert.deepEqual({ ...report.counts }, counts({ accepted: 300 }));
    assert.equal(asked, 2);
  });

  test("a clock that goes wrong is corrected", async () => {
    const ids = await executions(emulator, 300);
    let settled = 0;
    const turned = [];
    const report = await client().cancelExecutions(ids, {
      onResult: () => {
        if (++settled === 100) turned.push(emulator.ask("POST", "clock", { offsetSeconds: 7_200 }));
      },
      waitUntil: "ended",
    });
    await Promise.all(turned);
    await judge(emulator, ids, report);
    assert.deepEqual({ ...report.counts }, counts({ cancelled: 300 }));
  });
});
