// Runs in a page or in a worker: carries calls through and says in plain data how each of them ended.

// A call that has not ended by then, long after every deadline, never will.
const FOREVER = 60_000;

const CREDENTIALS = {
  lasting: { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" },
  temporary: {
    accessKeyId: "STS.demo-valid",
    accessKeySecret: "demo-secret-sts-valid",
    securityToken: "demo-token-valid",
  },
  renewed: {
    accessKeyId: "STS.demo-refreshed",
    accessKeySecret: "demo-secret-sts-refreshed",
    securityToken: "demo-token-refreshed",
  },
};

/** Gives another token each time it is asked. */
function provider() {
  let asked = 0;
  return () => (asked++ % 2 === 0 ? CREDENTIALS.temporary : CREDENTIALS.renewed);
}

/** The option for each of WAYS. */
const STYLES = { GET: "get", POST: "query", form: "form" };

function makeClient({ OosClient }, endpoint, way, credentials) {
  return new OosClient({
    endpoint,
    credentials: credentials === "provider" ? provider() : CREDENTIALS[credentials],
    requestStyle: STYLES[way],
    retry: { baseDelayMs: 1, throttlingBaseDelayMs: 1 },
  });
}

const attempts = (history) => ({ attempts: history.length, waitedMs: history.map(({ waitedMs }) => waitedMs) });

/** How a call ended, in words that survive the way out of the browser. */
async function endOf(call) {
  let clock;
  const forever = new Promise((resolve) => {
    clock = setTimeout(resolve, FOREVER, { got: "nothing at all" });
  });
  const ended = call.then(
    ({ outcome, history }) => ({ got: outcome, ...attempts(history) }),
    (error) => {
      const { name, code, outcome, history = [] } = Object(error);
      return { got: name ?? String(error), code, outcome, ...attempts(history) };
    },
  );
  const end = await Promise.race([ended, forever]);
  clearTimeout(clock);
  return end;
}

/** Works on all items, a few at a time: browsers hold six connections to a host, the seventh call would wait in them. */
async function inParallel(items, work, width = 4) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

/** Each call with a client of its own, which knows nothing of the calls before. */
export async function carryApart({ demo, oos, calls }) {
  const api = await import(`${demo}/pkg/index.js`);
  return inParallel(calls, ({ executionId, way, credentials = "lasting", timeoutMs = 20_000 }) =>
    endOf(makeClient(api, oos, way, credentials).cancelExecution(executionId, { timeoutMs })));
}

/** URLs signed beforehand. */
export async function sendOnce({ demo, oos, calls }) {
  const { signCancelUrl, sendCancelUrl } = await import(`${demo}/pkg/index.js`);
  return inParallel(calls, ({ executionId, way, timeoutMs = 20_000 }) => {
    const { url, method } = signCancelUrl({ executionId, endpoint: oos, method: way, credentials: CREDENTIALS.lasting });
    return endOf(sendCancelUrl(url, { method, allowedOrigins: [oos], timeoutMs }));
  });
}

/** What must not grow with the number of calls. */
function gauges(wasm) {
  // Every listener on a signal, by the function that is called: the package makes a new one each time.
  const listeners = new Set();
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  AbortSignal.prototype.addEventListener = function (type, listener, ...rest) {
    listeners.add(listener);
    addEventListener.call(this, type, listener, ...rest);
  };
  AbortSignal.prototype.removeEventListener = function (type, listener, ...rest) {
    listeners.delete(listener);
    removeEventListener.call(this, type, listener, ...rest);
  };
  return async () => {
    // What ended a moment ago still tidies up.
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { memoryBytes: wasm.memory.buffer.byteLength, handles: handlesInUse(wasm), listeners: listeners.size };
  };
}

/**
 * How many JavaScript values the module holds. Looking into its table would not do, since `undefined` takes a place there as
 * well; so all free places are taken, until the table has to grow, and given back.
 */
function handlesInUse({ __wbindgen_externrefs: table, __externref_table_alloc: take, __externref_table_dealloc: giveBack }) {
  const { length } = table;
  const taken = [];
  while (table.length === length) taken.push(take());
  taken.forEach((place) => giveBack(place));
  return length - (taken.length - 1);
}

/**
 * All calls with the same few clients and one signal, which aborts at last, in the middle of the calls of `cutShort`. What must
 * not grow is measured when the first calls have been made, when all have, and after the abort.
 */
export async function carryTogether({ demo, oos, warmUp, calls, cutShort }) {
  const api = await import(`${demo}/pkg/index.js`);
  // Loaded already, so it only gives what it holds.
  const { default: loaded } = await import(`${demo}/pkg/wasm/oos_cancel_wasm.js`);
  const measure = gauges(await loaded());
  const clients = new Map();
  for (const { way } of calls) if (!clients.has(way)) clients.set(way, makeClient(api, oos, way, "provider"));
  const controller = new AbortController();
  const { signal } = controller;
  const carry = (some, width) => inParallel(some, ({ executionId, way, timeoutMs }) =>
    endOf(clients.get(way).cancelExecution(executionId, { signal, timeoutMs })), width);

  const gauged = [];
  // More at once than later, so that there is room for all that will ever be there at the same time.
  const ends = await carry(warmUp, 8);
  gauged.push(await measure());
  ends.push(...(await carry(calls)));
  gauged.push(await measure());
  const last = carry(cutShort);
  setTimeout(() => controller.abort("the operator has had enough"), 200);
  const cut = await last;
  gauged.push(await measure());
  return { ends, cut, gauged };
}

// In a worker: one job.
if ("WorkerGlobalScope" in globalThis) {
  const jobs = { carryTogether };
  onmessage = ({ data: { name, job } }) => jobs[name](job).then(
    (result) => postMessage({ result }),
    (error) => postMessage({ error: `${error}\n${error.stack}` }),
  );
}
