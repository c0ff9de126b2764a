// Input as it comes: `null` from JSON, an empty token from an SDK, a Date of another realm, other names for the same thing, a key
// with the quotes that it was pasted with.

import { handlesInUse, memoryBytes } from "./support/handles.js";

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { runInNewContext } from "node:vm";

import { ENDPOINT } from "./support/exercise.js";
import { ID, REGION, accept, client, invalid, restoreFetch, sent, sign } from "./support/noted.js";
import { ENTRY, PERMANENT, REQUEST_ID, SECRET, TEMPORARY } from "./support/package.js";

const oos = await import(ENTRY);

afterEach(restoreFetch);

describe("null counts as absent", () => {
  const url = () => sign({}).url;
  const cases = {
    "signCancelUrl": [["network", "method", "nonce", "timestamp", "endpoint"], (options) => sign(options)],
    "signCancelUrl with an endpoint": [["regionId", "network"], (options) => sign({ ...options, endpoint: ENDPOINT })],
    "the credentials": [["securityToken", "expiration"], (more) => sign({ credentials: { ...PERMANENT, ...more } })],
    "new CancelUrlSigner": [["network", "method", "endpoint"], (more) => new oos.CancelUrlSigner({ ...REGION, credentials: PERMANENT, ...more })],
    "validateCancelUrl": [["method", "credentials", "allowedOrigins", "now", "validityMinutes"], (options) => assert.ok(oos.validateCancelUrl(url(), options).valid)],
    "new OosClient": [["network", "endpoint", "method", "requestStyle", "timeoutMs", "retry", "onAttempt"], (options) => client(options)],
    "retry": [["maxAttempts", "baseDelayMs", "throttlingBaseDelayMs", "maxDelayMs"], (retry) => client({ retry })],
    "cancelExecution": [["signal", "timeoutMs"], (options) => client().cancelExecution(ID, options)],
    "sendCancelUrl": [["method", "credentials", "allowedOrigins", "now", "validityMinutes", "signal", "timeoutMs"], (options) => oos.sendCancelUrl(url(), options)],
    "what a provider gives": [["securityToken", "expiration"], (more) => client({ credentials: async () => ({ ...PERMANENT, ...more }) }).cancelExecution(ID)],
  };
  for (const [where, [names, use]] of Object.entries(cases)) {
    for (const name of names) {
      test(`${where}: ${name}`, async () => {
        accept();
        await use({ [name]: null });
      });
    }
    test(`${where}: all of them`, async () => {
      accept();
      await use(Object.fromEntries(names.map((name) => [name, null])));
    });
  }

  test("for all options", async () => {
    accept();
    assert.ok(oos.validateCancelUrl(url(), null).valid);
    await client().cancelExecution(ID, null);
    await oos.sendCancelUrl(url(), null);
  });

  test("a required option is then missing", () => {
    for (const name of ["executionId", "credentials"]) assert.throws(() => sign({ [name]: null }), invalid(/missing/));
    assert.throws(() => sign({ credentials: { ...PERMANENT, accessKeySecret: null } }), invalid(/accessKeySecret/));
    assert.throws(() => client({ credentials: null }), invalid(/missing/));
  });
});

describe("an empty token counts as absent", () => {
  const empty = { ...PERMANENT, securityToken: "" };

  test("in credentials", () => assert.doesNotMatch(sign({ credentials: empty }).url, /SecurityToken/));

  test("from a provider", async () => {
    accept();
    await client({ credentials: async () => empty }).cancelExecution(ID);
    assert.equal(sent[0].get("SecurityToken"), null);
  });

  test("an STS key then lacks its token", () => {
    assert.throws(() => sign({ credentials: { ...TEMPORARY, securityToken: "" } }), invalid(/securityToken/));
  });
});

describe("a Date of another realm", () => {
  const foreign = (time = Date.now()) => runInNewContext("new Date(time)", { time });

  test("is a timestamp", () => assert.match(sign({ timestamp: foreign(0) }).url, /1970-01-01T00%3A00%3A00Z/));
  test("is a time to validate by", () => assert.ok(oos.validateCancelUrl(sign({}).url, { now: foreign() }).valid));
  test("is an expiration", () => void sign({ credentials: { ...TEMPORARY, expiration: foreign(Date.now() + 3_600_000) } }));
  test("is an expiration from a provider", async () => {
    accept();
    await client({ credentials: async () => ({ ...TEMPORARY, expiration: foreign(Date.now() + 3_600_000) }) }).cancelExecution(ID);
  });
});

describe("AssumeRole's own names", () => {
  const assumed = {
    AccessKeyId: TEMPORARY.accessKeyId,
    AccessKeySecret: TEMPORARY.accessKeySecret,
    SecurityToken: TEMPORARY.securityToken,
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const shapes = { "as AssumeRole gives them": assumed, "in its whole answer": { RequestId: REQUEST_ID, Credentials: assumed } };

  /** Taken, or refused by an error that says what is wanted. */
  async function takenOrExplained(work) {
    accept();
    try {
      const value = await work();
      if (value?.url) assert.match(value.url, /SecurityToken=/);
      else assert.equal(sent[0]?.get("AccessKeyId"), TEMPORARY.accessKeyId);
    } catch (error) {
      assert.ok(error instanceof oos.OosError, `${error.stack}`);
      const text = `${error.message} ${JSON.stringify(error.problems)}`;
      assert.match(text, /\baccessKeyId\b/);
      assert.match(text, /\bAccessKeyId\b|\bCredentials\b/, "the names that were given are named");
      assert.ok(!text.includes(SECRET));
    }
  }

  for (const [shape, credentials] of Object.entries(shapes)) {
    test(`${shape}, as credentials`, () => takenOrExplained(() => sign({ credentials })));
    test(`${shape}, of a client`, () => takenOrExplained(() => client({ credentials }).cancelExecution(ID)));
    test(`${shape}, from a provider`, () => takenOrExplained(() => client({ credentials: async () => credentials }).cancelExecution(ID)));
  }
});

test("an option whose getter throws leaves nothing behind, 10,000 times", async (t) => {
  const thrower = { get: () => { throw new Error("no"); } };
  const withThrower = (base, name) => Object.defineProperty({ ...base }, name, { ...thrower, enumerable: true });
  const full = { executionId: ID, ...REGION, credentials: PERMANENT };
  const url = sign({}).url;
  const works = [
    ...["regionId", "executionId", "credentials", "nonce", "timestamp", "method"].map((name) => () => oos.signCancelUrl(withThrower(full, name))),
    ...["now", "allowedOrigins", "credentials"].map((name) => () => oos.validateCancelUrl(url, withThrower({}, name))),
    () => new oos.OosClient(withThrower(full, "onAttempt")),
    () => new oos.OosClient({ ...full, credentials: withThrower(PERMANENT, "accessKeySecret") }),
    () => new oos.OosClient({ ...full, retry: withThrower({}, "maxAttempts") }),
    () => oos.signCancelUrl(new Proxy({}, thrower)),
  ];
  const round = (count) => {
    for (let index = 0; index < count; index++) assert.throws(works[index % works.length], oos.InvalidInputError);
  };
  round(500);
  const before = [handlesInUse(), memoryBytes()];
  round(10_000);
  if (before[0] === undefined) return t.skip("the module has no table of handles that can be looked into");
  const grown = handlesInUse() - before[0];
  assert.ok(grown <= 16, `${grown} handles more`);
  assert.equal(memoryBytes(), before[1]);
});

describe("pasted credentials", () => {
  const { accessKeyId, accessKeySecret } = PERMANENT;
  const bad = {
    "a key in quotes": { accessKeyId: `"${accessKeyId}"` },
    "a key in single quotes": { accessKeyId: `'${accessKeyId}'` },
    "a key with a new line": { accessKeyId: `${accessKeyId}\n` },
    "a key with its name": { accessKeyId: `accessKeyId=${accessKeyId}` },
    "a key with room": { accessKeyId: ` ${accessKeyId}` },
    "a secret in quotes": { accessKeySecret: `"${accessKeySecret}"` },
    "a secret with a new line": { accessKeySecret: `${accessKeySecret}\r\n` },
    "a secret with its name": { accessKeySecret: `ALIBABA_CLOUD_ACCESS_KEY_SECRET=${accessKeySecret}` },
    "a secret with room": { accessKeySecret: `${accessKeySecret} ` },
  };
  for (const [name, more] of Object.entries(bad)) {
    const [option] = Object.keys(more);
    test(`${name} is reported before anything is signed`, async () => {
      const credentials = { ...PERMANENT, ...more };
      assert.throws(() => sign({ credentials }), (error) => {
        assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes(SECRET), "the secret is shown");
        return invalid(new RegExp(option))(error);
      });
      accept();
      await assert.rejects(client({ credentials: async () => credentials }).cancelExecution(ID), oos.CredentialsError);
      assert.equal(sent.length, 0);
    });
  }
});
