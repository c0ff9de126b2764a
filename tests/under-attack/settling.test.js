// A call ends by its deadline or its signal, whatever the garbage collector has taken, and even if nothing else keeps the process.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { ROWS, startLyingServer } from "./lying-server.js";
import { ENDPOINT } from "./support/exercise.js";
import { ENTRY, LONG, PERMANENT, REQUEST_ID, newExecutionId } from "./support/package.js";
import { RUNTIMES } from "./support/runtimes.js";
import { settled } from "./support/settled.js";

const oos = await import(ENTRY);

describe("a body that is still coming, with the garbage collector at work", () => {
  const TRIES = LONG ? 1_000 : 100;
  let server, collecting;
  before(async () => {
    setFlagsFromString("--expose-gc");
    const gc = runInNewContext("gc");
    const row = ROWS.find(({ name }) => name === "a body that never ends");
    server = await startLyingServer(() => ({ row, carriesOut: true }));
    collecting = setInterval(gc, 40);
  });
  after(() => {
    clearInterval(collecting);
    return server.stop();
  });

  const cancel = (options) =>
    new oos.OosClient({ endpoint: server.origin, credentials: PERMANENT, retry: false }).cancelExecution(newExecutionId(), options);

  async function endsOf(start) {
    const counts = {};
    for (let done = 0; done < TRIES; done += 50) {
      const ends = await Promise.all(Array.from({ length: 50 }, () => settled(start(), 5_000)));
      for (const { error, pending, value } of ends) {
        const end = pending ? "pending" : value ? "accepted" : error.name;
        counts[end] = (counts[end] ?? 0) + 1;
      }
    }
    return counts;
  }

  test("the deadline ends each of them", async () => {
    assert.deepEqual(await endsOf(() => cancel({ timeoutMs: 400 })), { TimeoutError: TRIES });
  });

  test("an abort ends each of them", async () => {
    const abortable = () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 400);
      return cancel({ signal: controller.signal });
    };
    assert.deepEqual(await endsOf(abortable), { AbortError: TRIES });
  });

  test("the deadline ends a URL that was signed elsewhere", async () => {
    const { url } = oos.signCancelUrl({ executionId: newExecutionId(), endpoint: server.origin, credentials: PERMANENT });
    const send = () => oos.sendCancelUrl(url, { allowedOrigins: [server.origin], timeoutMs: 400 });
    assert.deepEqual(await endsOf(send), { TimeoutError: TRIES });
  });
});

describe("a process with nothing else to do", { concurrency: 2 }, () => {
  const start = promisify(execFile);
  const pending = "() => new Promise(() => {})";
  const cases = {
    "a provider that never answers": { options: `{ credentials: ${pending} }`, fetch: "undefined" },
    "a fetch that never settles": { fetch: pending },
    "a body that never comes": { fetch: `async () => new Response(new ReadableStream({ pull: ${pending} }))` },
    "a wait before another attempt": { options: "{ retry: { maxAttempts: 2, baseDelayMs: 60000, maxDelayMs: 60000 } }", fetch: `() => Promise.reject(new TypeError("no"))` },
  };
  for (const [name, { options = "{}", fetch }] of Object.entries(cases)) {
    test(`${name} ends with a TimeoutError`, async () => {
      const script = `
        const { OosClient } = await import(${JSON.stringify(ENTRY)});
        globalThis.fetch = ${fetch};
        const client = new OosClient({ endpoint: "${ENDPOINT}", credentials: ${JSON.stringify(PERMANENT)}, timeoutMs: 300, ...${options} });
        console.log(await client.cancelExecution("exec-8a2aaf460fdf47c6b5ef").catch((error) => error.name));`;
      const end = await start(process.execPath, ["--input-type=module", "--eval", script]).catch((error) => error);
      // A random delay may be so short that the attempts end first.
      const expected = name.startsWith("a wait") ? /^(Timeout|Network)Error$/ : /^TimeoutError$/;
      assert.match(end.stdout.trim(), expected, `exit code ${end.code}: ${end.stderr}`);
    });
  }

  test("a call that has settled keeps no process alive", async () => {
    const script = `
      const { OosClient } = await import(${JSON.stringify(ENTRY)});
      globalThis.fetch = async () => new Response('{"RequestId":"${REQUEST_ID}"}');
      const client = new OosClient({ endpoint: "${ENDPOINT}", credentials: ${JSON.stringify(PERMANENT)}, timeoutMs: 60000 });
      await client.cancelExecution("exec-8a2aaf460fdf47c6b5ef");
      console.log("done");`;
    const { stdout } = await start(process.execPath, ["--input-type=module", "--eval", script], { timeout: 10_000 });
    assert.equal(stdout.trim(), "done");
  });
});

describe("a delay that an abort ends keeps no process alive", { concurrency: 3 }, () => {
  for (const [name, { command, missing }] of Object.entries(RUNTIMES)) {
    test(name, { skip: missing }, async (t) => {
      const folder = mkdtempSync(join(tmpdir(), "oos-cancel-"));
      t.after(() => rmSync(folder, { recursive: true }));
      const script = join(folder, "delay.mjs");
      writeFileSync(script, `
        const { OosClient } = await import(${JSON.stringify(ENTRY)});
        const body = '{"RequestId":"${REQUEST_ID}","Code":"Throttling","Message":"Slow down."}';
        globalThis.fetch = async () => new Response(body, { status: 400, headers: { "x-acs-retry-after": "60000" } });
        const client = new OosClient({ endpoint: "${ENDPOINT}", credentials: ${JSON.stringify(PERMANENT)} });
        const controller = new AbortController();
        setTimeout(() => controller.abort("mine"), 200);
        console.log(await client.waitForExecution("exec-8a2aaf460fdf47c6b5ef", { signal: controller.signal }).catch((error) => error));`);
      const [program, ...args] = command;
      const { stdout } = await promisify(execFile)(program, [...args, script], { timeout: 20_000 });
      assert.equal(stdout.trim(), "mine");
    });
  }
});

test("a call leaves no observer behind", async () => {
  const { PerformanceObserver, fetch } = globalThis;
  const observing = new Set();
  globalThis.PerformanceObserver = class extends PerformanceObserver {
    observe(...options) {
      observing.add(this);
      return super.observe(...options);
    }
    disconnect() {
      observing.delete(this);
      return super.disconnect();
    }
  };
  globalThis.fetch = async () => new Response(`{"RequestId":"${REQUEST_ID}"}`);
  try {
    const client = new oos.OosClient({ endpoint: ENDPOINT, credentials: PERMANENT });
    for (let call = 0; call < 3; call++) await client.cancelExecution(newExecutionId());
    assert.equal(observing.size, 0);
  } finally {
    Object.assign(globalThis, { PerformanceObserver, fetch });
  }
});
