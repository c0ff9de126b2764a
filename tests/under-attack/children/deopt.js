// As many ordinary calls as its parent wants, whose optimised callers are deoptimised now and then while the module is on the
// stack: by what the module reads or calls meanwhile. Arguments: what to call, and how often.

import { Session } from "node:inspector";

import { ENDPOINT } from "../support/exercise.js";
import { ENTRY, REQUEST_ID, TEMPORARY } from "../support/package.js";

const [what, count] = process.argv.slice(2);
const oos = await import(ENTRY);
const ID = "exec-8a2aaf460fdf47c6b5ef";
const BATCH = 2_000;

const full = { endpoint: ENDPOINT, credentials: TEMPORARY };
const client = new oos.OosClient({ ...full, retry: false });
const signer = new oos.CancelUrlSigner(full);
const { url } = oos.signCancelUrl({ executionId: ID, ...full });
globalThis.fetch = async () => new Response(`{"RequestId":"${REQUEST_ID}"}`);

// To count calls, V8 first deoptimises everything.
const session = new Session();
session.connect();
session.post("Profiler.enable");
function deoptimizeAll() {
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  session.post("Profiler.stopPreciseCoverage");
}

let deoptNext = false;
function maybeDeopt() {
  if (!deoptNext) return;
  deoptNext = false;
  deoptimizeAll();
}

// The module reads the time and randomness on its way.
const { now } = Date;
Date.now = () => {
  maybeDeopt();
  return now();
};
const random = crypto.getRandomValues.bind(crypto);
crypto.getRandomValues = (bytes) => {
  maybeDeopt();
  return random(bytes);
};
const options = {
  get timeoutMs() {
    maybeDeopt();
    return 5_000;
  },
};
const signOptions = {
  executionId: ID,
  ...full,
  get nonce() {
    maybeDeopt();
    return undefined;
  },
};
const validateOptions = {
  get now() {
    maybeDeopt();
    return undefined;
  },
};

// Callers as pages have them: hot, and small enough that what they call is inlined.
const CALLERS = {
  cancelExecution: () => client.cancelExecution(ID, options),
  sendCancelUrl: () => oos.sendCancelUrl("https://nowhere.invalid", options),
  sign: () => signer.sign(ID),
  signCancelUrl: () => oos.signCancelUrl(signOptions),
  validateCancelUrl: () => oos.validateCancelUrl(url, validateOptions),
  "new OosClient": () => new oos.OosClient({ ...full, ...options }).free(),
};
const caller = CALLERS[what];

for (let done = 0; done < Number(count); done += BATCH) {
  const promises = [];
  for (let index = 0; index < BATCH; index++) {
    // Late, so that the callers have been optimised since the last time.
    if (index === BATCH - 10) deoptNext = true;
    const result = caller();
    if (result instanceof Promise) promises.push(result.catch(() => {}));
  }
  await Promise.all(promises);
}
console.log(`${what}: ${count}`);
