// A name planted on `Object.prototype`: what was cancelled stays accepted, `{}` is no success, nothing that was planted is sent,
// and nothing is sent elsewhere.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { NAMES, WAYS } from "./polluted-prototypes.js";
import { Crew } from "./support/crew.js";

const crew = new Crew("polluted-prototypes.js");
after(() => crew.stop());

describe("a name planted on Object.prototype", { concurrency: 4 }, () => {
  for (const name of NAMES) {
    test(name, async () => {
      for (const way of Object.keys(WAYS)) {
        for (const when of ["before", "between"]) {
          const { skipped, complaints } = await crew.give({ name, way, when });
          if (!skipped) assert.equal(complaints.join("\n"), "", `${way}, ${when} the requests`);
        }
      }
    });
  }
});
