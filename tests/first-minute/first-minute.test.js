// The first minute with the project: `make demo` does nothing twice, and `make help` explains every target.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const cwd = fileURLToPath(new URL("../../", import.meta.url));
const run = (program, ...parameters) => execFileSync(program, parameters, { cwd, encoding: "utf8" });
const build = () => run(".ci/build-wasm");

test("the package is built again only if something has changed", (t) => {
  build();
  const start = performance.now();
  assert.equal(build(), "");
  t.diagnostic(`nothing to build, seen in ${Math.round(performance.now() - start)} ms`);

  const glue = `${cwd}pkg/wasm/oos_cancel_wasm.js`;
  const built = readFileSync(glue, "utf8");
  appendFileSync(glue, "// changed\n");
  assert.match(build(), /compiling to wasm/);
  assert.equal(readFileSync(glue, "utf8"), built);
  assert.equal(build(), "");
});

test("make help says what each target is for and how long it takes", () => {
  const explained = [...run("make", "--no-print-directory", "help").matchAll(/^make ([a-z-]+) +(\S.*?) {2,}(\S.*)$/gm)];
  const targets = [...readFileSync(`${cwd}Makefile`, "utf8").matchAll(/^([a-z-]+):.*## /gm)].map(([, name]) => name);
  assert.deepEqual(explained.map(([, name]) => name), targets);
  for (const [line, , time] of explained) assert.match(time, /^(?:at once|\d+ (?:s|min|h))$/, line);
});
