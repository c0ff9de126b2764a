import assert from "node:assert/strict";
import { test } from "node:test";

import { documents } from "./table.js";

test("docs/deployment.md and the README of the package show its consumers", async () => {
  for (const { present, wanted } of await documents()) assert.equal(present, wanted, "node tests/consumers/table.js writes it");
});
