import assert from "node:assert/strict";
import { test } from "node:test";

import { readme } from "./table.js";

test("the README of the package shows its consumers", async () => {
  const { present, wanted } = await readme();
  assert.equal(present, wanted, "node tests/consumers/table.js writes it");
});
