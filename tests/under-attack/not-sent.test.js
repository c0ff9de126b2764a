// What could not leave was not sent, and the error says so; what may have left is never called that.

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";

import { closedOrigin } from "./support/closed-origin.js";
import { ID, REGION, client, restoreFetch } from "./support/noted.js";
import { ENTRY, PERMANENT, REQUEST_ID } from "./support/package.js";

const oos = await import(ENTRY);
const realRandom = Object.getOwnPropertyDescriptor(Crypto.prototype, "getRandomValues");

afterEach(() => {
  restoreFetch();
  Object.defineProperty(Crypto.prototype, "getRandomValues", realRandom);
});

describe("a request that cannot be sent", () => {
  const end = (promise) => promise.then(() => assert.fail("accepted"), (error) => error);
  const ways = { "nobody listens": closedOrigin, "nobody has that name": () => "https://nowhere.invalid" };
  for (const [name, endpoint] of Object.entries(ways)) {
    test(`${name}: nothing was sent, and no word of CORS outside of browsers`, async () => {
      const error = await end(client({ endpoint: await endpoint() }).cancelExecution(ID));
      assert.equal(error.outcome, "not-sent", error.message);
      assert.doesNotMatch(error.message, /CORS/);
    });
  }

  test("missing randomness on a retry is not wrong input", async () => {
    let calls = 0;
    globalThis.fetch = async () => {
      calls += 1;
      Object.defineProperty(Crypto.prototype, "getRandomValues", { ...realRandom, value: () => { throw new Error("no"); } });
      throw new TypeError("fetch failed");
    };
    // Nonces may have been made in advance.
    const error = await end(client({ retry: { maxAttempts: 10, baseDelayMs: 1, maxDelayMs: 1 } }).cancelExecution(ID));
    assert.ok(calls > 0);
    assert.equal(error.outcome, "unknown");
    assert.notEqual(error.name, "InvalidInputError");
  });

  test("missing randomness is a StateError", async (t) => {
    globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));
    Object.defineProperty(Crypto.prototype, "getRandomValues", { ...realRandom, value: () => { throw new Error("no"); } });
    // Nonces may have been made in advance.
    for (let index = 0; index < 200; index++) {
      const error = await end(client().cancelExecution(ID));
      if (error.name === "NetworkError") continue;
      assert.equal(error.name, "StateError");
      assert.equal(error.outcome, "not-sent");
      return;
    }
    t.skip("the package has kept the platform's own function");
  });

  test("beyond the keepalive limit, one request without `keepalive`", async () => {
    const flags = [];
    globalThis.fetch = async (url, init) => {
      flags.push(init.keepalive ?? false);
      if (init.keepalive) throw new TypeError("Failed to fetch");
      return new Response(JSON.stringify({ RequestId: REQUEST_ID }));
    };
    const { requestId } = await client({ requestStyle: "form", retry: { maxAttempts: 2, baseDelayMs: 1 } }).cancelExecution(ID);
    assert.equal(requestId, REQUEST_ID);
    assert.equal(flags.at(-1), false);
  });
});

test("a freed client gives a StateError", async () => {
  const freed = client();
  freed.free();
  const error = await freed.cancelExecution(ID).catch((it) => it);
  assert.equal(error.name, "StateError");
  assert.equal(error.outcome, "not-sent");
  const signer = new oos.CancelUrlSigner({ ...REGION, credentials: PERMANENT });
  signer.free();
  assert.throws(() => signer.sign(ID), { name: "StateError" });
});
