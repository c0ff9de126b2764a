// Generated requests, signed by the npm package and by three SDKs of the vendor. SEED makes the same ones again,
// OOS_SDK_CASES says how many.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { caseOf, totalFor } from "./signers/cases.js";
import { compare, encode } from "./signers/compare.js";
import { sign } from "./signers/ours.js";
import { run, writeCases } from "./signers/run.js";
import { KINDS } from "./signers/texts.js";

const wanted = Number(process.env.OOS_SDK_CASES ?? 5000);
const seed = process.env.SEED ?? randomBytes(4).toString("hex");

test(`${wanted} generated requests, SEED=${seed}`, async (t) => {
  console.log(`signers: ${wanted} generated requests, SEED=${seed}`);
  const file = await writeCases(seed, Array(totalFor(wanted)).keys());
  const { results, kinds } = await run(seed, file);
  console.log("requests by what their texts hold:", JSON.stringify(kinds));
  for (const { sdk, signed, refused, differences, shown, excluded } of results) {
    console.log(`${sdk.name}: ${signed} signed, ${refused} that cannot be sent, ${differences} differences`);
    for (const [why, count] of Object.entries(excluded)) console.log(`  ${count} not compared in full: ${why}`);
    for (const one of shown) console.log(`  SEED=${seed} CASE=${one.case} node tests/sdk/replay.js: ${JSON.stringify(one, null, 2)}`);
    await t.test(`${sdk.name} and we agree`, () => {
      assert.equal(differences, 0);
      assert.equal(signed, wanted);
    });
  }
  await t.test("every kind of text was among them", () => {
    const missing = [...Object.keys(KINDS), "longest"].filter((kind) => !(kinds[kind] > 0));
    assert.deepEqual(missing, []);
  });
  // What is left of a failed run is for looking at.
  rmSync(file);
});

test("the vendor's one package with another encoding differs for these characters only", () => {
  // Reached only by gateways of another signature; listed in README.md.
  const { default: vendor } = createRequire(import.meta.url)("@alicloud/darabonba-encode-util");
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  assert.equal(ascii.filter((text) => vendor.percentEncode(text) !== encode(text)).join(""), "!'()");
  assert.equal(vendor.percentEncode("**"), "%2A*");
});

test("a signer that deviates is detected", () => {
  const one = { ...caseOf("any", 0), method: "POST", placement: "query", executionId: "exec-*~!", judgedAfterSeconds: 0 };
  const ours = sign(one);
  const { url, stringToSign } = ours;
  const signatureOf = (text) => text.replace(/Signature=\w/, (found) => (found.endsWith("A") ? "Signature=B" : "Signature=A"));
  const sdk = { adds: () => ({}) };
  const stages = (changes) => {
    const found = new Set();
    compare("any", one, ours, sdk, { sent: { method: "POST", url, body: "", stringToSign, ...changes } }, (stage) => found.add(stage));
    return [...found];
  };
  assert.deepEqual(stages({}), []);
  assert.deepEqual(stages({ url: url.replace("exec-%2A~%21", "exec-*~!") }), []);
  for (const changes of [
    { method: "GET" },
    { stringToSign: stringToSign.replace("%252A", "*") },
    { url: signatureOf(url) },
    { url: url.replace("exec-%2A", "exec-%252A") },
    { url: `${url}&Version=2019-06-01` },
    { body: "Format=JSON" },
    { url: url.replace("Format=JSON&", "") },
  ]) {
    assert.notDeepEqual(stages(changes), [], JSON.stringify(changes));
  }
});
