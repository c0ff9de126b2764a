// Processes of their own: Node with the bundle, cargo with the benches of the crate.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { OUT } from "./bundle.js";
import { WORKLOADS } from "./workloads.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../", import.meta.url));
const options = { cwd: root, maxBuffer: 2 ** 26 };

export async function inNode({ rounds, roundMs }) {
  const { stdout } = await run(process.execPath, [`${OUT}in-node.js`, JSON.stringify({ rounds, roundMs })], options);
  return { version: `Node ${process.versions.node}`, ...JSON.parse(stdout) };
}

/** Nanoseconds, by criterion. */
export async function natively({ seconds }) {
  const times = ["--warm-up-time", "1", "--measurement-time", String(seconds)];
  await run("cargo", ["bench", "--quiet", "--manifest-path", "benches/native/Cargo.toml", "--bench", "native", "--", ...times], {
    ...options,
    env: { ...process.env, CARGO_TARGET_DIR: `${root}target` },
  });
  const results = {};
  for (const job of ["sign", "validate"]) {
    for (const workload of Object.keys(WORKLOADS)) {
      const text = await readFile(`${root}target/criterion/${job}-${workload}/new/estimates.json`, "utf8");
      (results[job] ??= {})[workload] = JSON.parse(text).median.point_estimate;
    }
  }
  return results;
}
