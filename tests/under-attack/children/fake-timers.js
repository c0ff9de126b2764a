// Makes calls under fake timers, in a process of its own: those of the test runner are not to be faked.

import { mock } from "node:test";

import FakeTimers from "@sinonjs/fake-timers";

import { ENDPOINT } from "../support/exercise.js";
import { ENTRY, PERMANENT, REQUEST_ID, newExecutionId } from "../support/package.js";
import { serveRows } from "../support/serve-rows.js";
import { settled, shown } from "../support/settled.js";

const oos = await import(ENTRY);
const { queueMicrotask: realQueueMicrotask } = globalThis;

// As mocks give them. A Response of Node's would not do: its body has no end without the real `queueMicrotask`.
const answer = (status, value) => ({ status, ok: status === 200, headers: new Headers(), text: async () => JSON.stringify(value) });
const accept = async () => answer(200, { RequestId: REQUEST_ID });
const refuse = async () => answer(400, { RequestId: REQUEST_ID, Code: "InvalidParameter", Message: "No." });
const client = (options) => new oos.OosClient({ endpoint: ENDPOINT, credentials: PERMANENT, retry: false, ...options });
const cancel = (options) => client(options).cancelExecution(newExecutionId());

const fake = (now, toFake) => () => {
  const clock = FakeTimers.install({ now, toFake });
  return () => clock.uninstall();
};
const JEST = [
  "Date", "hrtime", "nextTick", "performance", "queueMicrotask", "setImmediate", "clearImmediate", "setInterval", "clearInterval",
  "setTimeout", "clearTimeout",
];

const INSTALLS = {
  "Jest's": fake(Date.now(), JEST),
  "Jest's, at the beginning of time": fake(0, JEST),
  "sinon's": fake(Date.now(), ["Date", "performance", "setImmediate", "setInterval", "setTimeout", "clearTimeout"]),
  "node:test's": () => {
    mock.timers.enable({ apis: ["setTimeout", "setInterval", "setImmediate", "Date"] });
    return () => mock.timers.reset();
  },
  "a queueMicrotask that never runs": () => {
    globalThis.queueMicrotask = () => {};
    return () => {
      globalThis.queueMicrotask = realQueueMicrotask;
    };
  },
};

async function callsSettle(install) {
  const complaints = [];
  const expect = (what, end, good) => good(end) || complaints.push(`${what} ${shown(end)}`);
  const accepted = ({ value }) => value?.requestId === REQUEST_ID;
  globalThis.fetch = accept;
  expect("before, a call", await settled(cancel()), accepted);

  const uninstall = install();
  try {
    expect("a call", await settled(cancel({ credentials: async () => PERMANENT })), accepted);
    const { url } = oos.signCancelUrl({ executionId: newExecutionId(), endpoint: ENDPOINT, credentials: PERMANENT });
    expect("a URL", await settled(oos.sendCancelUrl(url, { allowedOrigins: [ENDPOINT] })), accepted);
    expect("a wrong ExecutionId", await settled(client().cancelExecution("")), ({ error }) => error?.name === "InvalidInputError");
    globalThis.fetch = refuse;
    expect("a refused call", await settled(cancel()), ({ error }) => error?.code === "InvalidParameter");
  } finally {
    uninstall();
  }

  globalThis.fetch = accept;
  expect("afterwards, a call", await settled(cancel()), accepted);
  return complaints;
}

/** Whose timers the wait uses is the package's choice: it ends when the fake clock goes on, or by itself. */
async function waitEnds() {
  const clock = FakeTimers.install({ now: Date.now(), toFake: ["Date", "setTimeout", "clearTimeout", "queueMicrotask"] });
  let requests = 0;
  globalThis.fetch = () => (++requests === 1 ? Promise.reject(new TypeError("no")) : accept());
  const call = settled(cancel({ retry: { maxAttempts: 2, baseDelayMs: 1_000, maxDelayMs: 1_000 } }));
  try {
    for (let step = 0; step < 20; step++) await clock.tickAsync(100);
    const end = await call;
    return end.value ? [] : [shown(end)];
  } finally {
    clock.uninstall();
  }
}

serveRows(({ name }) => (name === "a wait" ? waitEnds() : callsSettle(INSTALLS[name])));
