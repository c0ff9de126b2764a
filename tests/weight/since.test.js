import assert from "node:assert/strict";
import { test } from "node:test";

import { since } from "./since.js";

const found = { wasm: { raw: 90, gzip: 40, brotli: 30 }, page: { raw: 100, gzip: 50, brotli: 40 } };

test("without a release it says so", () => {
  const { title, of } = since(found, null);
  assert.deepEqual([title, of("wasm", "raw")], ["since a release", "no release yet"]);
});

test("with one it is the difference, and a part that the release did not have is new", () => {
  const { title, of } = since(found, { version: "0.1.0", weight: { wasm: { raw: 100, gzip: 38, brotli: 30 } } });
  assert.equal(title, "since 0.1.0");
  assert.deepEqual(["raw", "gzip", "brotli"].map((measure) => of("wasm", measure)), ["-10", "+2", "0"]);
  assert.equal(of("page", "raw"), "new");
});
