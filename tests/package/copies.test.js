// Two copies of the package in one program, and methods that have lost their object.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { folder, packageFolder } from "./installed.js";

const oos = await import(join(packageFolder, "node.js"));
const otherFolder = join(folder, "node_modules/oos-cancel-too");
cpSync(packageFolder, otherFolder, { recursive: true });
const other = await import(join(otherFolder, "node.js"));

const options = { regionId: "cn-hangzhou", credentials: { accessKeyId: "a", accessKeySecret: "b" } };

const ended = (work) => {
  try {
    return Promise.resolve(work()).then((value) => assert.fail(`resolved with ${value}`), (error) => error);
  } catch (error) {
    return error;
  }
};

test("OosError.is knows the errors of the other copy, where instanceof does not", async () => {
  const error = await ended(() => new other.OosClient(options).cancelExecution(""));
  assert.equal(error.name, "InvalidInputError");
  assert.equal(error instanceof oos.OosError, false);
  assert.ok(oos.OosError.is(error) && other.OosError.is(error));
  assert.ok(oos.OosError.is(new other.ServiceError()));
});

test("a client or signer of the other copy is refused in words, and nothing is broken", async () => {
  const [client, signer] = [new other.OosClient(options), new other.CancelUrlSigner(options)];
  const [mine, mySigner] = [new oos.OosClient(options), new oos.CancelUrlSigner(options)];
  const { fetch } = globalThis;
  globalThis.fetch = () => new Promise(() => {});
  const controller = new AbortController();
  const underWay = ended(() => mine.cancelExecution("exec-1", { signal: controller.signal }));
  const { OosClient, CancelUrlSigner } = oos;
  const { cancelExecution } = mine;
  const { sign, free } = mySigner;
  const calls = {
    "cancelExecution of another copy": () => OosClient.prototype.cancelExecution.call(client, "exec-1"),
    "free of another copy": () => OosClient.prototype.free.call(client),
    "sign of another copy": () => CancelUrlSigner.prototype.sign.call(signer, "exec-1"),
    "free of a signer of another copy": () => CancelUrlSigner.prototype.free.call(signer),
    "the method of another class": () => OosClient.prototype.free.call(mySigner),
    "cancelExecution alone": () => cancelExecution("exec-1"),
    "sign alone": () => sign("exec-1"),
    "free alone": () => free(),
  };
  [5, null, "x", Symbol(), {}, () => {}, Object.create(mine), new Proxy(mine, {})].forEach((that, index) => {
    calls[`free of value ${index}`] = () => free.call(that);
    calls[`cancelExecution of value ${index}`] = () => cancelExecution.call(that, "exec-1");
  });
  for (const [name, call] of Object.entries(calls)) {
    const { code, outcome, message } = await ended(call);
    assert.deepEqual([code, outcome], ["NotUsable", "not-sent"], name);
    assert.match(message, /^This copy of the package did not create this (OosClient|CancelUrlSigner)\./, name);
  }
  // Calls under way and the objects of both copies live on.
  controller.abort("enough");
  assert.equal(await underWay, "enough");
  globalThis.fetch = fetch;
  assert.ok(mySigner.sign("exec-1") && signer.sign("exec-1"));
  for (const it of [client, signer, mine, mySigner]) it.free();
});

test("objects of one copy do as options of the other", () => {
  const { url } = other.signCancelUrl({ executionId: "exec-1", ...options });
  assert.equal(oos.validateCancelUrl(new URL(url), { credentials: options.credentials }).signature, "verified");
});
