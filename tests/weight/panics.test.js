import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { allowed } from "./panics.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = (path) => readFileSync(`${root}${path}`);

// Where Rust goes when it panics.
const panics = /::panicking::|slice_error_fail|slice_index_fail|unwrap_failed|expect_failed|panic_|handle_error|handle_alloc_error|capacity_overflow|len_mismatch_fail/;

/** The functions of the named module that call a panicking one: `caller -> callee`, without hashes. */
function callers() {
  const text = execFileSync(`${root}.ci/with-wasm`, ["wasm-opt", "--print", "--all-features", `${root}target/named.wasm`], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const plain = (name) => name.replaceAll("\\", "").replaceAll(/"|\[[0-9a-f]{16}\]|::h[0-9a-f]{16}/g, "");
  const found = new Set();
  let caller;
  for (const [, func, call] of text.matchAll(/\((?:func \$("[^"]*"|[^ ()]*)|call \$("[^"]*"|[^ ()]*))/g)) {
    if (func) caller = plain(func);
    else if (panics.test(call) && !panics.test(caller)) found.add(`${caller} -> ${plain(call)}`);
  }
  return [...found].sort();
}

test("the module with names is the published one", () => {
  assert.ok(built("target/named-stripped.wasm").equals(built("pkg/wasm/oos_cancel_wasm_bg.wasm")));
});

test("every possible panic is explained", () => {
  const found = callers();
  assert.ok(found.length > 0, "the names of the functions were not found");
  assert.deepEqual(found.filter((line) => !allowed.some(({ pattern }) => pattern.test(line))), []);
  const idle = allowed.filter(({ pattern }) => !found.some((line) => pattern.test(line)));
  assert.deepEqual(idle, [], "these explain nothing any more");
});
