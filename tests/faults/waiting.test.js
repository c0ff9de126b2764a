// Every fault of the table against `waitUntil: "ended"`, with the emulator's log as the judge; then executions that end by
// themselves, and timers. In Node, since the decisions are those of the module, and a browser allows six connections.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { OosClient } from "../../pkg/node.js";
import { startEmulator } from "../support/emulator.js";
import { casesOf, ROWS } from "./faults.js";
import { forEach } from "./session.js";
import { endOfWait, LISTS } from "./waiting.js";

const KEYS = {
  full: { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" },
  "cancel-only": { accessKeyId: "LTAI-demo-cancel-only", accessKeySecret: "demo-secret-cancel-only" },
};

// What a cancel without a clear response, that OOS never got, waits for in vain.
const PATIENCE = 15_000;

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator?.stop());

const ask = (...order) => emulator.ask(...order);

function client(account, options) {
  const retry = { baseDelayMs: 1, throttlingBaseDelayMs: 1 };
  return new OosClient({ endpoint: emulator.oos, credentials: KEYS[account], retry, ...options });
}

async function endOf(call) {
  try {
    const { outcome, history, execution } = await call;
    return { got: outcome, outcome, history, status: execution?.status };
  } catch (error) {
    const { name, code, outcome, history } = error;
    return { got: name, code, outcome, history };
  }
}

/** Whether the emulator did what an outcome claims. */
async function assertTrue({ got, outcome, history }, executionId, title) {
  const { status, cancelCount } = await ask("GET", `executions/${executionId}`);
  const requests = await ask("GET", `requests?executionId=${executionId}`);
  const log = requests.filter(({ action }) => action === "CancelExecution");
  if (got === "cancelled") assert.equal(status, "Cancelled", `${title}: called cancelled`);
  if (got === "ended") assert.match(status, /^(Success|Failed)$/, `${title}: called ended`);
  if (outcome === "accepted") assert.ok(log.some(({ processed }) => processed), `${title}: called accepted`);
  if (["refused", "not-sent"].includes(outcome)) assert.equal(cancelCount, 0, `${title}: called ${outcome}`);
  const cancels = history.filter(({ action }) => action === "CancelExecution");
  assert.equal(cancels.length, log.length, `${title}: the history has every cancel`);
}

/** The history is a timeline: each request begins after its delay, and none before the end of the one before it. */
function assertTimeline(history, title) {
  let end = 0;
  for (const [index, { number, startedMs, waitedMs, elapsedMs, action }] of history.entries()) {
    assert.equal(number, index + 1, title);
    // Each is rounded down to whole milliseconds.
    assert.ok(startedMs + 2 >= end + waitedMs, `${title}: ${startedMs} ${end} ${waitedMs}`);
    const before = history[index - 1];
    const repaired = before?.code === "InvalidTimeStamp.Expired";
    if (action === "ListExecutions" && before?.action === action && !repaired) assert.ok(waitedMs >= 1_000, title);
    end = startedMs + elapsedMs;
  }
}

// A deadline of one second is shorter than any wait, a repair needs the token of an account that may list, and Node has no CORS.
const rows = ROWS.filter(({ timeoutMs, credentials, fault }) => !timeoutMs && !credentials && fault?.kind !== "no-cors");

for (const [list, { account, faults }] of Object.entries(LISTS)) {
  test(`every fault ends in what is true when lists are ${list}`, async () => {
    await ask("POST", "reset");
    // A repeated cancel that finds the execution cancelled would settle what no look can. Where looks can, it has to end in time.
    const looksSee = endOfWait({ got: "accepted" }, list).got === "cancelled";
    await ask("POST", "settings", { cancelDelayMs: looksSee ? 2_000 : 60_000, keepAlive: false });
    const cases = rows.filter(({ settings }) => !settings).flatMap((row) => casesOf(row, "Node", ["form"]).map((it) => ({ row, ...it })));
    await forEach(cases, async ({ row, title, faults: ofCancel, expected }) => {
      const name = `${row.words}, ${row.detail ?? ""} ${title}, lists ${list}`;
      const { executionId } = await ask("POST", "executions", {});
      for (const fault of ofCancel) await ask("POST", "faults", { ...fault, executionId, action: "CancelExecution" });
      for (const fault of faults) await ask("POST", "faults", { ...fault, executionId, action: "ListExecutions" });
      const end = await endOf(client(account).cancelExecution(executionId, { waitUntil: "ended", timeoutMs: PATIENCE }));
      const { history, status, ...found } = end;
      const { got, code, outcome } = endOfWait(expected, list);
      assert.deepEqual({ code: undefined, ...found }, { got, code, outcome }, `${name} ${JSON.stringify(history)}`);
      await assertTrue(end, executionId, name);
      assertTimeline(history, name);
    }, 200);
    console.log(`${cases.length} cases, lists ${list}`);
  });
}

describe("what ends by itself", () => {
  before(() => ask("POST", "reset"));

  const ended = async (order, options) => {
    const { executionId } = await ask("POST", "executions", order);
    const end = await endOf(client("full").cancelExecution(executionId, { waitUntil: "ended", timeoutMs: PATIENCE, ...options }));
    await assertTrue(end, executionId, JSON.stringify(order));
    return { ...end, executionId };
  };

  test("an execution that ends before an accepted cancel took hold is ended, not cancelled", async () => {
    for (const status of ["Success", "Failed"]) {
      const end = await ended({ cancelDelayMs: 60_000, steps: [{ afterMs: 1_500, status }] });
      assert.deepEqual([end.got, end.status], ["ended", status]);
    }
  });

  test("an execution that had ended before the cancel is told apart", async () => {
    for (const [status, got] of [["Success", "ended"], ["Failed", "ended"], ["Cancelled", "cancelled"]]) {
      const end = await ended({ status });
      assert.deepEqual([end.got, end.status], [got, status]);
      assert.equal(end.history[0].code, "ExecutionCancelFailed");
    }
  });

  test("a status that nobody knows has not ended", async () => {
    for (const otherStatus of ["Cancelling", "Canceled", "Done"]) {
      const end = await ended({ otherStatus, cancelDelayMs: 60_000 }, { timeoutMs: 4_000 });
      assert.deepEqual([end.got, end.outcome], ["TimeoutError", "accepted"]);
      assert.equal(end.history.at(-1).status, otherStatus);
    }
  });
});

describe("timers", () => {
  before(() => ask("POST", "reset"));

  const timer = { everyMs: 300, childRunsMs: 200 };
  const childOf = async (parentExecutionId) => {
    for await (const child of client("full").listExecutions({ parentExecutionId })) return child;
    return undefined;
  };

  test("a schedule that goes back to waiting has not ended, and a cancel ends it", async () => {
    const { executionId } = await ask("POST", "executions", { timer });
    const seen = [];
    const onStatus = ({ status }) => seen.push(status);
    const watched = endOf(client("full").waitForExecution(executionId, { timeoutMs: 7_000, onStatus }));
    assert.equal((await watched).got, "TimeoutError");
    assert.ok(seen.every((status) => ["Waiting", "Running"].includes(status)), seen.join());
    const { status } = await client("full").getExecution(executionId);
    assert.ok(["Waiting", "Running"].includes(status));
    const end = await endOf(client("full").cancelExecution(executionId, { waitUntil: "ended", timeoutMs: PATIENCE }));
    assert.deepEqual([end.got, end.status], ["cancelled", "Cancelled"]);
  });

  test("a cancelled child leaves the schedule alive", async () => {
    const { executionId } = await ask("POST", "executions", { timer: { everyMs: 200, childRunsMs: 5_000 } });
    let child;
    while (!child) child = await childOf(executionId);
    assert.equal(child.parentExecutionId, executionId);
    const end = await endOf(client("full").cancelExecution(child.executionId, { waitUntil: "ended", timeoutMs: PATIENCE }));
    assert.deepEqual([end.got, end.status], ["cancelled", "Cancelled"]);
    const parent = await client("full").getExecution(executionId);
    assert.ok(["Waiting", "Running"].includes(parent.status), parent.status);
  });
});

describe("requests without a response end after ten seconds", () => {
  before(() => ask("POST", "reset"));

  const hangs = async (action, times, where) => {
    const { executionId } = await ask("POST", "executions", {});
    const hang = { kind: "delay", delayMs: 90_000, where, executionId };
    await ask("POST", "faults", { ...hang, action, times });
    const end = await endOf(client("full").cancelExecution(executionId, { waitUntil: "ended", timeoutMs: 45_000 }));
    await assertTrue(end, executionId, `${action} ${where}`);
    const hung = end.history.filter((entry) => entry.action === action && entry.elapsedMs >= 9_990 && entry.elapsedMs < 90_000);
    return { ...end, hung: hung.length };
  };

  test("and looks settle what became of them", async () => {
    const [look, once, headers, nothing] = await Promise.all([
      hangs("ListExecutions", 1, "headers"),
      hangs("CancelExecution", 1, "headers"),
      hangs("CancelExecution", 3, "headers"),
      hangs("CancelExecution", 3, "before"),
    ]);
    assert.deepEqual([look.got, once.got, headers.got], ["cancelled", "cancelled", "cancelled"]);
    assert.deepEqual([nothing.got, nothing.code, nothing.outcome], ["NetworkError", "NetworkFailure", "unknown"]);
    assert.deepEqual([look.hung, once.hung, headers.hung, nothing.hung], [1, 1, 3, 3]);
  });
});
