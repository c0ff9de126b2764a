// The code of README.md, as it stands there, in an empty folder with nothing but the tarball: what a newcomer pastes runs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { promisify } from "node:util";

import { folder } from "../package/installed.js";
import { startEmulator } from "../support/emulator.js";
import { recipes } from "../support/readme.js";
import { parts, read } from "./support/markdown.js";

const running = "exec-8a2aaf460fdf47c6b5ef";
const account = { accessKeyId: "STS.demo-valid", accessKeySecret: "demo-secret-sts-valid", securityToken: "demo-token-valid" };
const denied = { accessKeyId: "LTAI-demo-no-permission", accessKeySecret: "demo-secret-no-permission" };
const found = recipes(read("README.md"));
const realFetch = globalThis.fetch;
let emulator;
let oosCancel;

const snippet = (name) => import(join(folder, name));
const client = (credentials = account) => new oosCancel.OosClient({ regionId: "cn-hangzhou", credentials });
const execution = (id) => emulator.ask("GET", `executions/${id}`);

before(async () => {
  emulator = await startEmulator();
  for (const [name, text] of Object.entries(found)) writeFileSync(join(folder, name), text);
  // The region's host is the emulator, since the host is not signed; /sts is the back end.
  globalThis.fetch = (target, options) => {
    if (target === "/sts") return Promise.resolve(Response.json(account));
    return realFetch(String(target).replace(/^https:\/\/oos\.cn-hangzhou\.aliyuncs\.com(?=\/)/, emulator.oos), options);
  };
  oosCancel = await import(join(folder, "node_modules/oos-cancel/node.js"));
});

beforeEach(() => emulator.ask("POST", "reset"));

after(async () => {
  globalThis.fetch = realFetch;
  await emulator?.stop();
});

test("every block of JavaScript names its file", () => {
  const blocks = parts(read("README.md")).code.filter(({ language }) => language === "js");
  assert.equal(blocks.length, Object.keys(found).length);
  assert.deepEqual(Object.keys(found), ["cancel.js", "cancel-many.js", "wait.js", "back-end.js", "page.js", "explain.js", "try.mjs"]);
});

test("cancel.js", async () => {
  const { cancel } = await snippet("cancel.js");
  const { outcome, requestId } = await cancel(running);
  assert.equal(outcome, "accepted");
  assert.match(requestId, /^[0-9A-F-]{36}$/);
  assert.equal((await execution(running)).cancelCount, 1);
});

test("cancel-many.js", async () => {
  const { cancelAll } = await snippet("cancel-many.js");
  const order = (count, templateName) => emulator.ask("POST", "executions", { count, details: { templateName } });
  const { executionIds } = await order(30, "restart");
  const { executionIds: others } = await order(2, "restart-kernel");
  assert.equal(await cancelAll(client(), "restart", () => false), undefined);
  const shown = [];
  const counts = await cancelAll(client(), "restart", (count) => count === 30, (settled, total) => shown.push([settled, total]));
  assert.equal(counts.accepted, 30);
  assert.deepEqual(shown.at(-1), [30, 30]);
  for (const id of executionIds) assert.equal((await execution(id)).cancelCount, 1);
  for (const id of others) assert.equal((await execution(id)).cancelCount, 0);
});

test("wait.js", async () => {
  const { stop } = await snippet("wait.js");
  assert.equal(await stop(client(), running), "It is cancelled.");
  assert.equal((await execution(running)).status, "Cancelled");
  assert.equal(await stop(client(), "exec-bad0bad0bad0bad0bad0"), "It ended by itself: Failed.");
});

test("back-end.js and page.js", async () => {
  const { cancelUrl } = await snippet("back-end.js");
  const { cancelBy } = await snippet("page.js");
  assert.equal((await cancelBy(cancelUrl(running, account))).outcome, "accepted");
  assert.equal((await execution(running)).cancelCount, 1);
});

test("explain.js", async () => {
  const { explain } = await snippet("explain.js");
  const failure = (oos) => oos.cancelExecution(running).then(() => assert.fail("accepted"), (error) => error);
  assert.match(explain(await failure(client(denied))), /^User\.NoPermission: /);
  await emulator.ask("POST", "faults", { kind: "html", times: 3 });
  assert.match(explain(await failure(client())), /^The execution may have been cancelled\./);
  assert.throws(() => explain(new TypeError("a bug")), TypeError);
});

test("try.mjs, with the emulator where `make demo` starts it", async () => {
  // The demo's own port may be taken on this machine.
  writeFileSync(join(folder, "try.mjs"), found["try.mjs"].replace("http://127.0.0.1:8787", emulator.oos));
  const { stdout } = await promisify(execFile)(process.execPath, ["try.mjs"], { cwd: folder });
  assert.match(stdout, /outcome: 'cancelled'/);
});
