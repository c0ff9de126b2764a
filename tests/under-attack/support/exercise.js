// One use of everything that the package exports, in a way that itself survives whatever is done to the builtins: what it needs
// of them is taken beforehand, and lists are walked by index.

import { PERMANENT, REQUEST_ID, SECRET, TEMPORARY, TOKEN, newExecutionId } from "./package.js";

const RealPromise = Promise;
const RealResponse = Response;
const { setTimeout: later, clearTimeout: never, fetch: realFetch } = globalThis;
const includes = Function.prototype.call.bind(String.prototype.includes);
const startsWith = Function.prototype.call.bind(String.prototype.startsWith);
const { stringify } = JSON;

const PATIENCE = 5_000;

// Sooner than the patience ends, for where the platform itself cannot go on under a patch.
const TIMEOUT = 1_000;

/** Where all requests go that name no region. */
export const ENDPOINT = "http://127.0.0.1:9";

const IN_REGION = "https://oos.cn-hangzhou.aliyuncs.com";

/** Whatever is planted anywhere holds it, and no request may. */
export const PLANTED = "planted-by-a-neighbour";

const ACCEPTED = stringify({ RequestId: REQUEST_ID });
const REFUSED = stringify({ RequestId: REQUEST_ID, Code: "EntityNotExist.Execution", Message: "There is no such execution." });
const FAILED = stringify({ RequestId: REQUEST_ID, Code: "InternalError", Message: "The request processing has failed." });

const listOf = (executionId) => stringify({ RequestId: REQUEST_ID, Executions: [{ ExecutionId: executionId, Status: "Running" }] });

/** Looks change nothing, so that one whose response cannot be read has failed and leaves nothing unknown. */
const LOOKS = ["a look that is accepted", "a list that is accepted"];

/** What is served to whom. Made beforehand, since a patched builtin may keep the platform from making a Response. */
const ANSWERS = {
  accepted: [[200, ACCEPTED]],
  refused: [[404, REFUSED]],
  "accepted at the second attempt": [[500, FAILED], [200, ACCEPTED]],
  "sent from a URL": [[200, ACCEPTED]],
  "accepted in a region": [[200, ACCEPTED]],
  "an empty object": [[200, "{}"]],
  "an object without a RequestId": [[200, '{"Message":"OK"}']],
  "a look that is accepted": (id) => [[200, listOf(id)]],
  "a list that is accepted": (id) => [[200, listOf(id)]],
};

// As `fetch` reads them: inherited members count.
const INIT = { redirect: "error", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
const NOT_IN_INIT = ["mode", "integrity", "referrer", "window", "dispatcher", "duplex", "priority", "attributionReporting"];
const INIT_NAMES = Object.keys(INIT);

/**
 * Uses everything once. `before` runs before the calls start, `between` when their requests are under way; each gives a function
 * that undoes it. `lying`: what the package computes meanwhile may be wrong. Returns the list of complaints.
 */
export async function exercise(oos, { before, between, lying = false, mustSucceed = false }) {
  const served = prepare();
  // Not lists: places of a list may be planted on a prototype.
  const held = Object.create(null);
  let holding = between !== undefined;
  let heldCount = 0;
  globalThis.fetch = (url, init) => {
    const answer = served.next(url, init);
    if (!holding) return new RealPromise((resolve) => resolve(answer));
    return new RealPromise((resolve) => {
      held[heldCount++] = () => resolve(answer);
    });
  };
  const ownFetch = globalThis.fetch;

  const { ids } = served;
  const url = oos.signCancelUrl({ executionId: ids["sent from a URL"], endpoint: ENDPOINT, credentials: TEMPORARY }).url;
  const signer = new oos.CancelUrlSigner({ endpoint: ENDPOINT, credentials: TEMPORARY });
  const plain = new oos.OosClient({ endpoint: ENDPOINT, credentials: PERMANENT, timeoutMs: TIMEOUT, retry: false });
  const regional = new oos.OosClient({ regionId: "cn-hangzhou", credentials: PERMANENT, timeoutMs: TIMEOUT, retry: false });
  const signsInRegion = { executionId: ids["accepted in a region"], regionId: "cn-hangzhou", credentials: PERMANENT };
  const retry = { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 1 };
  const provided = new oos.OosClient({ endpoint: ENDPOINT, credentials: async () => TEMPORARY, retry, timeoutMs: TIMEOUT, onAttempt() {} });
  const { signal } = new AbortController();
  const freshOptions = { endpoint: ENDPOINT, credentials: TEMPORARY, retry };
  const allowed = { allowedOrigins: [ENDPOINT] };
  const now = new Date();

  const asynchronous = {
    accepted: () => plain.cancelExecution(ids.accepted),
    refused: () => plain.cancelExecution(ids.refused, { timeoutMs: TIMEOUT - 1 }),
    "accepted at the second attempt": () => provided.cancelExecution(ids["accepted at the second attempt"], { signal }),
    "sent from a URL": () => oos.sendCancelUrl(url, { ...allowed, timeoutMs: TIMEOUT }),
    "accepted in a region": () => regional.cancelExecution(ids["accepted in a region"]),
    "an empty object": () => plain.cancelExecution(ids["an empty object"]),
    "an object without a RequestId": () => plain.cancelExecution(ids["an object without a RequestId"]),
    "a look that is accepted": async () => looked(await plain.getExecution(ids["a look that is accepted"]), ids["a look that is accepted"]),
    "a list that is accepted": async () => {
      const id = ids["a list that is accepted"];
      const { value } = await provided.listExecutions({ parentExecutionId: id, status: ["Running", "Waiting"] }).pages().next();
      return looked(value.executions[0], id);
    },
    "a wrong ExecutionId": () => plain.cancelExecution(""),
    "a wrong URL": () => oos.sendCancelUrl("https://oos.example.com/?Action=CancelExecution"),
  };
  const synchronous = {
    signCancelUrl: () => typeof oos.signCancelUrl({ executionId: ids.accepted, ...freshOptions, timestamp: now }).url === "string",
    "signCancelUrl in a region": () => {
      const { url } = oos.signCancelUrl(signsInRegion);
      return startsWith(url, `${IN_REGION}/?`) && !includes(url, PLANTED);
    },
    "validateCancelUrl of a stranger's host": () => oos.validateCancelUrl(url).valid === false,
    "validateCancelUrl, a good one": () => oos.validateCancelUrl(url, { ...allowed, credentials: TEMPORARY, now }).valid === true,
    "validateCancelUrl, a bad one": () => oos.validateCancelUrl(`${url}&x=1#y`).valid === false,
    "new OosClient": () => new oos.OosClient(freshOptions).free() === undefined,
    "new OosClient of nothing": () => new oos.OosClient({}) && false,
    "CancelUrlSigner.sign": () => typeof signer.sign(ids.accepted) === "string",
    "CancelUrlSigner.sign of nothing": () => signer.sign("") && false,
    "new CancelUrlSigner": () => typeof new oos.CancelUrlSigner(freshOptions).sign(ids.accepted) === "string",
  };

  // Nothing that can be patched from here ...
  const asyncNames = Object.keys(asynchronous);
  const syncNames = Object.keys(synchronous);
  const ends = Object.create(null);
  const syncEnds = Object.create(null);
  let undo;
  let timer;
  let left = asyncNames.length;
  let allSettled;
  const settled = new RealPromise((resolve) => {
    allSettled = resolve;
    timer = later(resolve, PATIENCE);
  });
  const watch = async (index, promise) => {
    try {
      ends[index] = { value: await promise };
    } catch (error) {
      ends[index] = { error };
    }
    if (--left === 0) allSettled();
  };
  const start = (index) => {
    let promise;
    try {
      promise = asynchronous[asyncNames[index]]();
    } catch (error) {
      ends[index] = { thrown: error };
      left -= 1;
      return;
    }
    watch(index, promise);
  };

  if (before) undo = before();
  for (let index = 0; index < asyncNames.length; index++) start(index);
  if (between) {
    // Until what asks a provider first has sent its request as well.
    await new RealPromise((resolve) => later(resolve, 5));
    undo = between();
    holding = false;
    for (let index = 0; index < heldCount; index++) held[index]();
  }
  for (let index = 0; index < syncNames.length; index++) {
    try {
      syncEnds[index] = { value: synchronous[syncNames[index]]() };
    } catch (error) {
      syncEnds[index] = { error };
    }
  }
  await settled;
  if (undo) undo();
  // ... to here.

  never(timer);
  if (globalThis.fetch === ownFetch) globalThis.fetch = realFetch;
  for (const it of [plain, provided, regional, signer]) it.free();

  const complaints = served.complaints();
  const complain = (name, words) => complaints.push(`${name}: ${words}`);
  asyncNames.forEach((name, index) => {
    const end = ends[index];
    if (!end) return complain(name, "never settled");
    if ("thrown" in end) return complain(name, `threw instead of rejecting: ${shown(end.thrown)}`);
    const ran = served.ran[name] ?? false;
    if ("value" in end) {
      if (!lying && end.value?.requestId !== REQUEST_ID) complain(name, `resolved with ${shown(end.value)}`);
      if (!ran) complain(name, "accepted, but nothing was carried out");
    } else {
      judgeError(oos, end.error, (words) => complain(name, words));
      if (ran && !LOOKS.includes(name) && end.error?.outcome !== "unknown") complain(name, `carried out, but called ${end.error?.outcome}`);
    }
    const expected = name.includes("accepted") || name.includes("sent") ? "value" : "error";
    if (mustSucceed && !(expected in end)) complain(name, `ended with ${shown(end.error ?? end.value)}`);
  });
  syncNames.forEach((name, index) => {
    const end = syncEnds[index];
    if ("value" in end) {
      if (!lying && end.value !== true) complain(name, "returned something wrong");
    } else if (!lying || end.error instanceof oos.OosError) {
      judgeError(oos, end.error, (words) => complain(name, words));
      if (mustSucceed && !name.includes("nothing")) complain(name, `threw ${shown(end.error)}`);
    }
  });
  return complaints;
}

/** Every call has an ExecutionId of its own, and its answers in order. */
function prepare() {
  const ids = {};
  const queues = {};
  const ran = {};
  for (const [name, answers] of Object.entries(ANSWERS)) {
    ids[name] = newExecutionId();
    const served = typeof answers === "function" ? answers(ids[name]) : answers;
    queues[name] = served.map(([status, body]) => ({
      carriesOut: status === 200,
      response: new RealResponse(body, { status, headers: { "Content-Type": "application/json;charset=utf-8" } }),
    }));
  }
  const names = Object.keys(ids);
  const counts = {};
  const found = Object.create(null);
  let foundCount = 0;
  const complain = (words) => {
    found[foundCount++] = words;
  };
  function look(sent, url, init) {
    const origin = includes(sent, ids["accepted in a region"]) ? IN_REGION : ENDPOINT;
    if (!startsWith(url, `${origin}/`)) complain(`sent elsewhere: ${url}`);
    if (includes(sent, PLANTED)) complain("what was planted is sent");
    for (let index = 0; index < INIT_NAMES.length; index++) {
      const name = INIT_NAMES[index];
      if (init[name] !== INIT[name]) complain(`sent with ${name}: ${init[name]}`);
    }
    for (let index = 0; index < NOT_IN_INIT.length; index++) {
      const name = NOT_IN_INIT[index];
      if (init[name] !== undefined) complain(`sent with ${name}: ${init[name]}`);
    }
    if (init.headers?.planted !== undefined) complain("sent with a header that was planted");
  }
  function next(url, init) {
    const sent = `${url}\n${init.body}`;
    look(sent, url, init);
    for (let index = 0; index < names.length; index++) {
      const name = names[index];
      if (!includes(sent, ids[name])) continue;
      const count = counts[name] ?? 0;
      counts[name] = count + 1;
      const { carriesOut, response } = queues[name][count];
      if (carriesOut) ran[name] = true;
      return response;
    }
    throw new TypeError("fetch failed");
  }
  return { ids, ran, next, complaints: () => Object.values(found) };
}

/** Passes for a result if the execution is the one that was served. */
function looked(execution, id) {
  const { executionId, status } = execution ?? {};
  return { requestId: executionId === id && status === "Running" ? REQUEST_ID : `${executionId} ${status}` };
}

function judgeError(oos, error, complain) {
  if (!(error instanceof oos.OosError)) return complain(`ended with ${shown(error)}, which is no OosError`);
  const text = `${error.stack} ${stringify(error)}`;
  if (text.includes(SECRET) || text.includes(TOKEN.slice(0, 40))) complain("shows a secret");
}

const shown = (value) => {
  try {
    return String(value?.stack ?? value).split("\n").slice(0, 4).join(" | ");
  } catch {
    return "what cannot be shown";
  }
};
