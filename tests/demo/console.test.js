// The console against the emulator: connect, list, look up, confirm, cancel, and what became of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "selenium-webdriver";
import { inBothBrowsers, RUNNING, SUCCESS, WAITING } from "../support/demo.js";
import { startStaticSite } from "../support/static-site.js";

const REQUEST_ID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/;

// The eight of the CancelExecution page: how the emulator is made to send each, its status and its remedy.
const DOCUMENTED = {
  InvalidVersion: [400, /Report it/],
  "InvalidAction.NotFound": [400, /Correct what is named/],
  "User.NoPermission": [401, /Ask an administrator/],
  InvalidStsToken: [400, /Get new credentials/],
  ExpiredStsToken: [400, /Get new credentials/],
  InvalidAccountType: [400, /Ask an administrator/],
  ExecutionCancelFailed: [403, /Look at the execution/],
  "EntityNotExist.Execution": [404, /Look at the execution/],
};

inBothBrowsers("the console", (at) => {
  const fault = (kind, more = {}) => at.emulator.ask("POST", "faults", { kind, action: "CancelExecution", ...more });

  test("opens with the emulator's executions that can be cancelled, and cancels none", async () => {
    await at.open();
    await at.page.listed();
    const rows = await at.page.rows();
    assert.ok(rows.includes(RUNNING) && rows.includes(WAITING));
    assert.ok(!rows.includes(SUCCESS));
    assert.match(await at.page.run("return document.querySelector('.top').innerText"), /Emulator/);
    assert.deepEqual(await at.cancels(), []);
  });

  test("looks an id up by Enter, shows what it is, and cancels after one confirmation", async () => {
    await at.open();
    await at.page.fill("lookup-id", RUNNING);
    await at.page.type(Key.ENTER);
    await at.page.says("one-body", /Running/);
    assert.deepEqual(await at.cancels(), []);

    await at.page.press("Cancel this execution…");
    const said = await at.page.until("it asks", () => at.page.dialog());
    assert.match(said, new RegExp(`Emulator[^]*cn-hangzhou[^]*${RUNNING}`));
    assert.equal(await at.page.focused(), "confirm-no");
    assert.deepEqual(await at.cancels(), []);
    await at.page.press("Keep running");
    assert.equal(await at.page.focused(), "one-cancel");
    assert.deepEqual(await at.cancels(), []);

    await at.page.press("Cancel this execution…");
    await at.page.confirm();
    const { outcome, text, facts } = await at.page.verdict();
    assert.equal(outcome, "cancelled");
    assert.match(text, /^Cancelled OOS says so, [\d.]+ s after you asked\.$/);
    assert.match(facts.RequestId, REQUEST_ID);
    assert.deepEqual(await at.execution(), { executionId: RUNNING, status: "Cancelled", cancelCount: 1 });
    assert.equal((await at.cancels()).length, 1);
    assert.match(await at.page.text("one-body"), /It has ended/);
  });

  test("never says Cancelled before the execution is", async () => {
    await at.emulator.ask("POST", "settings", { cancelDelayMs: 600_000 });
    await at.open();
    await at.page.cancelOne(RUNNING);
    await at.page.says("one-verdict", /OOS accepted it/);
    await at.page.says("one-verdict", /Last seen: Running/);
    assert.equal((await at.execution()).status, "Running");
    assert.equal((await at.page.glance()).outcome, "running");
    await at.emulator.ask("POST", "executions", { executionId: RUNNING, status: "Cancelled" });
    assert.equal((await at.page.verdict()).outcome, "cancelled");
    assert.equal((await at.execution()).status, "Cancelled");
  });

  test("says that an execution ended by itself", async () => {
    await at.emulator.ask("POST", "settings", { cancelDelayMs: 600_000 });
    await at.emulator.ask("POST", "executions", { executionId: "exec-short", status: "Running" });
    await at.open();
    await at.page.cancelOne("exec-short");
    await at.page.says("one-verdict", /OOS accepted it/);
    await at.emulator.ask("POST", "executions", { executionId: "exec-short", status: "Success" });
    const { outcome, text } = await at.page.verdict();
    assert.equal(outcome, "ended");
    assert.match(text, /Ended by itself.*Success/);
  });

  test("offers no cancel for an execution that has ended or does not exist", async () => {
    await at.open(`#/console/${SUCCESS}`);
    await at.page.says("one-body", /It has ended/);
    assert.equal(await at.page.offers("Cancel this execution…"), false);
    await at.page.go("#/console/exec-00000000000000000000");
    await at.page.says("one-body", /There is no such execution in cn-hangzhou/);
    assert.equal(await at.page.offers("Cancel this execution…"), false);
  });

  for (const [code, [httpStatus, remedy]] of Object.entries(DOCUMENTED)) {
    test(`explains ${code}`, async () => {
      await fault("error", { code, httpStatus, times: 3 });
      await at.open();
      await at.page.cancelOne(RUNNING);
      const { outcome, facts, advice } = await at.page.verdict();
      assert.equal(outcome, "refused");
      assert.equal(facts.Code, code);
      assert.match(advice, remedy);
      assert.match(facts.RequestId, REQUEST_ID);
      assert.equal(facts["HTTP status"], String(httpStatus));
      await at.page.until("it was looked at", async () => (await at.page.glance()).now === "Running");
      assert.equal((await at.execution()).cancelCount, 0);
    });
  }

  test("settles an unknown outcome by looking: cancelled, although no response came", async () => {
    await at.emulator.ask("POST", "settings", { cancelDelayMs: 0 });
    await fault("reset-after", { times: 9 });
    await at.open();
    await at.page.cancelOne(RUNNING);
    const { outcome } = await at.page.verdict();
    assert.equal(outcome, "cancelled");
    assert.equal((await at.execution()).status, "Cancelled");
  });

  test("keeps an unknown outcome unknown while the look shows it running, and looks again on request", async () => {
    await fault("html", { times: 9 });
    await at.open();
    await at.page.cancelOne(RUNNING);
    await at.page.says("one-verdict", /No clear response\. Looking at the execution/);
    await at.page.says("one-verdict", /Last seen: Running/);
    const { outcome, advice } = await at.page.until("it gives up", async () => {
      const now = await at.page.glance();
      return now.outcome === "unknown" && now;
    }, 45_000);
    assert.match(advice, /Look at the execution before you act/);
    await at.page.until("it was looked at", async () => (await at.page.glance()).now === "Running");
    // Only from here on: the package itself would have seen it.
    await at.emulator.ask("POST", "executions", { executionId: RUNNING, status: "Cancelled" });
    await at.page.press("Look at it now");
    await at.page.until("it is settled", async () => (await at.page.glance()).outcome === "cancelled");
  });

  test("tells the look-up that failed from a cancel", async () => {
    await at.emulator.ask("POST", "faults", { kind: "reset-before", action: "ListExecutions", times: 99 });
    await at.open(`#/console/${RUNNING}`);
    await at.page.says("one-body", /No response from .*this was only a look/);
    assert.equal(await at.page.offers("Cancel this execution…"), false);
    await at.emulator.ask("DELETE", "faults");
    await at.page.press("Look again");
    await at.page.says("one-body", /Running/);
  });

  test("cancels by id without permission to list", async () => {
    await at.open("#/workbench/codes");
    await at.page.press("No permission to list");
    await at.page.says("one-body", /may not look at executions/);
    await at.page.press("Cancel this execution…");
    assert.match(await at.page.until("it asks", () => at.page.dialog()), /cannot see when they end/);
    await at.page.confirm();
    const { outcome, text } = await at.page.verdict();
    assert.equal(outcome, "accepted");
    assert.match(text, /has not seen it end/);

    await at.page.go("#/console");
    await at.page.says("no-list", /You can still cancel by id/);
    await at.page.fill("ids", `${WAITING} exec-44d32b45d2a449e49899`);
    await at.page.press("Review and cancel…");
    await at.page.confirm();
    await at.page.says("run-rate", /2 executions: 0 cancelled.*2 accepted and not ended/);
    assert.equal((await at.execution(WAITING)).cancelCount, 1);
  });

  test("retries, shows each attempt, and draws them", async () => {
    await fault("throttling", { retryAfter: 1 });
    await at.open();
    await at.page.cancelOne(RUNNING);
    await at.page.says("one-verdict", /Attempt 1 of 3: Refused Throttling\.User · [\d.]+ s of at most 300 s/);
    const { outcome, attempts } = await at.page.verdict();
    assert.equal(outcome, "cancelled");
    assert.match(attempts[0], /^1: Refused, HTTP 400 Throttling\.User/);
    assert.match(attempts[1], /^2: Accepted, HTTP 200/);
  });

  test("says which attempt it is and how many and how long there will be at most, in both languages", async () => {
    await fault("delay", { delayMs: 8000, where: "headers", times: 9 });
    await at.open("#/console");
    await at.page.cancelOne(RUNNING);
    await at.page.says("one-verdict", /Attempt 1 of 3 · [\d.]+ s of at most 300 s/);
    await at.page.press("简体中文");
    await at.page.says("one-verdict", /第 1 次尝试，最多 3 次 · [\d.]+ 秒，最多 300 秒/);
    await at.page.press("停止等待");
    await at.page.verdict();

    // As it was chosen under "Advanced", for a cancel that does not wait.
    const site = await startStaticSite();
    try {
      await at.page.open(`${site.origin}/`);
      await at.page.fill("region", "cn-hangzhou");
      await at.page.run("document.querySelector('form[name=connect] details').open = true");
      await at.page.fill("endpoint", at.emulator.oos);
      await at.page.fill("seconds", "20");
      await at.page.choose("attempts", "1");
      await at.page.tick("kind", "type");
      await at.page.fill("accessKeyId", "LTAI-demo-full");
      await at.page.fill("accessKeySecret", "demo-secret-full");
      await at.page.press("Connect and list");
      await at.page.atView("console");
      await at.page.go(`#/console/${WAITING}`);
      await at.page.press("Cancel this execution…");
      await at.page.run("document.getElementById('confirm-wait').click()");
      await at.page.confirm();
      await at.page.says("one-verdict", /Attempt 1 of 1 · [\d.]+ s of at most 20 s/);
      await at.page.press("Stop waiting");
      await at.page.verdict();
    } finally {
      site.stop();
    }
  });

  test("stops waiting, says that it may have arrived, and looks", async () => {
    await fault("delay", { delayMs: 8000, where: "headers" });
    await at.emulator.ask("POST", "settings", { cancelDelayMs: 60_000 });
    await at.open();
    await at.page.cancelOne(RUNNING);
    await at.page.until("the call is on its way", async () => (await at.cancels()).length === 1);
    await at.page.press("Stop waiting");
    const { outcome, text } = await at.page.verdict();
    assert.equal(outcome, "unknown");
    assert.match(text, /You stopped waiting/);
    await at.page.until("it was looked at", async () => (await at.page.glance()).now === "Running");
    assert.match(await at.page.focused(), /^Not known/);
  });

  test("keeps rows in place and counts what is new", async () => {
    await at.open();
    await at.page.listed();
    const before = await at.page.rows();
    await at.emulator.ask("POST", "executions", { executionId: "exec-new", status: "Running" });
    await at.emulator.ask("POST", "executions", { executionId: RUNNING, status: "Cancelled" });
    await at.page.says("fresh", /1 new/);
    assert.deepEqual(await at.page.rows(), before);
    await at.page.until("its state is up to date", async () =>
      /Cancelled/.test(await at.page.run("return document.querySelector(`#rows tr[data-id='${arguments[0]}'] .cell-state`).textContent", RUNNING)));
    await at.page.press("1 new");
    assert.equal((await at.page.rows())[0], "exec-new");
  });

  test("filters by state and template, and says when nothing matches", async () => {
    await at.open();
    await at.page.listed();
    await at.page.choose("filter-state", "Success");
    await at.page.until("it lists the successful one", async () => (await at.page.rows()).join() === SUCCESS);
    await at.page.fill("filter-template", "no-such-template");
    await at.page.says("list-notice", /Nothing matches these filters/);
    await at.page.press("Clear filters");
    await at.page.until("it lists all again", async () => (await at.page.rows()).length > 1);
  });

  test("goes through the rows by keyboard, with one Tab stop", async () => {
    await at.open();
    await at.page.listed();
    const rows = await at.page.rows();
    await at.page.run("document.getElementById('select-shown').focus()");
    await at.page.type(Key.TAB, Key.SPACE, Key.ARROW_DOWN, Key.SPACE);
    assert.equal(await at.page.text("selected-count"), "2 selected");
    assert.equal(await at.page.run("return document.querySelectorAll(\"#rows [tabindex='0']\").length"), 1);
    await at.page.type(Key.END);
    assert.equal(await at.page.run("return document.activeElement.value"), rows.at(-1));
    await at.page.type(Key.HOME, Key.ENTER);
    await at.page.atView("one");
    await at.page.says("one-body", new RegExp(rows[0]));
    assert.deepEqual(await at.cancels(), []);
  });

  test("connects to a live endpoint after a look, warns, and says LIVE", async () => {
    const site = await startStaticSite();
    try {
      await at.page.open(`${site.origin}/`);
      await at.page.atView("connect");
      await at.page.fill("region", "cn-hangzou");
      await at.page.says("unknown-region", /Not one of the known regions/);
      await at.page.fill("region", "cn-hangzhou");
      assert.equal(await at.page.text("unknown-region"), "");
      assert.equal(await at.page.text("host"), "oos.cn-hangzhou.aliyuncs.com");
      await at.page.run("document.querySelector('form[name=connect] details').open = true");
      await at.page.fill("endpoint", at.emulator.oos);
      await at.page.tick("kind", "type");
      await at.page.fill("accessKeyId", " LTAI-demo-full");
      await at.page.says("long-lived", /long-lived AccessKey/);
      await at.page.says("typed-note", /White space at the ends/);
      await at.page.fill("accessKeySecret", "\"not-the-secret\"");
      await at.page.says("typed-note", /a quotation mark/);
      await at.page.press("Connect and list");
      await at.page.until("its field is marked", () => at.page.run("return document.getElementById('accessKeySecret').ariaInvalid === 'true'"));
      assert.equal(await at.page.focused(), "accessKeySecret");
      await at.page.fill("accessKeySecret", "not-the-secret");
      await at.page.press("Connect and list");
      await at.page.says("connect-report", /AccessKeySecret does not belong|signature is wrong/i);
      assert.equal(await at.page.view(), "connect");

      await at.page.fill("accessKeySecret", "demo-secret-full");
      await at.page.type(Key.ENTER);
      await at.page.atView("console");
      await at.page.listed();
      assert.match(await at.page.text("badge"), /LIVE/);
      assert.equal(await at.page.value("accessKeySecret"), "");
      await at.page.until("it is announced", async () => (await at.page.heard()).some((said) => /^Live: cn-hangzhou/.test(said)));
      assert.deepEqual(await at.cancels(), []);
      await at.page.press("Forget credentials");
      await at.page.atView("connect");
      assert.deepEqual(await at.page.rows(), []);
    } finally {
      site.stop();
    }
  });

  test("reads the response of AssumeRole, empties the box, counts down, and forgets at expiry", async () => {
    const site = await startStaticSite();
    try {
      await at.page.open(`${site.origin}/`);
      await at.page.fill("region", "cn-hangzhou");
      await at.page.run("document.querySelector('form[name=connect] details').open = true");
      await at.page.fill("endpoint", at.emulator.oos);
      const Expiration = new Date(Date.now() + 8 * 60_000).toISOString();
      const Credentials = { AccessKeyId: "STS.demo-valid", AccessKeySecret: "demo-secret-sts-valid", SecurityToken: "demo-token-valid", Expiration };
      await at.page.paste("paste", JSON.stringify({ RequestId: "1", Credentials }));
      assert.equal(await at.page.value("paste"), "");
      await at.page.says("pasted", /STS\.de….*expires/);
      assert.equal(await at.page.text("long-lived"), "");
      await at.page.press("Connect and list");
      await at.page.atView("console");
      await at.page.says("renew", /^expires in 0[78]:\d\d$/);
      await at.page.run("const { now } = window.Date; window.Date.now = () => now() + 4 * 60_000");
      await at.page.says("renew", /Credentials expire in 0[34]:\d\d/);
      await at.page.run("const { now } = window.Date; window.Date.now = () => now() + 5 * 60_000");
      await at.page.atView("connect");
      await at.page.until("it is announced", async () => (await at.page.heard()).includes("The credentials have expired and are forgotten. Connect again."));
      assert.ok((await at.page.heard()).some((said) => /^Credentials expire in 0[34]:\d\d/.test(said)), "5 minutes before");
    } finally {
      site.stop();
    }
  });

  test("tells an origin that its policy forbids from a network that fails", async () => {
    const site = await startStaticSite();
    try {
      await at.page.open(`${site.origin}/`);
      await at.page.run("document.querySelector('form[name=connect] details').open = true");
      await at.page.fill("endpoint", "https://oos.example.com");
      await at.page.tick("kind", "type");
      await at.page.fill("accessKeyId", "LTAI-demo-full");
      await at.page.fill("accessKeySecret", "demo-secret-full");
      await at.page.press("Connect and list");
      await at.page.says("connect-report", /The policy of this page does not allow https:\/\/oos\.example\.com, so nothing was sent/);
      await at.browser.takeMessages();
    } finally {
      site.stop();
    }
  });

  test("forgets after 15 idle minutes", async () => {
    const site = await startStaticSite();
    try {
      await at.page.open(`${site.origin}/`);
      await at.page.fill("region", "cn-hangzhou");
      await at.page.run("document.querySelector('form[name=connect] details').open = true");
      await at.page.fill("endpoint", at.emulator.oos);
      await at.page.tick("kind", "type");
      await at.page.fill("accessKeyId", "LTAI-demo-full");
      await at.page.fill("accessKeySecret", "demo-secret-full");
      await at.page.press("Connect and list");
      await at.page.atView("console");
      await at.page.run("const { now } = window.Date; window.Date.now = () => now() + 14 * 60_000");
      await new Promise((wait) => setTimeout(wait, 1500));
      assert.equal(await at.page.view(), "console");
      await at.page.run("const { now } = window.Date; window.Date.now = () => now() + 60_000");
      await at.page.atView("connect");
    } finally {
      site.stop();
    }
  });
});
