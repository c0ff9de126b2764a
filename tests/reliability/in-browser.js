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

function makeClient({ OosClient }, endpoint, way, credentials) {
  return new OosClient({
    endpoint,
    credentials: credentials === "provider" ? provider() : CREDENTIALS[credentials],
    method: way === "GET" ? "GET" : "POST",
    requestStyle: way === "form" ? "form" : "query",
    retry: { baseDelayMs: 1, throttlingBaseDelayMs: 1 },
  });
}

/** How a call ended, in words that survive the way out of the browser. */
async function endOf(call) {
  let clock;
  const forever = new Promise((resolve) => {
    clock = setTimeout(resolve, FOREVER, { got: "nothing at all" });
  });
  const ended = call.then(
    ({ attempts, history }) => ({ got: "accepted", attempts, waitedMs: history.map(({ waitedMs }) => waitedMs) }),
    (error) => {
      const { name, code, outcome, attempts, history } = Object(error);
      return { got: name ?? String(error), code, outcome, attempts, waitedMs: history?.map(({ waitedMs }) => waitedMs) };
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

// In a worker: one job.
if ("WorkerGlobalScope" in globalThis) {
  const jobs = { carryApart, sendOnce };
  onmessage = ({ data: { name, job } }) => jobs[name](job).then(
    (result) => postMessage({ result }),
    (error) => postMessage({ error: `${error}\n${error.stack}` }),
  );
}
