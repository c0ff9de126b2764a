// What a caller can get wrong.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { InvalidInputError, OosClient, StateError } from "../../pkg/node.js";
import { startEmulator } from "../support/emulator.js";
import { FULL, counts, executions, judge } from "./judge.js";

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator?.stop());
beforeEach(() => emulator.ask("POST", "reset"));

const client = (more) => new OosClient({ endpoint: emulator.oos, credentials: FULL, ...more });
const sent = async () => (await emulator.ask("GET", "requests")).length;

describe("wrong options", () => {
  const cases = {
    "concurrency 0": [{ concurrency: 0 }, "concurrency", "out-of-range"],
    "concurrency 1.5": [{ concurrency: 1.5 }, "concurrency", "out-of-range"],
    "concurrency 10,000": [{ concurrency: 10_000 }, "concurrency", "out-of-range"],
    "a concurrency that is no number": [{ concurrency: "6" }, "concurrency", "wrong-type"],
    "waitUntil: \"finished\"": [{ waitUntil: "finished" }, "waitUntil", "malformed"],
    "timeoutMs: 0": [{ timeoutMs: 0 }, "timeoutMs", "out-of-range"],
    "an onResult that is no function": [{ onResult: 1 }, "onResult", "wrong-type"],
    "an onProgress that is no function": [{ onProgress: {} }, "onProgress", "wrong-type"],
    "a signal that is none": [{ signal: {} }, "signal", "wrong-type"],
    "options that are no object": [7, "options", "wrong-type"],
  };
  for (const [what, [options, parameter, code]] of Object.entries(cases)) {
    test(`${what} reject, and no iterable is touched`, async () => {
      const ids = {
        [Symbol.iterator]() {
          assert.fail("the iterable was touched");
        },
      };
      const given = what.startsWith("a signal") ? ["exec-1"] : ids;
      await assert.rejects(client().cancelExecutions(given, options), (error) => {
        assert.ok(error instanceof InvalidInputError);
        assert.deepEqual(error.problems.map(({ parameter, code }) => [parameter, code]), [[parameter, code]]);
        assert.equal(error.outcome, "not-sent");
        return true;
      });
      assert.equal(await sent(), 0);
    });
  }
});

describe("wrong ids", () => {
  const NOT_ITERABLE = { "no ids": undefined, null: null, "a number": 7, "a string": "exec-8a2aaf460fdf47c6b5ef", "an object": {} };
  for (const [what, ids] of Object.entries(NOT_ITERABLE)) {
    test(`${what} reject`, () => assert.rejects(client().cancelExecutions(ids), { name: "InvalidInputError" }));
  }

  for (const [what, wrap] of [["an array", (ids) => ids], ["a set", (ids) => new Set(ids)]]) {
    test(`${what} is checked as a whole before anything is sent`, async () => {
      const ids = wrap(["exec-1", "", "exec-2", 7, "x".repeat(1_025), "exec-\u{200b}", "\ud800", null]);
      await assert.rejects(client().cancelExecutions(ids), (error) => {
        assert.deepEqual(
          error.problems.map(({ parameter, code }) => [parameter, code]),
          [
            ["executionIds[1]", "empty"],
            ["executionIds[3]", "wrong-type"],
            ["executionIds[4]", "too-long"],
            ["executionIds[5]", "malformed"],
            ["executionIds[6]", "malformed"],
            ["executionIds[7]", "wrong-type"],
          ],
        );
        return true;
      });
      assert.equal(await sent(), 0);
    });
  }

  test("a hundred thousand wrong ids give a hundred problems", async () => {
    await assert.rejects(client().cancelExecutions(new Array(100_000).fill("")), ({ problems }) => problems.length === 100);
  });

  test("an iterable has a result for each wrong id, and goes on", async () => {
    const ids = await executions(emulator, 2);
    const wrong = [7, null, undefined, {}, "", "x".repeat(2_000), "\ud800", Promise.resolve("exec-1")];
    const report = await client().cancelExecutions([ids[0], ...wrong, ids[1]].values());
    assert.deepEqual({ ...report.counts }, counts({ accepted: 2, "not-sent": wrong.length }));
    assert.ok(report.results.slice(1, -1).every(({ error }) => error instanceof InvalidInputError));
    assert.equal(await sent(), 2);
  });
});

describe("iterables", () => {
  const kinds = {
    "an array": (ids) => ids,
    "a set": (ids) => new Set(ids),
    "a generator": (ids) => (function* () { yield* ids; })(),
    "an async generator": (ids) => (async function* () { for (const id of ids) yield id; })(),
    "an iterable without return()": (ids) => ({ [Symbol.iterator]: () => ({ next: ids.values().next.bind(ids.values()) }) }),
    "a stream": (ids) => ReadableStream.from(ids),
  };
  for (const [what, wrap] of Object.entries(kinds)) {
    test(`${what} is cancelled in its order, each id once`, async () => {
      const ids = await executions(emulator, 30);
      const report = await client().cancelExecutions(wrap([...ids, ...ids]));
      await judge(emulator, ids, report);
      assert.deepEqual({ ...report.counts }, counts({ accepted: 30 }));
      assert.equal(await sent(), 30);
    });
  }

  test("an empty one gives an empty report and one report of the progress", async () => {
    for (const ids of [[], new Set(), (function* () {})(), (async function* () {})()]) {
      const progress = [];
      const report = await client().cancelExecutions(ids, { onProgress: (state) => progress.push(state), waitUntil: "ended" });
      assert.deepEqual([{ ...report.counts }, report.results, report.stopped], [counts(), [], undefined]);
      assert.deepEqual(progress.map(({ total, settled }) => [total, settled]), [[0, 0]]);
    }
  });

  test("the same id ten thousand times is one execution", async () => {
    const [id] = await executions(emulator, 1);
    const report = await client().cancelExecutions(new Array(10_000).fill(id));
    assert.deepEqual([report.counts.accepted, report.results.length, await sent()], [1, 1, 1]);
  });

  test("executions that listExecutions finds can be passed on", async () => {
    const ids = await executions(emulator, 150, { details: { templateName: "bad-template" } });
    const oos = client();
    async function* found() {
      for await (const { executionId } of oos.listExecutions({ templateName: "bad-template", status: "Running" })) yield executionId;
    }
    const report = await oos.cancelExecutions(found());
    assert.equal(report.counts.accepted, 150);
    assert.deepEqual(new Set(report.results.map(({ executionId }) => executionId)), new Set(ids));
  });

  test("a hundred thousand ids are taken, and an abort leaves the rest unsent", async () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => `exec-${String(index).padStart(20, "0")}`);
    const controller = new AbortController();
    let totals = new Set();
    const report = await client().cancelExecutions(ids, {
      signal: controller.signal,
      onProgress: ({ settled, total }) => {
        totals.add(total);
        if (settled > 100) controller.abort();
      },
    });
    assert.equal(report.results.length, 100_000);
    assert.deepEqual([...totals], [100_000]);
    assert.equal(report.stopped, "aborted");
    assert.equal(report.counts.refused + report.counts.unknown + report.counts["not-sent"], 100_000);
    assert.ok(report.counts["not-sent"] > 90_000);
  });

  for (const [what, ids] of Object.entries({
    "a generator": (yielded) => (function* () { yield* yielded; throw new Error("half-way"); })(),
    "an async generator": (yielded) => (async function* () { yield* yielded; throw new Error("half-way"); })(),
  })) {
    test(`${what} that throws half-way ends the taking; what it had returned is cancelled`, async () => {
      const known = await executions(emulator, 20);
      const report = await client().cancelExecutions(ids(known));
      await judge(emulator, known, report);
      assert.deepEqual([{ ...report.counts }, report.stopped], [counts({ accepted: 20 }), "source"]);
      assert.equal(report.cause.message, "half-way");
    });
  }

  const thrown = new Error("hostile");
  const fails = () => {
    throw thrown;
  };
  const step = (more) => ({ [Symbol.iterator]: () => ({ next: () => more }) });
  const HOSTILE = {
    "a step whose done throws": Object.defineProperty({}, "done", { get: fails }),
    "a step whose value throws": Object.defineProperty({ done: false }, "value", { get: fails }),
    "a step that is null": null,
    "a step that is undefined": undefined,
    // A loop of the language throws as well. Without an end they would be endless.
    "a step that is a number": 7,
    "a step that is a string": "exec-8a2aaf460fdf47c6b5ef",
  };
  for (const [what, more] of Object.entries(HOSTILE)) {
    test(`one with ${what} is a source that failed`, async () => {
      const report = await client().cancelExecutions(step(more));
      assert.deepEqual([report.stopped, report.results.length], ["source", 0]);
      assert.ok(report.cause === thrown || report.cause instanceof TypeError);
    });
  }

  test("one that yields a promise of each id is awaited only if it is async", async () => {
    const [one, other] = await executions(emulator, 2);
    const sync = await client().cancelExecutions([Promise.resolve(one)].values());
    assert.deepEqual({ ...sync.counts }, counts({ "not-sent": 1 }));
    const async = await client().cancelExecutions((async function* () { yield Promise.resolve(other); })());
    assert.deepEqual({ ...async.counts }, counts({ accepted: 1 }));
  });

  test("one whose return() throws or rejects is closed without an error", async () => {
    for (const close of [fails, async () => fails()]) {
      const [id] = await executions(emulator, 1);
      let closed = 0;
      const ids = {
        [Symbol.asyncIterator]: () => ({
          next: async () => ({ done: false, value: id }),
          return: () => {
            closed++;
            return close();
          },
        }),
      };
      const controller = new AbortController();
      const report = await client().cancelExecutions(ids, { signal: controller.signal, onResult: () => controller.abort() });
      assert.deepEqual([report.stopped, report.counts.accepted, closed], ["aborted", 1, 1]);
    }
  });

  test("a set and an array whose methods were replaced are read as they are", async () => {
    const ids = await executions(emulator, 2);
    const set = Object.assign(new Set(ids), { forEach: fails, values: fails, [Symbol.iterator]: fails });
    const array = Object.assign([...ids], { forEach: fails, values: fails, [Symbol.iterator]: fails });
    for (const given of [set, array]) assert.equal((await client().cancelExecutions(given)).results.length, 2);
  });

  test("an array with holes or getters that throw is checked like any other", async () => {
    const odd = ["exec-1", , "exec-3"];
    Object.defineProperty(odd, 2, { get: fails });
    await assert.rejects(client().cancelExecutions(odd), ({ problems }) => {
      assert.deepEqual(problems.map(({ parameter, code }) => [parameter, code]), [["executionIds[1]", "wrong-type"], ["executionIds[2]", "malformed"]]);
      return true;
    });
  });

  test("one whose iterator cannot even be opened is a source that failed", async () => {
    const ids = {
      [Symbol.iterator]() {
        throw new Error("locked");
      },
    };
    const report = await client().cancelExecutions(ids);
    assert.deepEqual([report.stopped, report.cause.message, report.results.length], ["source", "locked", 0]);
  });

  test("one that never ends is read as there is room, until an abort, and is closed then", async () => {
    const known = await executions(emulator, 50);
    let returned = 0;
    let closed = false;
    function* endless() {
      try {
        for (;;) yield known[returned++] ?? `exec-${returned}`;
      } finally {
        closed = true;
      }
    }
    const controller = new AbortController();
    const report = await client().cancelExecutions(endless(), {
      signal: controller.signal,
      onResult: () => returned >= 200 && controller.abort(new Error("enough")),
    });
    assert.equal(report.stopped, "aborted");
    assert.equal(report.cause.message, "enough");
    assert.ok(closed && returned < 260, `${returned} ids were read`);
    assert.ok(report.results.length >= returned - 1);
  });

  test("one that returns the same id for ever does not keep the process busy", async () => {
    const [id] = await executions(emulator, 1);
    function* same() {
      for (;;) yield id;
    }
    const controller = new AbortController();
    const onResult = () => setTimeout(() => controller.abort(), 300);
    const report = await client().cancelExecutions(same(), { signal: controller.signal, onResult });
    assert.deepEqual([report.stopped, report.counts.accepted], ["aborted", 1]);
  });

  test("one that never returns another id ends with an abort", async () => {
    const [id] = await executions(emulator, 1);
    async function* stuck() {
      yield id;
      await new Promise(() => {});
    }
    const controller = new AbortController();
    const report = await client().cancelExecutions(stuck(), { signal: controller.signal, onResult: () => controller.abort() });
    assert.deepEqual([report.stopped, report.counts.accepted], ["aborted", 1]);
  });
});

describe("a client that cannot be used", () => {
  test("rejects before the ids are touched", async () => {
    const oos = client();
    oos.free();
    await assert.rejects(oos.cancelExecutions(["exec-1"]), (error) => error instanceof StateError && error.code === "Freed");
    await assert.rejects(OosClient.prototype.cancelExecutions.call({}, ["exec-1"]), { code: "NotUsable" });
  });
});
