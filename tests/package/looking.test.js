// Lists as a program uses them: loops, pages, breaks and signals; against the emulator and its log.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { startEmulator } from "../support/emulator.js";
import { packageFolder } from "./installed.js";

const { InvalidInputError, OosClient, StateError, isEnded } = await import(join(packageFolder, "node.js"));
const credentials = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };

let emulator;
let oos;
const filter = { templateName: "looking" };
before(async () => {
  emulator = await startEmulator();
  oos = new OosClient({ endpoint: emulator.oos, credentials });
  await emulator.ask("POST", "executions", { count: 250, details: filter });
});
after(() => emulator?.stop());

/** How many lists the emulator has received since `work` began. */
async function lists(work) {
  await emulator.ask("DELETE", "requests");
  await work();
  return (await emulator.ask("GET", "requests?action=ListExecutions")).length;
}

const rejection = (promise) => promise.then(() => assert.fail("resolved"), (error) => error);

test("a loop has every execution once, and its pages have a count", async () => {
  const ids = new Set();
  for await (const { executionId, status } of oos.listExecutions(filter)) {
    assert.equal(isEnded(status), false);
    ids.add(executionId);
  }
  assert.equal(ids.size, 250);
  const pages = [];
  for await (const { executions, totalCount } of oos.listExecutions(filter).pages()) pages.push([executions.length, totalCount]);
  assert.deepEqual(pages, [[100, 250], [100, 250], [50, 250]]);
});

test("nothing is sent before the loop, and leaving the loop ends the requests", async () => {
  assert.equal(await lists(() => oos.listExecutions(filter)), 0);
  assert.equal(await lists(async () => {
    for await (const execution of oos.listExecutions(filter)) if (execution) break;
  }), 1);
  assert.equal(await lists(async () => {
    let count = 0;
    for await (const execution of oos.listExecutions(filter)) if (execution && ++count === 101) break;
  }), 2);
});

test("each loop is a list of its own, and steps at the same time wait for each other", async () => {
  const list = oos.listExecutions(filter);
  const steps = list.pages()[Symbol.asyncIterator]();
  const [first, second, third, fourth] = await Promise.all([steps.next(), steps.next(), steps.next(), steps.next()]);
  assert.deepEqual([first, second, third].map(({ value }) => value.executions.length), [100, 100, 50]);
  assert.deepEqual(fourth, { done: true, value: undefined });
  for await (const execution of list) {
    assert.equal(execution.executionId, first.value.executions[0].executionId);
    break;
  }
});

test("a wrong filter rejects the first step and throws nowhere else", async () => {
  for (const wrong of [{ stauts: "Running" }, 5, new Map(), { tags: [] }]) {
    const list = oos.listExecutions(wrong);
    const error = await rejection(list[Symbol.asyncIterator]().next());
    assert.ok(error instanceof InvalidInputError, String(error));
    assert.ok(await rejection(list.pages().next()) instanceof InvalidInputError);
  }
});

test("a signal ends a loop at once with its own reason, between two executions too", async () => {
  const controller = new AbortController();
  let seen = 0;
  const sent = await lists(async () => {
    const error = await rejection((async () => {
      for await (const execution of oos.listExecutions(filter, { signal: controller.signal })) {
        if (execution && ++seen === 3) controller.abort("mine");
      }
    })());
    assert.equal(error, "mine");
  });
  assert.deepEqual([seen, sent], [3, 1]);
  assert.equal(await lists(async () => {
    const steps = oos.listExecutions(filter, { signal: AbortSignal.abort("before") })[Symbol.asyncIterator]();
    assert.equal(await rejection(steps.next()), "before");
    assert.deepEqual(await steps.next(), { done: true, value: undefined });
  }), 0);
});

test("a freed client ends its lists, and a method without its client rejects", async () => {
  const client = new OosClient({ endpoint: emulator.oos, credentials });
  const steps = client.listExecutions(filter).pages();
  await steps.next();
  client.free();
  assert.equal((await rejection(steps.next())).code, "Freed");
  // Another call that is in progress does not change that.
  const busy = new OosClient({ endpoint: emulator.oos, credentials });
  const list = busy.listExecutions(filter).pages();
  await list.next();
  const waiting = busy.waitForExecution("exec-8a2aaf460fdf47c6b5ef", { timeoutMs: 500 });
  busy.free();
  assert.equal((await rejection(list.next())).code, "Freed");
  assert.equal((await rejection(waiting)).code, "DeadlineExceeded");
  const { getExecution, listExecutions, waitForExecution } = oos;
  for (const call of [getExecution("e"), waitForExecution("e"), listExecutions().pages().next()]) {
    const error = await rejection(call);
    assert.ok(error instanceof StateError && error.code === "NotUsable", String(error));
  }
});

test("a `then` on every object is not called", async () => {
  // Only results have one: Node's own fetch awaits other objects.
  const isResult = (value) => ["executionId", "executions"].some((name) => Object.hasOwn(value, name));
  const get = function () {
    return isResult(this) ? () => assert.fail("called") : undefined;
  };
  Object.defineProperty(Object.prototype, "then", { configurable: true, get, set() {} });
  try {
    let count = 0;
    for await (const execution of oos.listExecutions(filter)) if (execution.executionId && ++count === 2) break;
    for await (const { executions } of oos.listExecutions(filter).pages()) count += executions.length;
    const execution = await oos.getExecution("exec-8a2aaf460fdf47c6b5ef");
    assert.deepEqual([count, execution.status], [252, "Running"]);
  } finally {
    delete Object.prototype.then;
  }
});
