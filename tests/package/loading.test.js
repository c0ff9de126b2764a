// How loading fails, and that it can be tried again: each case in a process of its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { run } from "./installed.js";

const state = 'const state = ({ name, code, message, outcome, remedy }) => [name, code, outcome, remedy, message].join(" | ");\n';
const WASM = 'new URL(import.meta.resolve("oos-cancel/oos_cancel_wasm_bg.wasm"))';
const NOT_LOADED = "StateError | NotLoaded | not-sent";

/** Runs a module that has all of oos-cancel/init as `oos`; what it writes, by lines. */
const lines = (source, ...options) =>
  run(`import { readFileSync } from "node:fs";\nimport * as oos from "oos-cancel/init";\n${state}${source}`, ...options).trim().split("\n");

test("every function and constructor says that init() comes first", () => {
  const said = lines(`
    const calls = {
      signCancelUrl: () => oos.signCancelUrl({}),
      validateCancelUrl: () => oos.validateCancelUrl(""),
      sendCancelUrl: () => oos.sendCancelUrl(""),
      OosClient: () => new oos.OosClient({}),
      CancelUrlSigner: () => new oos.CancelUrlSigner({}),
    };
    for (const call of Object.values(calls)) {
      try { await call(); console.log("nothing"); } catch (error) { console.log(oos.OosError.is(error), state(error)); }
    }
    await oos.init();
    console.log(oos.validateCancelUrl("").valid);
  `);
  const expected = `true ${NOT_LOADED} | fix-program | oos-cancel: the module is not loaded. Call init() first, and await it.`;
  assert.deepEqual(said, [...Array(5).fill(expected), "false"]);
});

// `empty` starts without an import; `another` is one that wasm-bindgen made of another crate.
test("a foreign module is refused, and the next init() tells the truth", () => {
  const said = lines(`
    const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
    const another = new Uint8Array([...empty, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 20, 1, 16, ...Buffer.from("__wbindgen_start"), 0, 0, 10, 4, 1, 2, 0, 11]);
    if (!WebAssembly.validate(another)) throw new Error("This is no module.");
    for (const bytes of [empty, another, new Uint8Array([1, 2, 3]), new WebAssembly.Module(empty), {}, 5, null]) {
      for (let attempt = 1; attempt <= 2; attempt++) await oos.init(bytes).then(() => console.log("loaded"), (error) => console.log(state(error)));
      try { oos.validateCancelUrl(""); console.log("usable"); } catch (error) { console.log(error.code); }
    }
    await oos.init();
    console.log(oos.validateCancelUrl("").valid);
  `);
  const refused = `${NOT_LOADED} | fix-program | oos-cancel: this is not the module of this version of the package. Load its own oos_cancel_wasm_bg.wasm.`;
  assert.deepEqual(said, [...Array(7).fill([refused, refused, "NotLoaded"]).flat(), "false"]);
});

test("a source does not fail with another one that is being loaded", () => {
  const said = lines(`
    const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
    const calls = [oos.init(empty), oos.init(empty), oos.init(readFileSync(${WASM})), oos.init(5), oos.init()];
    for (const { status } of await Promise.allSettled(calls)) console.log(status);
    console.log(oos.validateCancelUrl("").valid);
  `);
  // The one after the good source finds the module loaded.
  assert.deepEqual(said, ["rejected", "rejected", "fulfilled", "fulfilled", "fulfilled", "false"]);
});

test("a file that cannot be reached is named without its query, and can be tried again", () => {
  const said = lines(`
    const error = await oos.init("http://127.0.0.1:9/a.wasm?token=secret").catch((error) => error);
    console.log(state(error), error.retryable);
    await oos.init(readFileSync(${WASM}));
    console.log(oos.validateCancelUrl("").valid);
  `);
  assert.match(said[0], /^StateError \| NotLoaded \| not-sent \| check-network \| oos-cancel: http:\/\/127\.0\.0\.1:9\/a\.wasm cannot be fetched\. Check the connection, .* true$/);
  assert.equal(said[1], "false");
});

test("no part of an address that may be secret is repeated", () => {
  const said = lines(`
    const { inspect } = await import("node:util");
    for (const address of ["http://user:s3cret@127.0.0.1:9/a.wasm", "http://127.0.0.1:9/a.wasm#s3cret", "https://user:s3cret@[/", "data:text/plain,s3cret"]) {
      if (address.startsWith("data:")) globalThis.fetch = () => Promise.reject(new TypeError("no s3cret"));
      const error = await oos.init(address).catch((error) => error);
      console.log(error.message.split(" cannot")[0], inspect(error, { showHidden: true, depth: 9 }).includes("s3cret"));
    }
  `);
  const file = "oos-cancel: http://127.0.0.1:9/a.wasm false";
  assert.deepEqual(said, [file, file, "oos-cancel: https://[/ false", "oos-cancel: a data: URL false"]);
});

test("a file that is cut off, and a data: URL that is none, have errors of the package", () => {
  const said = lines(`
    const cut = (type) => new Response(new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(readFileSync(${WASM}).subarray(0, 1000)));
        setTimeout(() => controller.error(new TypeError("terminated")), 20);
      },
    }), { headers: { "Content-Type": type } });
    const withAddress = (response) => Object.defineProperty(response, "url", { value: "http://127.0.0.1/a.wasm" });
    for (const source of [withAddress(cut("application/wasm")), withAddress(cut("application/octet-stream")), "data:application/wasm;base64,@@@"]) {
      await oos.init(source).then(() => console.log("loaded"), (error) => console.log(oos.OosError.is(error), state(error)));
    }
    await oos.init();
    console.log(oos.validateCancelUrl("").valid);
  `);
  const cut = `true ${NOT_LOADED} | check-network | oos-cancel: oos_cancel_wasm_bg.wasm did not arrive completely. Check the connection, and call init() again.`;
  const none = `true ${NOT_LOADED} | fix-program | oos-cancel: this is not the module of this version of the package. Load its own oos_cancel_wasm_bg.wasm.`;
  assert.deepEqual(said, [cut, cut, none, "false"]);
});

test("a data: URL is decoded without fetch", () => {
  const said = lines(`
    globalThis.fetch = () => { throw new Error("fetched"); };
    const url = "data:application/wasm;base64," + readFileSync(${WASM}).toString("base64");
    await oos.init(new URL(url));
    console.log(oos.validateCancelUrl("").valid);
  `);
  assert.deepEqual(said, ["false"]);
});

test("a file: URL is read", () => {
  assert.deepEqual(lines(`await oos.init(${WASM}); console.log(oos.validateCancelUrl("").valid);`), ["false"]);
});

test("a platform without WebAssembly gets an error that says so", () => {
  const expected = "StateError | MissingPlatformFeature | not-sent | fix-program | oos-cancel: there is no WebAssembly here. Allow it in the settings of the browser or runtime.";
  assert.deepEqual(lines("await oos.init().catch((error) => console.log(state(error)));", "--jitless", "--no-warnings"), [expected]);
  const imported = `${state}await import("oos-cancel").catch((error) => console.log(state(error)));`;
  assert.equal(run(imported, "--jitless", "--no-warnings").trim(), expected);
});

test("import and require give one copy, or two that recognise each other's errors", () => {
  const out = run(`
    import { createRequire } from "node:module";
    import * as imported from "oos-cancel";
    const required = createRequire(import.meta.url)("oos-cancel");
    const error = new required.ServiceError();
    const credentials = { accessKeyId: "a", accessKeySecret: "b" };
    const client = new required.OosClient({ regionId: "cn-hangzhou", credentials });
    const same = required.OosClient === imported.OosClient;
    const crossed = await imported.OosClient.prototype.cancelExecution.call(client, "").catch((error) => error.code);
    console.log(Object.keys(required).filter((name) => name !== "__esModule").sort().join() === Object.keys(imported).sort().join());
    console.log(imported.OosError.is(error), crossed === (same ? "InvalidInput" : "NotUsable"));
  `, "--no-warnings");
  assert.equal(out, "true\ntrue true\n");
});

// Such as workerd; tests/consumers-long runs the package there.
test("where fetch refuses redirect: error, a redirect is a failure as everywhere", () => {
  const out = run(`
    const { Request } = globalThis;
    globalThis.WebSocketPair = class {};
    globalThis.Request = class extends Request {
      constructor(url, init) {
        if (init.redirect === "error" || init.cache) throw new TypeError("unsupported");
        super(url, init);
      }
    };
    const { OosClient } = await import("oos-cancel");
    const oos = new OosClient({ regionId: "cn-hangzhou", credentials: { accessKeyId: "a", accessKeySecret: "b" }, retry: false });
    const end = () => oos.cancelExecution("exec-1").then(({ requestId }) => requestId, ({ name, outcome }) => name + " " + outcome);
    const seen = [];
    const responses = [301, 302, 303, 307, 308].map((status) => new Response('{"RequestId":"A-1"}', { status, headers: { location: "/" } }));
    responses.push({ type: "opaqueredirect", status: 0, headers: new Headers(), body: null }, Response.json({ RequestId: "A-1" }));
    for (const response of responses) {
      globalThis.fetch = async (url, init) => (seen.push(init.redirect + " " + init.cache), response);
      console.log(await end());
    }
    console.log([...new Set(seen)].join());
  `);
  assert.deepEqual(out.trim().split("\n"), [...Array(6).fill("NetworkError unknown"), "A-1", "manual undefined"]);
});
