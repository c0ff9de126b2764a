// The compiled package, and what every test of this folder needs of it.

import { readFile } from "node:fs/promises";

const folder = new URL("../../../pkg/", import.meta.url);
const { exports } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));

/** The entry point for Node, Deno and Bun. */
export const ENTRY = new URL(exports["."].node.default, folder).href;

/** `UNDER_ATTACK_LONG=1` tries more of everything. */
export const LONG = process.env.UNDER_ATTACK_LONG === "1";

export const SECRET = "k9ZtQ2mVx7LrPw4NcB8sYdHg3JfUa6";

// As long as STS makes them, with every character that encoders treat differently. Random, so that no part of it is in any
// text by accident.
export const TOKEN =
  "CAISgQJ1q6Ft5B2yfSjIr5fB/L+Gr7VWzqWDY0jQ1nE9Kc==&uT4<mXv>8'oP lZ3bR%s7HyqWkD0eAxNfCgVi2p5M6tJhB9LwUnOr1Y";

export const TEMPORARY = { accessKeyId: "STS.NUgYrLnoC37mZZCNnAbez", accessKeySecret: SECRET, securityToken: TOKEN };

export const PERMANENT = { accessKeyId: "LTAI5tExampleAccessKeyId", accessKeySecret: SECRET };

/** An ExecutionId that no other call has. */
export function newExecutionId() {
  executions += 1;
  return `exec-${executions.toString(16).padStart(20, "0")}`;
}
let executions = 0;

/** A RequestId as OOS writes them. */
export const REQUEST_ID = "14A07460-EBE7-47CA-9757-12CC4761D47A";
