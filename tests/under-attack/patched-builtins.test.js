// Each builtin replaced after the package is loaded: every call settles, every error is one of the package's, what was cancelled
// is never called refused, and once the builtin is back all of it works again.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { BUILTINS, FREEZERS, FROZEN, WAYS } from "./patched-builtins.js";
import { Crew } from "./support/crew.js";

const crew = new Crew("patched-builtins.js");
after(() => crew.stop());

const rowsOf = (path) =>
  Object.keys(WAYS).flatMap((way) => ["before", "between"].map((when) => ({ path, way, when })));

describe("a patched builtin", { concurrency: 4 }, () => {
  for (const path of BUILTINS) {
    test(path, async (t) => {
      let tried = 0;
      for (const row of rowsOf(path)) {
        const { skipped, complaints } = await crew.give(row);
        if (skipped) continue;
        tried += 1;
        assert.equal(complaints.join("\n"), "", `${row.way}, patched ${row.when === "before" ? "before the calls" : "while requests are under way"}`);
      }
      if (tried === 0) t.skip("not here");
    });
  }
});

describe("a frozen object", { concurrency: 4 }, () => {
  for (const path of FROZEN) {
    for (const freezer of FREEZERS) {
      test(`Object.${freezer}(${path})`, async () => {
        const { complaints } = await crew.give({ path, freezer }, { alone: true });
        assert.equal(complaints.join("\n"), "");
      });
    }
  }
});
