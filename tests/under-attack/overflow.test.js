// A stack that overflows elsewhere in the page: the module lives on, or everything says by a StateError that it was interrupted.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { Crew } from "./support/crew.js";

const TOUCHES = [
  "validateCancelUrl",
  "signCancelUrl",
  "sendCancelUrl",
  "cancelExecution",
  "new OosClient",
  "CancelUrlSigner.sign",
  "free",
  "an error",
  "abort",
  "all",
];

const crew = new Crew("overflow.js");
after(() => crew.stop());

describe("a stack that overflows and at its deepest point touches", { concurrency: 2 }, () => {
  for (const touch of TOUCHES) {
    test(touch, async () => {
      const { complaints } = await crew.give({ touch }, { alone: true });
      assert.equal(complaints.join("\n"), "");
    });
  }
});
