// The recipes of the package's README and of docs/recipes.md, each as it stands there: compiled, and run against the emulator where
// Node can. Those that need a page run in tests/consumers.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

import PopCore from "@alicloud/pop-core";
import { startEmulator } from "../support/emulator.js";
import { recipes } from "../support/readme.js";
import { compile } from "./compile.js";
import { folder, packageFolder } from "./installed.js";

const readme = readFileSync(join(packageFolder, "README.md"), "utf8");
const more = readFileSync(new URL("../../docs/recipes.md", import.meta.url), "utf8");
const all = [...Object.entries(recipes(readme)), ...Object.entries(recipes(more))];
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
  const blocks = `${readme}${more}`.match(/^```\w+$/gm);
  // Beside the recipes: one in Rust, which examples/tests compares with the one that is compiled there; a policy and a command.
  assert.deepEqual(blocks.filter((block) => !/`(?:js|tsx?)$/.test(block)).sort(), ["```json", "```rust", "```sh"]);
  assert.equal(blocks.length, all.length + 3);
  assert.deepEqual(Object.keys(scripts), ["sts.js", "back-end.js"]);
  assert.equal(Object.keys(typed).length, 9);
});

test("the policy is JSON and names both actions", () => {
  const policy = JSON.parse(readme.match(/^```json\n([^]*?)^```$/m)[1]);
  assert.deepEqual(policy.Statement[0].Action, ["oos:CancelExecution", "oos:ListExecutions"]);
});

test("the recipes compile", () => {
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(fileURLToPath(new URL("../node_modules/@types/react", import.meta.url)), join(folder, "node_modules/@types/react"));
  assert.equal(compile(typed, { jsx: "react-jsx", noEmit: false, outDir: "out", rootDir: ".", noUnusedLocals: true }), "");
});

test("the quick start", async () => {
  const { oos, stop } = await recipe("quick-start.js");
  assert.equal(await stop(running), "It is cancelled.");
  assert.equal(await stop(ended), "It ended by itself: Success.");
  assert.equal((await oos.getExecution(running)).status, "Cancelled");
  const [{ placement }] = (await emulator.ask("GET", `requests?executionId=${running}&action=CancelExecution`)).slice(-1);
  assert.equal(placement, "form");
});

test("credentials from STS", async () => {
  const requests = [];
  const Credentials = {
    AccessKeyId: account.accessKeyId,
    AccessKeySecret: account.accessKeySecret,
    SecurityToken: account.securityToken,
    Expiration: new Date(Date.now() + 900_000).toISOString(),
  };
  // A server in the place of STS, for the vendor's own client.
  const server = createServer((request, response) => {
    requests.push(new URL(request.url, "http://127.0.0.1").searchParams);
    request.on("data", (body) => requests.push(new URLSearchParams(String(body))));
    request.on("end", () => response.end(JSON.stringify({ RequestId: "A-1", Credentials })));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  const sts = new PopCore({ accessKeyId: "a", accessKeySecret: "b", endpoint, apiVersion: "2015-04-01" });
  writeFileSync(join(folder, "sts.js"), scripts["sts.js"]);
  const { pageCredentials } = await import(join(folder, "sts.js"));
  const returned = await pageCredentials(sts, "acs:ram::1:role/page", "alice");
  server.close();
  const sent = Object.fromEntries(requests.flatMap((parameters) => [...parameters]));
  assert.equal(sent.Action, "AssumeRole");
  assert.equal(sent.DurationSeconds, "900");
  assert.deepEqual(JSON.parse(sent.Policy).Statement[0].Action, ["oos:CancelExecution", "oos:ListExecutions"]);
  const { OosClient } = await import(join(packageFolder, "node.js"));
  const oos = new OosClient({ regionId: "cn-hangzhou", credentials: async () => returned });
  assert.equal((await oos.cancelExecution(running)).outcome, "accepted");
});

test("a back end that signs, and a page that sends", async () => {
  const { cancel } = await recipe("page.js");
  const { cancelCount } = await emulator.ask("GET", `executions/${running}`);
  assert.match(await cancel(running), /^[0-9A-F-]{36}$/);
  assert.equal((await emulator.ask("GET", `executions/${running}`)).cancelCount, cancelCount + 1);
  await assert.rejects(cancel("not-one-of-mine"), /did not sign: 403/);
  assert.equal((await realFetch(`${backEnd.origin}/cancel-url?executionId=${running}`, { method: "POST" })).status, 403);
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
  assert.match(explain(await failure()), /^ExecutionCancelFailed: /);
  await emulator.ask("POST", "faults", { kind: "html" });
  assert.match(explain(await failure()), /^The execution may have been cancelled\./);
  assert.throws(() => explain(new TypeError("a bug")), TypeError);
});

test("a click that stops waiting", async () => {
  const { OosClient } = await import(join(packageFolder, "node.js"));
  const { cancel } = await recipe("stop-waiting.js");
  const oos = new OosClient({ regionId: "cn-hangzhou", credentials: account });
  assert.equal(await cancel(oos, running, new EventTarget()), "OOS has accepted the cancel.");
  await assert.rejects(cancel(oos, ended, new EventTarget()), { code: "ExecutionCancelFailed" });

  await emulator.ask("POST", "faults", { kind: "delay", delayMs: 60_000 });
  const stop = new EventTarget();
  const stopped = cancel(oos, running, stop);
  stop.dispatchEvent(new Event("click"));
  assert.equal(await stopped, "The execution may have been cancelled. Check its status.");
});

test("a template that is stopped", async () => {
  const { OosClient } = await import(join(packageFolder, "node.js"));
  const { stopTemplate } = await recipe("stop-template.js");
  const oos = new OosClient({ regionId: "cn-hangzhou", credentials: account });
  const order = (count, templateName) => emulator.ask("POST", "executions", { count, details: { templateName } });
  const { executionIds } = await order(12, "restart");
  const { executionIds: others } = await order(2, "restart-kernel");

  assert.equal(await stopTemplate(oos, "restart", async () => false, () => {}), undefined);
  const seen = [];
  const agrees = async (ids) => ids.length === 12;
  const report = await stopTemplate(oos, "restart", agrees, (progress) => seen.push(progress));
  assert.equal(report.counts.cancelled, 12);
  assert.equal(seen.at(-1).settled, 12);
  for (const id of executionIds) assert.equal((await emulator.ask("GET", `executions/${id}`)).status, "Cancelled");
  for (const id of others) assert.equal((await emulator.ask("GET", `executions/${id}`)).cancelCount, 0);
});
