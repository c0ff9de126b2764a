// Node 20 and 22 end the whole process where an optimised caller is deoptimised while it waits for an export of a module that gives
// a reference: the package has none that can be inlined. Here the callers are deoptimised on purpose, again and again.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { LONG } from "./support/package.js";
import { NODES } from "./support/runtimes.js";

const start = promisify(execFile);
const CHILD = fileURLToPath(new URL("children/deopt.js", import.meta.url));
const CALLS = LONG ? 1_000_000 : 4_000;
const WHAT = ["cancelExecution", "sendCancelUrl", "sign", "signCancelUrl", "validateCancelUrl", "new OosClient"];
const AFFECTED = ["Node 20", "Node 22"];

describe(`${CALLS} calls whose callers are deoptimised`, { concurrency: 2 }, () => {
  for (const [title, { command, missing }] of Object.entries(NODES)) {
    const skip = missing || (!LONG && !AFFECTED.includes(title) && "only with UNDER_ATTACK_LONG=1");
    for (const what of WHAT) {
      test(`${what} in ${title}`, { skip }, async () => {
        const [program] = command;
        const end = await start(program, [CHILD, what, String(CALLS)]).catch((error) => error);
        assert.equal(end.stdout?.trim(), `${what}: ${CALLS}`, `ended with ${end.signal ?? end.code}: ${end.stderr?.slice(0, 300)}`);
      });
    }
  }
});
