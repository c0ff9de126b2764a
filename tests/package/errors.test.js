// The errors as their users construct and recognise them: in tests, from another copy of the package, from another realm.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";

import { packageFolder, run } from "./installed.js";

const oos = await import(join(packageFolder, "node.js"));
const { OosError } = oos;
const CLASSES = Object.values(oos).filter((value) => value.prototype instanceof OosError);
const credentials = { accessKeyId: "a", accessKeySecret: "b" };

const REMEDIES = ["fix-input", "refresh-credentials", "request-permission", "check-clock", "retry-later", "check-execution", "check-network", "fix-program", "report"];

const thrown = (work) => {
  try {
    return assert.fail(`returned ${inspect(work())}`);
  } catch (error) {
    return error;
  }
};
const rejection = (promise) => promise.then((value) => assert.fail(`resolved with ${inspect(value)}`), (error) => error);

test("every class can be constructed without fields and has all of them", () => {
  assert.equal(CLASSES.length, 7);
  for (const Class of CLASSES) {
    for (const error of [new Class(), new Class(undefined), new Class({}), new Class(null)]) {
      assert.ok(error instanceof OosError && error instanceof Error && OosError.is(error));
      assert.equal(error.name, Class.name);
      assert.ok(error.code.length > 3 && error.message === error.code, error.message);
      assert.ok(REMEDIES.includes(error.remedy), error.remedy);
      assert.ok(["refused", "unknown", "not-sent"].includes(error.outcome), error.outcome);
      assert.equal(typeof error.retryable, "boolean");
      assert.deepEqual(error.history, []);
      assert.match(error.stack, /errors\.test\.js/);
      assert.equal("cause" in error, false);
    }
    assert.notEqual(new Class().history, new Class().history);
  }
  assert.deepEqual(new oos.InvalidInputError().problems, []);
  assert.deepEqual(new oos.CredentialsError().problems, []);
  assert.equal(new oos.ServiceError().httpStatus, 400);
});

test("fields that are given replace the defaults, and a field that is undefined is not given", () => {
  const history = [{ number: 1, waitedMs: 0, elapsedMs: 5, outcome: "unknown" }];
  const fields = { code: "Throttling.User", httpStatus: 429, remedy: "retry-later", retryable: true, outcome: "unknown", history };
  const error = new oos.ServiceError({ ...fields, requestId: undefined, message: "Slow down.", cause: history });
  assert.deepEqual({ ...error }, { name: "ServiceError", ...fields, serviceMessage: "", meaning: "" });
  assert.equal(error.message, "Slow down.");
  assert.equal(error.cause, history);
  assert.equal(new oos.ServiceError({ code: "NoPermission" }).message, "NoPermission");
  // The class decides the name, and members of a prototype are no fields.
  assert.equal(new oos.NetworkError({ name: "ServiceError" }).name, "NetworkError");
  assert.equal(new oos.NetworkError(Object.create({ code: "inherited" })).code, "NetworkFailure");
});

test("the defaults are what the package itself throws", async () => {
  const client = new oos.OosClient({ endpoint: "http://127.0.0.1:9", credentials, retry: false, timeoutMs: 1_000 });
  const failing = new oos.OosClient({ regionId: "cn-hangzhou", credentials: () => { throw new Error("no"); } });
  const freed = new oos.OosClient({ regionId: "cn-hangzhou", credentials });
  freed.free();
  const { fetch } = globalThis;
  const during = (replacement, work) => {
    globalThis.fetch = replacement;
    return rejection(work()).finally(() => (globalThis.fetch = fetch));
  };
  const cancel = () => client.cancelExecution("exec-1");
  const never = () => new Promise(() => {});
  const page = async () => new Response("<html>");
  const refusal = async () => Response.json({ RequestId: "A", Code: "InvalidParameter", Message: "" }, { status: 400 });
  const common = ({ name, code, retryable, remedy, outcome }) => ({ name, code, retryable, remedy, outcome });
  for (const [error, Class] of [
    [thrown(() => oos.signCancelUrl()), oos.InvalidInputError],
    [await rejection(failing.cancelExecution("exec-1")), oos.CredentialsError],
    [await rejection(freed.cancelExecution("exec-1")), oos.StateError],
    [await during(() => Promise.reject(new TypeError("no")), cancel), oos.NetworkError],
    [await during(never, () => client.cancelExecution("exec-1", { timeoutMs: 20 })), oos.TimeoutError],
    [await during(page, cancel), oos.ResponseError],
    [await during(refusal, cancel), oos.ServiceError],
  ]) {
    assert.deepEqual(common(new Class()), common(error));
    // What comes out can go in again.
    const again = new Class({ ...error, message: error.message, cause: error.cause });
    assert.deepEqual({ ...again }, { ...error });
    assert.deepEqual([again.message, again.cause], [error.message, error.cause]);
  }
});

test("an error that a page constructed does not pass for one of the module", () => {
  const { encodeInto } = TextEncoder.prototype;
  // It unwinds through the module and leaves the module's state behind.
  TextEncoder.prototype.encodeInto = () => {
    throw new oos.StateError({ code: "Freed" });
  };
  try {
    const error = thrown(() => oos.signCancelUrl({ executionId: "中", regionId: "cn-hangzhou", credentials }));
    assert.equal(error.code, "ModuleInterrupted");
  } finally {
    TextEncoder.prototype.encodeInto = encodeInto;
  }
  assert.match(oos.signCancelUrl({ executionId: "中", regionId: "cn-hangzhou", credentials }).url, /E4%B8%AD/);
});

test("OosError.is never throws and takes nothing else for an error", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const hostile = new Proxy({}, { get() { throw new Error("no"); } });
  for (const value of [undefined, null, 5, "x", Symbol(), () => {}, {}, new Error("x"), { name: "OosError" }, proxy, hostile]) {
    assert.equal(OosError.is(value), false);
  }
});

test("OosError.is knows the errors of another realm, where instanceof does not", () => {
  const out = run(
    `
    import { readFileSync, readdirSync } from "node:fs";
    import { SourceTextModule, createContext } from "node:vm";
    import { OosError } from "oos-cancel";
    const snippets = "node_modules/oos-cancel/wasm/snippets/";
    const [folder] = readdirSync(snippets);
    const context = createContext({});
    const load = (name) => new SourceTextModule(readFileSync(snippets + folder + "/src/web/" + name, "utf8"), { context });
    const module = load("errors.js");
    await module.link(load);
    await module.evaluate();
    const error = new module.namespace.ServiceError({ code: "NoPermission" });
    console.log(error instanceof Error, error instanceof OosError, OosError.is(error), error.code);
  `,
    "--experimental-vm-modules",
    "--no-warnings",
  );
  assert.equal(out.trim(), "false false true NoPermission");
});
