// The workbench: what is shown is what is sent, URLs and refusals of others are judged without giving a secret away.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { Key } from "selenium-webdriver";
import { inBothBrowsers, RUNNING } from "../support/demo.js";
import { startStaticSite } from "../support/static-site.js";

const STAGES = ["canonicalQuery", "stringToSign", "signedUrl", "signature"];

inBothBrowsers("the workbench", (at) => {
  async function openSign() {
    await at.open("#/workbench/sign");
    await at.page.fill("sign-id", RUNNING);
    await at.page.until("it is signed", async () => (await stages()).signedUrl.includes(`ExecutionId=${RUNNING}`));
  }

  const stages = () => at.page.run("return Object.fromEntries(arguments[0].map((id) => [id, document.getElementById(id).textContent]))", STAGES);

  /** The URL that was signed, which is not in the document. */
  const signedUrl = async () => {
    await at.page.press("Show signature and token");
    const { signedUrl: url } = await stages();
    await at.page.press("Hide signature and token");
    return url;
  };

  test("shows every stage of the signature, masked until it is asked for", async () => {
    await openSign();
    const hidden = await stages();
    assert.match(hidden.signedUrl, /&Signature=•+$/);
    assert.match(hidden.signature, /^•+$/);
    await at.page.press("Show signature and token");
    const { canonicalQuery, stringToSign, signedUrl: url, signature } = await stages();
    assert.equal(createHmac("sha1", "demo-secret-full&").update(stringToSign).digest("base64"), signature);
    assert.equal(new URL(url).searchParams.get("Signature"), signature);
    assert.equal(stringToSign, `POST&%2F&${encodeURIComponent(canonicalQuery)}`);
    await at.page.press("Hide signature and token");
    assert.deepEqual(await stages(), hidden);
  });

  test("sends exactly the URL that it shows", async () => {
    await at.emulator.ask("POST", "settings", { cancelDelayMs: 0 });
    await openSign();
    const { canonicalQuery } = await stages();
    await at.page.press("Send this one…");
    assert.deepEqual(await at.cancels(), []);
    await at.page.confirm();
    assert.equal((await at.page.verdict("sign-verdict")).outcome, "accepted");
    const [{ parameters }] = await at.cancels();
    const { Signature, ...others } = parameters;
    assert.equal(Signature, "(present)");
    assert.deepEqual(Object.entries(others).sort(), [...new URLSearchParams(canonicalQuery)].sort());
    assert.equal((await stages()).canonicalQuery, canonicalQuery);
    await at.page.press("Look at it now");
    await at.page.until("it is cancelled", async () => (await at.page.glance("sign-verdict")).outcome === "cancelled");
  });

  test("finds a parameter in every stage by keyboard, pointer and touch", async () => {
    await openSign();
    const lit = () => at.page.run("return [...document.querySelectorAll('#stages .lit')].map(({ textContent }) => textContent)");
    await at.page.run("document.querySelector(\"#parameters input[value='ExecutionId']\").focus()");
    await at.page.type(Key.SPACE);
    assert.deepEqual(await lit(), [`ExecutionId=${RUNNING}`, `ExecutionId%3D${RUNNING}`, `ExecutionId=${RUNNING}`]);
    await at.page.type(Key.ARROW_DOWN);
    assert.deepEqual(await lit(), ["Format=JSON", "Format%3DJSON", "Format=JSON"]);
    await at.page.run("document.querySelector('#stringToSign [data-p=Version]').click()");
    assert.deepEqual(await lit(), ["Version=2019-06-01", "Version%3D2019-06-01", "Version=2019-06-01"]);
    await at.page.type(Key.ESCAPE);
    assert.deepEqual(await lit(), []);
  });

  test("says that it signed again, and when the signature expires", async () => {
    await openSign();
    const before = (await stages()).canonicalQuery;
    await at.page.says("sign-countdown", /^Good for 1[45]:\d\d$/);
    await at.page.press("Sign again");
    await at.page.until("it says so", async () => (await at.page.heard()).includes("Signed again, good for 15 minutes."));
    assert.notEqual((await stages()).canonicalQuery, before);
    await at.page.run("const { now } = window.Date; window.Date.now = () => now() + 16 * 60_000");
    await at.page.says("sign-countdown", /^Expired at .* Sign it again\.$/);
    assert.equal(await at.page.run("return document.getElementById('send-signed').ariaDisabled"), "true");
    await at.page.press("Send this one…");
    assert.equal(await at.page.dialog(), null);
  });

  test("copies as code; what has no signature works with other credentials", async () => {
    await openSign();
    const url = await signedUrl();
    const copied = async (format) => {
      await at.page.run("window.copied = undefined; Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => (window.copied = text) } })");
      await at.page.choose("copy-format", format);
      await at.page.run("document.getElementById('copy-as').click()");
      return at.page.until("it is copied", () => at.page.run("return window.copied"));
    };
    assert.equal(await copied("url"), url);
    assert.equal(await copied("curl"), `curl --request POST '${url}'`);
    assert.match(await copied("fetch"), new RegExp(`method: "POST",\\n {2}credentials: "omit"`));
    assert.match(await at.page.text("copied"), new RegExp(`anyone who has it can cancel ${RUNNING}`));
    for (const format of ["node", "rust"]) {
      const code = await copied(format);
      assert.doesNotMatch(code, /Signature|demo-secret/);
      assert.match(code, new RegExp(RUNNING));
    }
    await copied("url");
    await at.page.press("Clear the clipboard");
    assert.equal(await at.page.run("return window.copied"), " ");
  });

  test("what it copies as sendCancelUrl and Node runs in Node and cancels", async () => {
    const { asCode } = await import("../../www/copy-as.js").catch(() => ({}));
    assert.ok(asCode, "copy-as.js can be loaded without a page");
    const { signCancelUrl } = await import("../../pkg/node.js");
    const credentials = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };
    const target = { regionId: "cn-hangzhou", endpoint: at.emulator.oos };
    const signed = { ...signCancelUrl({ executionId: RUNNING, credentials, ...target }), ...target, foreign: at.emulator.oos };
    const { execFile } = await import("node:child_process");
    const { promisify } = await import("node:util");
    const node = new URL("../../pkg/node.js", import.meta.url);
    const env = { ...process.env, ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI-demo-full", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "demo-secret-full" };
    for (const [format, count] of [["send", 1], ["node", 2]]) {
      const code = asCode(format, signed).text.replace('"oos-cancel"', JSON.stringify(node.href));
      await at.emulator.ask("POST", "settings", { cancelDelayMs: 60_000 });
      await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code], { env });
      assert.equal((await at.execution()).cancelCount, count);
    }
    await at.open();
  });

  test("checks a pasted URL, keeps it out of the document, and sends it once", async () => {
    await openSign();
    const url = await signedUrl();
    await at.page.go("#/workbench/check");
    await at.page.paste("check-url", url);
    assert.equal(await at.page.value("check-url"), "");
    await at.page.says("check-report", new RegExp(`Would cancel ${RUNNING} at ${at.emulator.oos}`));
    await at.page.says("check-report", /The signature was not checked/);
    await at.page.says("check-countdown", /^Good for 1[45]:\d\d$/);
    await at.page.tick("verify");
    await at.page.press("Check");
    await at.page.says("check-report", /The signature is correct/);
    await at.page.press("Send this one…");
    assert.match(await at.page.until("it asks", () => at.page.dialog()), /Emulator/);
    await at.page.confirm();
    assert.equal((await at.page.verdict("check-verdict")).outcome, "accepted");
    assert.equal((await at.execution()).cancelCount, 1);
    assert.equal(await at.page.offers("Send this one…"), false);
  });

  test("turns a checked URL to Expired when its time is over", async () => {
    await openSign();
    const url = await signedUrl();
    await at.page.go("#/workbench/check");
    await at.page.paste("check-url", url);
    await at.page.says("check-countdown", /^Good for/);
    await at.page.run("const { now } = window.Date; window.Date.now = () => now() + 16 * 60_000");
    await at.page.says("check-report", /The signature has expired/);
    assert.equal(await at.page.offers("Send this one…"), false);
  });

  test("lists every problem of an invalid URL and offers no sending", async () => {
    await at.open("#/workbench/check");
    await at.page.press("Use an invalid example");
    await at.page.says("check-report", /9 problems\. It was not sent and must not be\./);
    const codes = await at.page.run("return [...document.querySelectorAll('#check-report li code')].map(({ textContent }) => textContent)");
    assert.deepEqual(codes.toSorted(), [
      "expired", "fragment-not-allowed", "host-not-allowed", "malformed-signature", "path-not-allowed", "scheme-not-allowed",
      "unknown-parameter", "wrong-action", "wrong-format",
    ]);
    assert.equal(await at.page.offers("Send this one…"), false);
    assert.deepEqual(await at.cancels(), []);
  });

  test("works without credentials for a URL of others", async () => {
    const site = await startStaticSite();
    try {
      await at.page.open(`${site.origin}/`);
      await at.page.press("No credentials? Check a signed URL");
      await at.page.press("Use an invalid example");
      await at.page.says("check-report", /9 problems/);
      await at.page.go("#/workbench/sign");
      await at.page.says("sign-problems", /connect first/);
    } finally {
      site.stop();
    }
  });

  test("explains the emulator's own refusals: another secret, another method, a changed value", async () => {
    await openSign();
    const url = await signedUrl();
    const post = async (address, method = "POST") => (await fetch(address, { method })).text();
    const explain = async (server, sent, signedFor = "POST") => {
      await at.page.go("#/workbench/explain");
      await at.page.paste("explain-server", server);
      await at.page.paste("explain-sent", sent);
      await at.page.choose("explain-method", signedFor);
      await at.page.press("Explain");
      const text = await at.page.until("it is explained", () => at.page.text("explanation"));
      await at.page.run("document.getElementById('explanation').replaceChildren()");
      return text;
    };
    const changed = url.replace(RUNNING, "exec-000");
    assert.match(await explain(await post(changed), url), /another request than the one you signed[^]*ExecutionId[^]*exec-8a2aaf[^]*exec-000[^]*The values differ/);
    assert.match(await explain(await post(url, "GET"), url), /method[^]*Signed for one method, sent by another/);
    const forged = url.replace(/Signature=[^&]+/, "Signature=AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D");
    const refusal = await post(forged);
    assert.match(refusal, /SignatureDoesNotMatch/);
    assert.match(await explain(`2026-11-26 ERROR ${refusal.replaceAll("\n", " ")}`, forged), /signature was made with another secret/);
    assert.match(await explain("500 Internal Server Error", url), /no StringToSign/);
    await at.page.tick("secret");
    assert.match(await explain(refusal, forged), /another signature than that of this URL|does not belong/);
    assert.equal(await at.page.value("explain-sent") + await at.page.value("explain-server"), "");
  });

  test("lists every code, finds one by its address, and tries it on the emulator", async () => {
    await at.open("#/workbench/codes/User.NoPermission");
    await at.page.says("code-count", /^5\d codes$/);
    assert.match(await at.page.focused(), /^User\.NoPermission/);
    await at.page.fill("code-search", "throttling.u");
    await at.page.says("code-count", /^One code$/);
    await at.page.press("Try it on the emulator");
    await at.page.atView("one");
    await at.page.press("Cancel this execution…");
    await at.page.confirm();
    assert.equal((await at.page.verdict()).facts.Code, "Throttling.User");
  });
});
