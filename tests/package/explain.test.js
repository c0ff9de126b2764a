// explainSignature, on refusals as a gateway writes them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { packageFolder } from "./installed.js";

const { InvalidInputError, explainSignature, signCancelUrl } = await import(join(packageFolder, "node.js"));

const credentials = { accessKeyId: "STS.testid", accessKeySecret: "testsecret", securityToken: "CAIS+/to ken==" };
const signed = signCancelUrl({ executionId: "exec-8a2aaf460fdf47c6b5ef", regionId: "cn-hangzhou", credentials });
const refusal = (stringToSign) =>
  JSON.stringify({
    Code: "SignatureDoesNotMatch",
    Message: `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
    RequestId: "14A07460-EBE7-47CA-9757-12CC4761D47A",
  });

test("the same request leaves the secret, or what was signed", () => {
  const serverMessage = refusal(signed.stringToSign);
  assert.deepEqual(explainSignature({ serverMessage, sent: signed.stringToSign }), { verdict: "different-secret", differences: [] });
  const byUrl = (accessKeySecret) => explainSignature({ serverMessage, sent: signed.url, accessKeySecret });
  assert.deepEqual(byUrl(undefined), { verdict: "different-signature", differences: [] });
  assert.deepEqual(byUrl("testsecret"), { verdict: "different-secret", differences: [], secretMatches: true });
  assert.deepEqual(byUrl("another"), { verdict: "different-signature", differences: [], secretMatches: false });
});

test("a changed parameter is named, with both values", () => {
  const serverMessage = refusal(signed.stringToSign.replace("cn-hangzhou", "cn-beijing"));
  const { verdict, differences } = explainSignature({ serverMessage, sent: new URL(signed.url) });
  assert.equal(verdict, "different-request");
  const [{ message, ...difference }, ...others] = differences;
  assert.deepEqual(difference, { parameter: "RegionId", sent: "cn-hangzhou", server: "cn-beijing", cause: "changed" });
  assert.match(message, /^The values differ\. /);
  assert.deepEqual(others, []);
});

test("a token that lost its encoding is named, and no part of it is repeated", () => {
  const serverMessage = refusal(signed.stringToSign.replace("to%2520ken", "to%252Bken"));
  const explanation = explainSignature({ serverMessage, sent: signed.url, method: "POST" });
  assert.deepEqual(explanation.differences.map(({ parameter }) => parameter), ["SecurityToken"]);
  assert.doesNotMatch(JSON.stringify(explanation), /CAIS|to%2/);
});

test("the method is compared", () => {
  const [difference] = explainSignature({ serverMessage: refusal(signed.stringToSign), sent: signed.url, method: "GET" }).differences;
  assert.deepEqual([difference.parameter, difference.sent, difference.server, difference.cause], ["method", "GET", "POST", "method"]);
});

test("without a StringToSign there is nothing to compare", () => {
  for (const serverMessage of ["no", "", "{}"]) {
    assert.deepEqual(explainSignature({ serverMessage, sent: signed.url }), { verdict: "not-found", differences: [] });
  }
});

test("wrong options are named, and repeated nowhere", () => {
  const problems = (options) => {
    try {
      return explainSignature(options);
    } catch (error) {
      assert.ok(error instanceof InvalidInputError, String(error));
      return error.problems.map(({ code, parameter }) => `${parameter} ${code}`);
    }
  };
  assert.deepEqual(problems(undefined), ["options missing-option"]);
  assert.deepEqual(problems({}), ["serverMessage missing-option", "sent missing-option"]);
  assert.deepEqual(problems({ serverMessage: 1, sent: "x".repeat(65_537) }), ["serverMessage wrong-type", "sent too-long"]);
  assert.deepEqual(problems({ serverMessage: "", sent: "Signature=s3cret" }), ["sent malformed"]);
  assert.deepEqual(problems({ serverMessage: "", sent: signed.url, method: "PUT" }), ["method malformed"]);
});
