// What a call makes of every fault, over real HTTP, in both browsers: the table of faults.js, and what must hold always.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { BROWSERS } from "../support/browsers.js";
import { casesOf, LATE, ROWS, SENT_ONCE, SETTINGS, WAYS } from "./faults.js";
import { assertHonest } from "./honest.js";
import { forEach, openSession } from "./session.js";
import { document } from "./table.js";

test("docs/reliability.md shows the table", async () => {
  const { present, wanted } = await document();
  assert.equal(present, wanted, "node tests/faults/table.js writes it");
});

for (const browser of BROWSERS) {
  describe(`every fault in ${browser}`, () => {
    let session;
    // Filled before the tests: what became of each case.
    const matrix = ROWS.map((row) => ({ row, cases: casesOf(row, browser, WAYS) }));
    const sentOnce = SENT_ONCE.map((row) => ({ row, cases: casesOf(row, browser, ["GET", "POST"]) }));

    before(async () => {
      session = await openSession(browser);
      for (const [settings, rows] of bySettings(matrix)) await carry("carryApart", rows, settings);
      await carry("sendOnce", sentOnce);
    });

    after(() => session?.close());

    for (const { row, cases } of matrix) {
      test(row.detail ? `${row.words}: ${row.detail}` : row.words, () => cases.forEach((it) => assertAsWritten(row, it)));
    }

    test("a URL signed elsewhere is sent once", () => {
      for (const { row, cases } of sentOnce) cases.forEach((it) => assertAsWritten(row, it));
    });

    test("no cancelled execution is called refused or not sent, and no success is invented", () => {
      const all = [...matrix, ...sentOnce].flatMap(({ cases }) => cases);
      for (const { title, got, hiddenByBrowser } of all) if (!hiddenByBrowser) assertHonest(got, title);
      console.log(`${all.length} cases in ${browser}`);
    });

    /** One run in the page for all that share the emulator's settings. */
    async function carry(name, rows, settings) {
      const { ask } = session.emulator;
      await ask("POST", "reset");
      await ask("POST", "settings", { ...SETTINGS, ...settings });
      const all = rows.flatMap(({ row, cases }) => cases.map((it) => ({ row, it })));
      const calls = await forEach(all, async ({ row: { credentials, timeoutMs }, it: { way, faults } }) => {
        const { executionId } = await ask("POST", "executions", {});
        for (const fault of faults) await ask("POST", "faults", { ...fault, executionId });
        return { executionId, way, credentials, timeoutMs };
      });
      const ends = await session.run("page", name, { calls });
      if (rows.some(({ row }) => row.timeoutMs)) await sleep(LATE);
      await forEach(calls, async ({ executionId }, index) => {
        const { cancelCount: ran } = await ask("GET", `executions/${executionId}`);
        const requests = await ask("GET", `requests?executionId=${executionId}`);
        all[index].it.got = { ...ends[index], ran, requests };
      });
    }
  });
}

function bySettings(rows) {
  const groups = new Map();
  for (const entry of rows) {
    const key = JSON.stringify(entry.row.settings ?? {});
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups].map(([key, group]) => [JSON.parse(key), group]);
}

function assertAsWritten({ waitsMs = 0 }, { title, expected, repeatedByBrowser, got: { waitedMs, requests, ...got } }) {
  assert.deepEqual(got, expected, title);
  // Each attempt has a nonce of its own; what the browser repeats by itself has the same one.
  const nonces = new Set(requests.map(({ parameters }) => parameters.SignatureNonce));
  assert.equal(nonces.size, got.attempts, `${title}: nonces`);
  if (!repeatedByBrowser) assert.equal(requests.length, got.attempts, `${title}: requests`);
  for (const waited of waitedMs.slice(1)) assert.ok(waited >= waitsMs, `${title}: waited ${waited} ms`);
}
