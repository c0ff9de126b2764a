// Hands a value to everything that takes one, in every place of its options, many times over.

import { VALUES } from "../hostile-values.js";
import { ENDPOINT, exercise } from "../support/exercise.js";
import { ENTRY, PERMANENT, REQUEST_ID, TEMPORARY } from "../support/package.js";
import { serveRows } from "../support/serve-rows.js";

const oos = await import(ENTRY);
const ID = "exec-8a2aaf460fdf47c6b5ef";
const TIMES = 66;
const PATIENCE = 3_000;
// What a value costs by itself, such as a stack that overflows, is far less.
const SLOW = 5_000;
const MOST_USES = 200;

const target = { endpoint: ENDPOINT };
const full = { ...target, credentials: TEMPORARY };
const patient = { timeoutMs: 200, retry: false };
const { url } = oos.signCancelUrl({ executionId: ID, ...full });

const put = (base, name, value) => {
  // Not a spread of it: that would read all of its members.
  const options = { ...base };
  options[name] = value;
  return options;
};

const each = (base, names, use) => Object.fromEntries(names.map((name) => [name, (value) => use(put(base, name, value))]));

/** What is synchronous, by what it is called with. */
function synchronous(signer) {
  const sign = (options) => oos.signCancelUrl({ executionId: ID, ...full, ...options });
  return {
    ...named("signCancelUrl", each(full, ["executionId", "regionId", "network", "endpoint", "credentials", "method", "nonce", "timestamp"],
      (options) => oos.signCancelUrl(put(options, "executionId", options.executionId ?? ID)))),
    ...named("signCancelUrl", ofCredentials((it) => sign({ credentials: it }))),
    "signCancelUrl(it)": (value) => oos.signCancelUrl(value),
    ...named("validateCancelUrl", each({}, ["method", "credentials", "allowedOrigins", "now", "validityMinutes"],
      (options) => oos.validateCancelUrl(url, options))),
    "validateCancelUrl(it)": (value) => oos.validateCancelUrl(value),
    "validateCancelUrl(url, it)": (value) => oos.validateCancelUrl(url, value),
    ...named("new OosClient", each(full, ["regionId", "network", "endpoint", "credentials", "method", "requestStyle", "timeoutMs", "retry", "onAttempt"],
      (options) => new oos.OosClient(options).free())),
    ...named("new OosClient", ["maxAttempts", "baseDelayMs", "throttlingBaseDelayMs", "maxDelayMs"].reduce((all, name) => ({
      ...all, [`retry.${name}`]: (value) => new oos.OosClient({ ...full, retry: put({}, name, value) }).free(),
    }), {})),
    "new OosClient(it)": (value) => new oos.OosClient(value).free(),
    "new CancelUrlSigner(it)": (value) => new oos.CancelUrlSigner(value).free(),
    "CancelUrlSigner.sign(it)": (value) => signer.sign(value),
  };
}

function ofCredentials(use) {
  const names = ["accessKeyId", "accessKeySecret", "securityToken", "expiration"];
  return Object.fromEntries(names.map((name) => [`credentials.${name}`, (value) => use(put(TEMPORARY, name, value))]));
}

const named = (prefix, uses) => Object.fromEntries(Object.entries(uses).map(([name, use]) => [`${prefix}: ${name}`, use]));

/** What gives a promise. A client for each, since what a provider gave is kept. */
function asynchronous() {
  const client = (options) => new oos.OosClient({ ...full, ...patient, ...options });
  return {
    "cancelExecution(it)": (value) => client().cancelExecution(value),
    "cancelExecution(id, it)": (value) => client().cancelExecution(ID, value),
    ...named("cancelExecution", each({ timeoutMs: 200 }, ["signal", "timeoutMs"],
      (options) => client().cancelExecution(ID, options))),
    "sendCancelUrl(it)": (value) => oos.sendCancelUrl(value, { timeoutMs: 200 }),
    "sendCancelUrl(url, it)": (value) => oos.sendCancelUrl(url, value),
    ...named("sendCancelUrl", each({ allowedOrigins: [ENDPOINT], timeoutMs: 200 }, ["method", "credentials", "allowedOrigins", "now", "validityMinutes", "signal", "timeoutMs"],
      (options) => oos.sendCancelUrl(url, options))),
    "a provider that gives it": (value) => client({ credentials: () => value }).cancelExecution(ID),
    "a provider that throws it": (value) => client({ credentials: () => { throw value; } }).cancelExecution(ID),
    "a provider that rejects with it": (value) => client({ credentials: () => Promise.reject(value) }).cancelExecution(ID),
    ...named("a provider", ofCredentials((it) => client({ credentials: async () => it }).cancelExecution(ID))),
    "an observer that gives it": (value) => client({ onAttempt: () => value }).cancelExecution(ID),
    "an observer that throws it": (value) => client({ onAttempt: () => { throw value; } }).cancelExecution(ID),
    "a fetch that rejects with it": (value) => answering(() => Promise.reject(value), () => client().cancelExecution(ID)),
    "a fetch that throws it": (value) => answering(() => { throw value; }, () => client().cancelExecution(ID)),
    "a fetch that gives it": (value) => answering(() => value, () => client().cancelExecution(ID)),
  };
}

const accept = () => Promise.resolve(new Response(JSON.stringify({ RequestId: REQUEST_ID })));

/** Another answer for the requests that are sent right now, or after a turn. */
async function answering(fetch, use) {
  globalThis.fetch = fetch;
  try {
    return await use();
  } finally {
    globalThis.fetch = accept;
  }
}

serveRows(async ({ name }) => {
  const complaints = new Set();
  const freed = [];
  const used = [];
  const use = () => {
    if (used.length >= MOST_USES) return;
    oos.validateCancelUrl(url, { now: new Date() });
    freed.pop()?.free();
    used.push(new oos.OosClient({ ...full, ...patient }).cancelExecution(ID));
  };
  const make = () => VALUES[name](use);
  const own = globalThis.fetch;
  globalThis.fetch = accept;
  const signer = new oos.CancelUrlSigner(full);
  for (const [where, take] of Object.entries(synchronous(signer))) {
    const started = performance.now();
    for (let time = 0; time < TIMES && complaints.size < 5; time++) {
      freed.push(new oos.OosClient(full));
      try {
        take(make());
      } catch (error) {
        if (!(error instanceof oos.OosError)) complaints.add(`${where} threw ${shown(error)}`);
      }
    }
    const took = performance.now() - started;
    if (took > SLOW) complaints.add(`${where} took ${Math.round(took)} ms for ${TIMES} times`);
  }
  for (const [where, take] of Object.entries(asynchronous())) {
    // One after the other: they share the global `fetch`.
    for (let time = 0; time < 2 && complaints.size < 5; time++) {
      let promise;
      try {
        promise = take(make());
      } catch (error) {
        complaints.add(`${where} threw instead of rejecting: ${shown(error)}`);
        continue;
      }
      const late = Symbol("late");
      let timer;
      const patience = new Promise((resolve) => {
        timer = setTimeout(resolve, PATIENCE, late);
      });
      try {
        if ((await Promise.race([promise, patience])) === late) complaints.add(`${where}: never settled`);
      } catch (error) {
        // The reason of the caller's own signal comes back as it is, and Node takes much for a signal.
        const ownReason = /signal|, it\)/.test(where);
        if (!ownReason && !(error instanceof oos.OosError)) complaints.add(`${where} ended with ${shown(error)}`);
      } finally {
        clearTimeout(timer);
      }
    }
  }
  await Promise.allSettled(used);
  globalThis.fetch = own;
  return [...complaints, ...(await exercise(oos, { mustSucceed: true })).map((words) => `afterwards, ${words}`)];
});

function shown(error) {
  try {
    return String(error?.stack ?? error).split("\n").slice(0, 3).join(" | ");
  } catch {
    return "what cannot be shown";
  }
}
