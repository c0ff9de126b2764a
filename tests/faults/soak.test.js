// Thousands of calls in one page and in one worker, a third of them spoiled: every one ends, honestly, and leaves nothing behind.
// `SOAK_SEED` has a run again, `SOAK_CALLS` says how many calls.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { BROWSERS } from "../support/browsers.js";
import { assertHonest } from "./honest.js";
import { eachFault, heavy, mixed, stalled } from "./plan.js";
import { forEach, openSession } from "./session.js";

const SEED = Number(process.env.SOAK_SEED ?? randomInt(2 ** 32));
const CALLS = Number(process.env.SOAK_CALLS ?? 300);
const WARM_UP = Math.min(200, Math.round(CALLS / 3));
// What the module keeps once it has first needed it, such as the name of a rare property.
const KEPT_HANDLES = 4;

for (const browser of BROWSERS) {
  describe(`a soak in ${browser}`, () => {
    let session;
    before(async () => {
      session = await openSession(browser);
    });
    after(() => session?.close());

    for (const where of ["page", "worker"]) {
      test(`${CALLS} calls in a ${where}, from the seed ${SEED}`, async (t) => {
        const { ask } = session.emulator;
        // The heaviest at first and at the same time, so that whatever they need is there when the warm-up ends.
        const certain = [...heavy(SEED + 1, 8), ...eachFault(SEED + 2)];
        const calls = [...certain, ...mixed(SEED, CALLS - certain.length)];
        const cutShort = stalled(SEED + 3, 4);
        await ask("POST", "reset");
        await forEach([...calls, ...cutShort], async ({ executionId, fault }) => {
          await ask("POST", "executions", { executionId });
          if (fault) await ask("POST", "faults", { ...fault, executionId });
        });

        const started = performance.now();
        const { ends, cut, gauged } = await session.run(where, "carryTogether", {
          warmUp: calls.slice(0, WARM_UP), calls: calls.slice(WARM_UP), cutShort,
        });
        t.diagnostic(`${browser}, ${where}: ${CALLS} calls in ${Math.round(performance.now() - started)} ms`);
        t.diagnostic(JSON.stringify(gauged));

        const found = await forEach(calls, async ({ executionId }, index) => {
          const { cancelCount: ran } = await ask("GET", `executions/${executionId}`);
          return { ...ends[index], ran };
        });
        t.diagnostic(summary(found));
        found.forEach((it, index) => assertHonest(it, JSON.stringify(calls[index])));
        assert.deepEqual(new Set(cut.map(({ got }) => got)), new Set(["the operator has had enough"]));
        const [warm, ...later] = gauged;
        for (const { memoryBytes, handles, listeners } of later) {
          assert.equal(memoryBytes, warm.memoryBytes, "the module's memory grows");
          assert.ok(handles <= warm.handles + KEPT_HANDLES, `${warm.handles} handles have become ${handles}`);
          assert.equal(listeners, 0, "listeners stay on signals");
        }
      });
    }
  });
}

function summary(ends) {
  const counts = new Map();
  for (const { got, outcome = "" } of ends) counts.set(`${got} ${outcome}`, (counts.get(`${got} ${outcome}`) ?? 0) + 1);
  return [...counts].sort().map(([end, count]) => `${count} ${end.trim()}`).join(", ");
}
