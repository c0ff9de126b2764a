// The demo page in real browsers, against the emulator. What is expected of both is written once.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { Key } from "selenium-webdriver";
import { REMEDIES } from "../../www/remedies.js";
import { BROWSERS, openBrowser } from "../support/browsers.js";
import { startEmulator } from "../support/emulator.js";
import { Page } from "../support/page.js";
import { startStaticSite } from "../support/static-site.js";

const RUNNING = "exec-8a2aaf460fdf47c6b5ef";
const REQUEST_ID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;
// Every secret and token of the emulator's accounts, in any encoding.
const SECRET = /demo-secret|demo-token|not-the-secret/;
const SIGNATURE = /(Signature|SecurityToken)(=|%3D)[^•]/;

// The eight of the CancelExecution page.
const DOCUMENTED = {
  InvalidVersion: [400, "report", /does not serve this version/],
  "InvalidAction.NotFound": [400, "fix-input", /does not know the operation/],
  "User.NoPermission": [401, "request-permission", /does not allow oos:CancelExecution/],
  InvalidStsToken: [400, "refresh-credentials", /does not accept the SecurityToken/],
  ExpiredStsToken: [400, "refresh-credentials", /has expired/],
  InvalidAccountType: [400, "request-permission", /type of account/],
  ExecutionCancelFailed: [403, "check-execution", /cannot be cancelled in its present state/],
  "EntityNotExist.Execution": [404, "check-execution", /no such execution/],
};

// Both browsers report refused and failed requests on their own account, with the URL; a page cannot prevent that.
const isBrowsersOwn = (message) => /Failed to load resource|Cross-Origin Request Blocked/.test(message);

for (const name of BROWSERS) {
  describe(`the demo page in ${name}`, () => {
    let emulator, browser, page;

    before(async () => {
      emulator = await startEmulator();
      browser = await openBrowser(name);
      page = new Page(browser, name);
    });

    after(async () => {
      await browser?.driver.quit();
      await emulator?.stop();
    });

    beforeEach(async () => {
      await emulator.ask("POST", "reset");
      await page.open(emulator.demo);
    });

    afterEach(async () => {
      const messages = await browser.takeMessages();
      assert.deepEqual(messages.filter((message) => !isBrowsersOwn(message)), []);
      const everything = await page.everything();
      assert.doesNotMatch(everything, SECRET);
      assert.doesNotMatch(everything, SIGNATURE);
    });

    const requests = () => emulator.ask("GET", "requests");
    const execution = (id = RUNNING) => emulator.ask("GET", `executions/${id}`);
    const outcome = () => page.panel("outcome");

    async function press(example) {
      await page.press(example);
      return outcome();
    }

    test("loads without messages, filled in for the emulator", async () => {
      assert.deepEqual(await browser.takeMessages(), []);
      assert.equal(await page.value("executionId"), RUNNING);
      assert.equal(await page.value("endpoint"), emulator.oos);
      assert.deepEqual(await requests(), []);
    });

    test("cancels once", async () => {
      await page.press("Cancel execution");
      const { state, verdict, facts, attempts } = await outcome();
      assert.equal(state, "accepted");
      assert.match(verdict, /^Accepted/);
      assert.deepEqual(attempts, []);
      assert.match(facts.RequestId, REQUEST_ID);
      assert.equal(facts.Execution, RUNNING);
      assert.equal((await requests()).length, 1);
      const { status, cancelCount } = await page.until("the execution is cancelled", async () => {
        const now = await execution();
        return now.status === "Cancelled" && now;
      });
      assert.deepEqual([status, cancelCount], ["Cancelled", 1]);
      await page.picture("accepted");
      if (browser.preferDark) {
        await browser.preferDark(true);
        await page.picture("accepted-dark");
        await browser.preferDark(false);
      }
    });

    for (const [code, [httpStatus, remedy, meaning]] of Object.entries(DOCUMENTED)) {
      test(`explains ${code}`, async () => {
        const { state, verdict, facts } = await press(code);
        assert.equal(state, "refused");
        assert.match(verdict, /^Refused/);
        assert.equal(facts.Code, code);
        assert.match(facts.Meaning, meaning);
        assert.equal(facts["What to do"], REMEDIES[remedy]);
        assert.match(facts.RequestId, REQUEST_ID);
        assert.equal(facts["HTTP status"], String(httpStatus));
        assert.equal(await page.focused(), "outcome");
        assert.equal((await requests()).length, 1);
        if (code === "User.NoPermission") await page.picture("refused");
      });
    }

    test("explains what the gateway refuses", async () => {
      const wrong = (await press("Wrong secret")).facts;
      assert.equal(wrong.Code, "SignatureDoesNotMatch");
      assert.match(wrong.Cause, /AccessKeySecret does not belong/);
      await page.open(emulator.demo);
      const { facts, attempts } = await press("Throttled");
      assert.deepEqual([facts.Code, facts["What to do"]], ["Throttling.User", REMEDIES["retry-later"]]);
      assert.equal(attempts.length, 3);
      await page.picture("throttled");
    });

    test("says what differs when OOS received another request", async () => {
      const message = "The signature does not match. server string to sign is:GET&%2F&Action%3DCancelExecution";
      await emulator.ask("POST", "faults", { kind: "error", code: "SignatureDoesNotMatch", message });
      const { facts } = await press("Cancel execution");
      assert.match(facts.Cause, /its method differs/);
      assert.equal(facts["What to do"], REMEDIES.report);
    });

    test("shows each attempt as it ends, and all of them at the end", async () => {
      await page.press("Throttled, then accepted");
      const { state, attempts } = await page.until("the first is told", async () => {
        const now = await page.glance("outcome");
        return now.attempts.length > 0 && now;
      });
      assert.equal(state, "running");
      assert.equal(attempts.length, 1);
      assert.match(attempts[0], /^Attempt 1: Refused, HTTP 400 Throttling\.User\s+took \d+ ms$/);
      assert.equal(await page.run("return document.querySelector('#outcome .attempts').ariaLive"), "polite");
      await page.picture("waiting");

      const end = await outcome();
      assert.equal(end.state, "accepted");
      assert.equal(end.attempts.length, 2);
      assert.equal(end.attempts[0], attempts[0]);
      const [, waited] = /^Attempt 2: Accepted, HTTP 200\s+after a delay of (\d+) ms, took \d+ ms$/.exec(end.attempts[1]);
      assert.ok(Number(waited) >= 1000, `waited ${waited} ms`);
      assert.equal((await requests()).length, 2);
      await page.picture("second-accepted");
    });

    test("succeeds after a server error", async () => {
      const { state, attempts } = await press("Server error, then accepted");
      assert.equal(state, "accepted");
      assert.equal(attempts.length, 2);
      assert.match(attempts[0], /^Attempt 1: Unknown, HTTP 500 InternalError\s/);
      assert.equal((await execution()).cancelCount, 1);
    });

    test("says that an attempt without a response may have cancelled", async () => {
      const settings = await emulator.ask("GET", "settings");
      const { state, verdict, facts, attempts } = await press("Response lost, then refused");
      assert.equal(state, "unknown");
      assert.match(verdict, /^Unknown\s+An earlier attempt may have cancelled the execution/);
      assert.deepEqual([facts.Code, facts["HTTP status"]], ["ExecutionCancelFailed", "403"]);
      assert.match(facts.But, /^Attempt 1 got no clear response\. .* before OOS refused attempt 2\.$/);
      assert.equal(attempts.length, 2);
      // On a connection that was open before, the browser itself repeats what was cut off, and OOS knows the nonce.
      assert.match(attempts[0], /^Attempt 1: Unknown, (no response NetworkFailure|HTTP 400 SignatureNonceUsed)\s/);
      assert.match(attempts[1], /^Attempt 2: Refused, HTTP 403 ExecutionCancelFailed\s/);
      assert.deepEqual(await execution(), { executionId: RUNNING, status: "Cancelled", cancelCount: 1 });
      assert.deepEqual(await emulator.ask("GET", "settings"), settings);
      await page.picture("earlier-attempt");
    });

    test("corrects the clock, or says how wrong it is", async () => {
      const { state, attempts } = await press("Clock hours off");
      assert.equal(state, "accepted");
      assert.match(attempts[0], /^Attempt 1: Refused, HTTP 400 InvalidTimeStamp\.Expired\s/);
      assert.equal(attempts.length, 2);

      await page.field("retry").click();
      for (const [offsetSeconds, words] of [[-3 * 3600, "3 hours ahead of"], [1200, "20 minutes behind"]]) {
        await emulator.ask("DELETE", "faults");
        await emulator.ask("POST", "faults", { kind: "clock", offsetSeconds });
        await page.press("Cancel execution");
        await page.until(`it says ${words}`, async () =>
          (await page.glance("outcome")).facts.Clock === `This machine's clock is ${words} the server's.`);
      }
      const { facts } = await outcome();
      assert.equal(facts["What to do"], REMEDIES["check-clock"]);
      await page.picture("clock");
    });

    test("makes one attempt without retries", async () => {
      await emulator.ask("POST", "faults", { kind: "internal-error" });
      await page.field("retry").click();
      const { state, facts, attempts } = await press("Cancel execution");
      assert.deepEqual([state, facts.Code, attempts], ["unknown", "InternalError", []]);
      assert.equal((await requests()).length, 1);
    });

    for (const [example, code] of [["No response", "NetworkFailure"], ["Time-out", "DeadlineExceeded"], ["HTML response", "NotJson"]]) {
      test(`shows that the outcome is unknown: ${example}`, async () => {
        const { state, verdict, facts, attempts } = await press(example);
        assert.equal(state, "unknown");
        assert.match(verdict, /^Unknown\s+The execution may have been cancelled/);
        assert.equal(facts.Code, code);
        assert.match(facts["What to do"], /^Check the status of the execution/);
        assert.equal(attempts.length, example === "Time-out" ? 0 : 3);
        assert.equal(await page.focused(), "outcome");
        if (example !== "No response") return;
        await page.press("Check the execution");
        await page.until("the emulator reports", async () => /reports: Cancelled, cancelled once/.test(await page.everything()));
        await page.picture("unknown");
      });
    }

    test("aborts a call", async () => {
      await page.press("Slow response");
      await page.until("the call is under way", () => page.field("abort").isEnabled());
      await page.press("Abort the call");
      const { state, facts } = await outcome();
      assert.equal(state, "unknown");
      assert.match(facts.Meaning, /You aborted/);
      assert.equal(await page.field("abort").isEnabled(), false);
    });

    for (const [kind, state, meaning] of [["throttling", "refused", /while it waited/], ["unavailable", "unknown", /may have reached OOS/]]) {
      test(`aborts a call that waits after ${kind}`, async () => {
        await emulator.ask("POST", "faults", { kind, retryAfter: 8 });
        await page.press("Cancel execution");
        await page.until("it waits", async () => (await page.glance("outcome")).attempts.length === 1);
        await page.press("Abort the call");
        const end = await outcome();
        assert.equal(end.state, state);
        assert.match(end.facts.Meaning, meaning);
        assert.equal((await requests()).length, 1);
      });
    }

    test("starts another example instead of a slow one", async () => {
      await page.press("Slow response");
      await page.until("the call is under way", () => page.field("abort").isEnabled());
      await page.press("InvalidVersion");
      await page.until("the second is told", async () => (await outcome()).facts.Code === "InvalidVersion");
    });

    test("masks signature and token until the user asks for them", async () => {
      await press("Accepted, with STS");
      const masked = await page.stages();
      assert.match(masked.canonicalQuery, /&SecurityToken=•+&/);
      assert.match(masked.stringToSign, /%26SecurityToken%3D•+%26/);
      assert.match(masked.url, /&SecurityToken=•+&.*&Signature=•+$/);

      await page.press("Show signature and token");
      const { canonicalQuery, stringToSign, url } = await page.stages();
      assert.match(canonicalQuery, /&SecurityToken=demo-token-valid&/);
      const secret = await page.value("credentials.accessKeySecret");
      const signature = createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
      assert.equal(new URL(url).searchParams.get("Signature"), signature);
      assert.equal(stringToSign, `POST&%2F&${encodeURIComponent(canonicalQuery)}`);

      await page.press("Show signature and token");
      assert.deepEqual(await page.stages(), masked);
    });

    test("copies the whole URL", async () => {
      await page.press("Copy the URL");
      await page.until("it is copied", async () => /was copied/.test(await page.everything()));
      await page.field("url").click();
      await page.shortcut("v");
      assert.match(await page.value("url"), /^http:.*&Signature=[^•]+$/);
    });

    test("checks a valid URL and sends it once", async () => {
      await page.press("Use the URL above");
      await page.press("Validate");
      assert.equal((await page.panel("report")).state, "well-formed");

      await page.field("verify").click();
      await page.press("Validate");
      const { state, facts } = await page.panel("report");
      assert.equal(state, "verified");
      assert.equal(facts.Cancels, RUNNING);
      assert.equal(facts["Sent to"], emulator.oos);

      await page.press("Send this URL");
      assert.equal((await page.panel("sent")).state, "accepted");
      assert.equal((await execution()).cancelCount, 1);
      await page.picture("valid-sent");

      await page.press("Validate");
      await page.press("Send this URL");
      const again = await page.panel("sent");
      assert.deepEqual([again.state, again.facts.Code], ["unknown", "SignatureNonceUsed"]);
      assert.equal((await execution()).cancelCount, 1);
    });

    test("lists every problem of an invalid URL", async () => {
      await page.press("Use an invalid URL");
      await page.press("Validate");
      const { state, verdict, problems } = await page.panel("report");
      assert.equal(state, "invalid");
      assert.match(verdict, /9 problems/);
      assert.deepEqual(problems.toSorted(), [
        "expired",
        "fragment-not-allowed",
        "host-not-allowed",
        "malformed-signature",
        "path-not-allowed",
        "scheme-not-allowed",
        "unknown-parameter",
        "wrong-action",
        "wrong-format",
      ]);
      assert.equal(await page.focused(), "report");
      assert.equal(await page.field("send").isDisplayed(), false);
      assert.deepEqual(await requests(), []);
      await page.picture("problems");
    });

    test("says which fields are wrong, and sends nothing", async () => {
      await page.fill("endpoint", "ftp://nowhere");
      await page.fill("executionId", "");
      await page.press("Cancel execution");
      const { state, problems } = await outcome();
      assert.equal(state, "unsent");
      assert.equal(problems.length, 2);
      const wrong = await page.run("return [...document.querySelectorAll('[aria-invalid=true]')].map(({ id }) => id)");
      assert.deepEqual(wrong, ["endpoint", "executionId"]);
      assert.deepEqual(await requests(), []);
      await page.picture("not-sent");
      await page.type(Key.TAB, Key.ENTER);
      assert.equal(await page.focused(), "executionId");

      await page.fill("endpoint", emulator.oos);
      await page.fill("executionId", RUNNING);
      await page.fill("timeoutMs", "soon");
      await page.press("Cancel execution");
      await page.until("the deadline is marked", () => page.run("return document.getElementById('timeoutMs').ariaInvalid"));
      assert.deepEqual(await requests(), []);
    });

    test("signs for the selected method", async () => {
      await page.choose("travel", "in the URL, by GET");
      assert.match((await page.stages()).stringToSign, /^GET&/);
      const { state, facts } = await press("Cancel execution");
      assert.deepEqual([state, facts.Code], ["accepted", undefined]);
      assert.equal((await requests())[0].method, "GET");
      await page.press("Use the URL above");
      assert.equal(await page.value("method"), "GET");
    });

    test("resets the emulator", async () => {
      await press("Throttled");
      await page.press("Reset the emulator");
      await page.until("it says so", async () => /was reset/.test(await page.everything()));
      assert.equal(await page.value("credentials.accessKeyId"), "LTAI-demo-full");
      assert.deepEqual(await requests(), []);
    });

    test("works with the keyboard alone", async () => {
      const tabTo = (id) => page.until(`Tab reaches ${id}`, async () => {
        await page.type(Key.TAB);
        return (await page.focused()) === id;
      });
      await tabTo("credentials.accessKeyId");
      await tabTo("executionId");
      await page.retype("exec-6be6d6ff805349d9ac13");
      await tabTo("Cancel execution");
      await page.type(Key.ENTER);
      assert.equal((await outcome()).state, "accepted");
      assert.equal((await execution("exec-6be6d6ff805349d9ac13")).cancelCount, 1);
      assert.equal(await page.focused(), "Cancel execution");
    });

    test("fits a phone", async () => {
      await page.open(emulator.demo, [320, 640]);
      await press("Response lost, then refused");
      await page.press("Use an invalid URL");
      await page.press("Validate");
      await page.panel("report");
      assert.ok(await page.run("return document.documentElement.scrollWidth <= 320"));
      await page.picture("phone", 320);
    });

    test("scrolls the outcome into view", async () => {
      await page.open(emulator.demo, [320, 640]);
      await press("No response");
      assert.ok(await page.run(`
        const { top } = document.querySelector("#outcome .verdict").getBoundingClientRect();
        return top >= 0 && top < innerHeight;`));
    });

    test("form requests show no secret in the browser's own messages", async () => {
      await press("Accepted, with STS");
      await page.choose("travel", "in the body, by POST");
      await emulator.ask("POST", "faults", { kind: "reset-after", times: 9 });
      await page.press("Cancel execution");
      await page.until("no answer comes", async () => (await outcome()).state === "unknown");
      const [, call] = await requests();
      assert.deepEqual([call.placement, call.fault], ["form", "reset-after"]);
      for (const message of await browser.takeMessages()) {
        assert.doesNotMatch(message, SECRET);
        assert.doesNotMatch(message, SIGNATURE);
      }
    });

    test("clears credentials and stores nothing", async () => {
      await press("Accepted, with STS");
      await page.press("Use the URL above");
      await page.press("Forget credentials");
      for (const field of ["accessKeyId", "accessKeySecret", "securityToken"]) {
        assert.equal(await page.value(`credentials.${field}`), "");
      }
      assert.equal(await page.value("url"), "");
      assert.equal((await page.stages()).url, "");
      const kept = await page.run("return [localStorage.length, sessionStorage.length, document.cookie, location.href]");
      assert.deepEqual(kept, [0, 0, "", `${emulator.demo}/`]);
    });

    test("works without the emulator, for the real OOS", async () => {
      const site = await startStaticSite();
      try {
        await page.open(site.origin);
        assert.equal(await page.field("examples").isDisplayed(), false);
        assert.equal(await page.value("credentials.accessKeyId"), "");
        assert.equal(await page.value("executionId"), "");
        await page.fill("regionId", "cn-hangzhou");
        await page.fill("credentials.accessKeyId", "LTAI-example");
        await page.fill("credentials.accessKeySecret", "not-the-secret");
        await page.fill("executionId", RUNNING);
        assert.match((await page.stages()).url, /^https:\/\/oos\.cn-hangzhou\.aliyuncs\.com\/\?AccessKeyId=LTAI-example&/);
      } finally {
        site.stop();
      }
    });
  });
}

test("the page has a text for every remedy of the package", async () => {
  const { readFile } = await import("node:fs/promises");
  const declarations = await readFile(new URL("../../src/web/types.d.ts", import.meta.url), "utf8");
  const [, union] = /export type Remedy =([^;]+);/.exec(declarations);
  assert.deepEqual(Object.keys(REMEDIES), union.match(/[a-z-]+/g));
});
