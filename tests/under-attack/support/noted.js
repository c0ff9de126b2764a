// What the tests of input share: calls whose requests are only noted.

import assert from "node:assert/strict";

import { ENTRY, PERMANENT, REQUEST_ID } from "./package.js";

const oos = await import(ENTRY);
const { fetch: realFetch } = globalThis;

export const ID = "exec-8a2aaf460fdf47c6b5ef";
export const REGION = { regionId: "cn-hangzhou" };

export const sign = (options) => oos.signCancelUrl({ executionId: ID, ...REGION, credentials: PERMANENT, ...options });
export const client = (options) => new oos.OosClient({ ...REGION, credentials: PERMANENT, retry: false, ...options });

/** The parameters of each request since `accept`. */
export const sent = [];

/** Has every request accepted. */
export function accept() {
  sent.length = 0;
  globalThis.fetch = async (url, init) => {
    sent.push(new URLSearchParams(`${new URL(url).searchParams}&${init.body ?? ""}`));
    return new Response(JSON.stringify({ RequestId: REQUEST_ID }));
  };
}

export function restoreFetch() {
  globalThis.fetch = realFetch;
}

/** For `assert.throws`: an InvalidInputError whose problems match. */
export const invalid = (pattern) => (error) => {
  assert.ok(error instanceof oos.InvalidInputError, `${error?.stack ?? error}`);
  assert.equal(error.outcome, "not-sent");
  if (pattern) assert.match(JSON.stringify(error.problems), pattern);
  return true;
};
