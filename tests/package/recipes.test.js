// The recipes of the README, each as it stands there: compiled, and run against the emulator where Node can. Those that
// need a page run in tests/consumers.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

import { startEmulator } from "../support/emulator.js";
import { recipes } from "../support/readme.js";
import { compile } from "./compile.js";
import { folder, packageFolder } from "./installed.js";

const readme = readFileSync(join(packageFolder, "README.md"), "utf8");
const all = Object.entries(recipes(readme));
const scripts = Object.fromEntries(all.filter(([name]) => name.endsWith(".js")));
const typed = Object.fromEntries(all.filter(([name]) => /\.tsx?$/.test(name)));

const running = "exec-8a2aaf460fdf47c6b5ef";
const ended = "exec-600d600d600d600d600d";
const account = { accessKeyId: "STS.demo-valid", accessKeySecret: "demo-secret-sts-valid", securityToken: "demo-token-valid" };

let emulator;
let backEnd;
const realFetch = globalThis.fetch;

/** A recipe as a module. */
const recipe = (name) => import(join(folder, "out", name));

before(async () => {
  emulator = await startEmulator();
  writeFileSync(join(folder, "back-end.js"), scripts["back-end.js"] ?? "");
  const env = {
    ...process.env,
    PORT: "0",
    ALIBABA_CLOUD_ACCESS_KEY_ID: account.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: account.accessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: account.securityToken,
  };
  const child = spawn(process.execPath, ["back-end.js"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill());
  const [origin] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(([status]) => assert.fail(`The back end ended with ${status}.`)),
  ]);
  backEnd = { child, origin };
  // The network of the recipes: the region's host is the emulator, since the host is not signed; paths are the back end's.
  globalThis.fetch = (target, options) => {
    if (target === "/sts") return Promise.resolve(Response.json(account));
    const oos = String(target).replace(/^https:\/\/oos\.cn-hangzhou\.aliyuncs\.com(?=\/)/, emulator.oos);
    return realFetch(oos.replace(/^(?=\/)/, backEnd.origin), options);
  };
});

// An execution that an earlier test cancelled would have ended by now on a slow machine.
beforeEach(() => emulator.ask("POST", "reset"));

after(async () => {
  globalThis.fetch = realFetch;
  backEnd?.child.kill();
  await emulator?.stop();
});

test("every block of code is a recipe with a unique name", () => {
  // examples/tests compares the one in Rust with the one that is compiled there.
  assert.equal(readme.match(/^```\w+$/gm).length, all.length + 2, "and one in Rust, and a policy");
  assert.deepEqual(Object.keys(scripts), ["back-end.js"]);
  assert.equal(Object.keys(typed).length, 12);
});

test("the recipes compile", () => {
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(fileURLToPath(new URL("../node_modules/@types/react", import.meta.url)), join(folder, "node_modules/@types/react"));
  assert.equal(compile(typed, { jsx: "react-jsx", noEmit: false, outDir: "out", rootDir: ".", noUnusedLocals: true }), "");
});

test("static credentials", async () => {
  const { cancel } = await recipe("static-credentials.js");
  assert.match(await cancel(running, account), /^[0-9A-F-]{36}$/);
});

test("a cancel that waits", async () => {
  const { OosClient } = await import(join(packageFolder, "node.js"));
  const { stop } = await recipe("stop.js");
  const shown = [];
  const client = (credentials) => new OosClient({ regionId: "cn-hangzhou", credentials });
  assert.equal(await stop(client(account), running, (text) => shown.push(text)), true);
  assert.deepEqual(shown.slice(-2), ["Cancelled", "It is cancelled."]);
  assert.equal(await stop(client(account), ended, (text) => shown.push(text)), true);
  assert.equal(shown.at(-1), "It ended by itself: Success.");
  await emulator.ask("POST", "reset");
  const cancelOnly = { accessKeyId: "LTAI-demo-cancel-only", accessKeySecret: "demo-secret-cancel-only" };
  assert.equal(await stop(client(cancelOnly), running, (text) => shown.push(text)), false);
  assert.match(shown.at(-1), /^accepted: NoPermission: .*oos:ListExecutions/);
});

test("everything of a template", async () => {
  const { OosClient } = await import(join(packageFolder, "node.js"));
  const { stopTemplate } = await recipe("stop-template.js");
  const create = (count, templateName) => emulator.ask("POST", "executions", { count, details: { templateName } });
  const { executionIds } = await create(120, "patch");
  await create(30, "patch-kernel");
  const oos = new OosClient({ regionId: "cn-hangzhou", credentials: account });
  const [asked, shown] = [[], []];
  assert.equal(await stopTemplate(oos, "patch", (running) => void asked.push(running.length), (text) => shown.push(text)), undefined);
  assert.deepEqual([asked, shown], [[120], []]);
  assert.equal((await emulator.ask("GET", "requests?action=CancelExecution")).length, 0, "nothing is sent without a yes");
  const report = await stopTemplate(oos, "patch", () => true, (text) => shown.push(text));
  assert.deepEqual(new Set(report.results.map(({ executionId }) => executionId)), new Set(executionIds));
  assert.equal(shown.at(-1), "120 cancelled, 0 ended by themselves, 0 may still run.");
  assert.match(shown.at(-2), /^120 of 120, 0 s left/);
});

test("the policy names both actions and is JSON", () => {
  const policy = JSON.parse(readme.match(/^```json\n([^]*?)^```$/m)[1]);
  assert.deepEqual(policy.Statement[0].Action, ["oos:CancelExecution", "oos:ListExecutions"]);
});

test("a provider", async () => {
  const { oos } = await recipe("provider.js");
  const { requestId } = await oos.cancelExecution(running);
  assert.match(requestId, /^[0-9A-F-]{36}$/);
  const [{ placement }] = (await emulator.ask("GET", `requests?executionId=${running}`)).slice(-1);
  assert.equal(placement, "form");
});

test("a back end that signs, and a page that sends", async () => {
  const { cancel } = await recipe("page.js");
  const { cancelCount } = await emulator.ask("GET", `executions/${running}`);
  assert.match(await cancel(running), /^[0-9A-F-]{36}$/);
  assert.equal((await emulator.ask("GET", `executions/${running}`)).cancelCount, cancelCount + 1);
  await assert.rejects(cancel("not-one-of-mine"), /did not sign: 403/);
  assert.equal((await realFetch(`${backEnd.origin}/cancel-url?executionId=${running}`, { method: "POST" })).status, 403);
});

test("an error for tests", async () => {
  const { throttled } = await recipe("throttled.js");
  const { explain } = await recipe("explain.js");
  assert.equal(explain(throttled()), "Throttling.User Retry in a moment.");
});

test("a URL from elsewhere", async () => {
  const { describe } = await recipe("check.js");
  const answer = await realFetch(`${backEnd.origin}/cancel-url?executionId=${running}`, {
    method: "POST",
    headers: { "x-requested-by": "my-page" },
  });
  const { url } = await answer.json();
  assert.match(describe(url), new RegExp(`^Cancels ${running} at https://oos.cn-hangzhou.aliyuncs.com, until .*Z\\.$`));
  assert.equal(describe(url.replace("oos.", "evil.").replace("JSON", "XML")).split("\n").length, 2);
});

test("advice by remedy", async () => {
  const { OosClient } = await import(join(packageFolder, "node.js"));
  const { explain } = await recipe("explain.js");
  const oos = new OosClient({ regionId: "cn-hangzhou", credentials: account, retry: false });
  const failure = () => oos.cancelExecution(ended).then(() => assert.fail("accepted"), (error) => error);
  assert.match(explain(await failure()), /^ExecutionCancelFailed: .* Check the status of the execution\.$/);
  await emulator.ask("POST", "faults", { kind: "html" });
  assert.match(explain(await failure()), /^The execution may have been cancelled\./);
  assert.throws(() => explain(new TypeError("a bug")), TypeError);
});

test("a button that stops waiting", async () => {
  const { OosClient } = await import(join(packageFolder, "node.js"));
  const { wire } = await recipe("buttons.js");
  const oos = new OosClient({ regionId: "cn-hangzhou", credentials: account });
  const [cancel, stop] = [new EventTarget(), new EventTarget()];
  let show;
  wire(oos, running, cancel, stop, (text) => show(text));
  const shown = () => new Promise((resolve) => (show = resolve));

  const accepted = shown();
  cancel.dispatchEvent(new Event("click"));
  assert.equal(await accepted, "OOS has accepted the cancel.");

  await emulator.ask("POST", "faults", { kind: "delay", delayMs: 60_000 });
  const stopped = shown();
  cancel.dispatchEvent(new Event("click"));
  stop.dispatchEvent(new Event("click"));
  assert.equal(await stopped, "The execution may have been cancelled. Check its status.");
});
