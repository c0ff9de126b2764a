// Another `fetch` in the place of the platform's: what it gives is read if it can be, and every call settles.

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";

import { FETCHES } from "./replaced-fetches.js";
import { ENDPOINT } from "./support/exercise.js";
import { ENTRY, PERMANENT, REQUEST_ID, newExecutionId } from "./support/package.js";
import { settled, shown } from "./support/settled.js";

const oos = await import(ENTRY);
const { fetch: realFetch } = globalThis;

const cancel = (options, callOptions) =>
  new oos.OosClient({ endpoint: ENDPOINT, credentials: PERMANENT, retry: false, ...options }).cancelExecution(newExecutionId(), callOptions);

afterEach(() => {
  globalThis.fetch = realFetch;
});

describe("a replaced fetch that", { concurrency: false }, () => {
  for (const [name, { fetch, accepted }] of Object.entries(FETCHES)) {
    test(name, async () => {
      const { url } = oos.signCancelUrl({ executionId: newExecutionId(), endpoint: ENDPOINT, credentials: PERMANENT });
      globalThis.fetch = fetch;
      const reason = new Error("the operator has had enough");
      const controller = new AbortController();
      const calls = {
        "by its deadline": cancel({ timeoutMs: 150 }),
        "tried again": cancel({ timeoutMs: 150, retry: { maxAttempts: 2, baseDelayMs: 1 } }),
        "as a form": cancel({ timeoutMs: 150, requestStyle: "form" }),
        "sent from a URL": oos.sendCancelUrl(url, { allowedOrigins: [ENDPOINT], timeoutMs: 150 }),
        "by its signal": cancel({ timeoutMs: 60_000 }, { signal: controller.signal }),
      };
      setTimeout(() => controller.abort(reason), 150);
      const ends = await Promise.all(Object.entries(calls).map(async ([how, promise]) => [how, await settled(promise)]));
      for (const [how, end] of ends) {
        const title = `${how}: ${shown(end)}`;
        assert.ok(!end.pending, title);
        if (accepted) assert.equal(end.value?.requestId, REQUEST_ID, title);
        if (end.error === reason && how === "by its signal") continue;
        // It was handed over: whatever went wrong later, it may have been carried out.
        if (end.error) assert.ok(end.error instanceof oos.OosError, title);
        if (end.error && !/throws instead/.test(name)) assert.equal(end.error.outcome, "unknown", title);
      }
    });
  }
});
