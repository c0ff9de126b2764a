// Fake timers, as test frameworks install them: calls that need no timer settle meanwhile, and so does every later one.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { Crew } from "./support/crew.js";

const KINDS = ["Jest's", "Jest's, at the beginning of time", "sinon's", "node:test's", "a queueMicrotask that never runs"];

const crew = new Crew("fake-timers.js");
after(() => crew.stop());

describe("fake timers", { concurrency: 2 }, () => {
  for (const name of [...KINDS, "a wait"]) {
    test(name, async () => {
      const { complaints } = await crew.give({ name }, { alone: true });
      assert.equal(complaints.join("\n"), "");
    });
  }
});
