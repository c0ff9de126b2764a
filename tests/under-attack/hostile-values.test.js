// A hostile value in every place of every call, again and again: synchronous functions return or throw an OosError at once,
// promises settle, and the module lives on.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { VALUES } from "./hostile-values.js";
import { Crew } from "./support/crew.js";

const crew = new Crew("hostile-values.js");
after(() => crew.stop());

describe("a hostile value", { concurrency: 4 }, () => {
  for (const name of Object.keys(VALUES)) {
    test(name, async () => assert.equal((await crew.give({ name })).complaints.join("\n"), ""));
  }
});
