// What an operator in a hurry must not run into: dead ends, false alarms, a stolen focus, a page that does not say where it is.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { inBothBrowsers, RUNNING, WAITING } from "../support/demo.js";

const PHONE = [360, 740];

inBothBrowsers("an operator", (at) => {
  const fault = (kind, more) => at.emulator.ask("POST", "faults", { kind, action: "CancelExecution", times: 99, ...more });
  const focusOn = (label) => at.page.run("[...document.querySelectorAll('button')].find(({ textContent }) => textContent === arguments[0]).focus()", label);
  const focusIsIn = (id) => at.page.run("return document.getElementById(arguments[0]).contains(document.activeElement)", id);
  const box = (selector) => at.page.run("const { top, bottom } = document.querySelector(arguments[0]).getBoundingClientRect(); return { top, bottom }", selector);
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  test("finds a way on after an unclear cancel at a live endpoint: its state, another look, the vendor's console", async () => {
    await at.connectLive();
    await fault("html");
    await at.page.cancelOne(RUNNING);
    await at.page.says("one-verdict", /No clear response/);
    await at.page.press("Stop waiting");
    assert.equal((await at.page.verdict()).outcome, "unknown");
    await at.page.until("it was looked at", async () => (await at.page.glance()).now === "Running");
    assert.ok(await at.page.offers("Open the OOS console"));
    assert.equal(await at.page.run("return document.querySelector('#one-verdict .actions a').href"), "https://oos.console.aliyun.com/");
    await at.emulator.ask("POST", "executions", { executionId: RUNNING, status: "Cancelled" });
    await at.page.press("Look at it now");
    await at.page.until("it is settled", async () => (await at.page.glance()).outcome === "cancelled");
  });

  test("is not told that something may have been cancelled by an endpoint that does not respond", async () => {
    const closed = createServer();
    await new Promise((listening) => closed.listen(0, "127.0.0.1", listening));
    const { port } = closed.address();
    await new Promise((resolve) => closed.close(resolve));
    await at.openLive({ region: "cn-hangzou", endpoint: `http://127.0.0.1:${port}` });
    assert.match(await at.page.text("unknown-region"), /Not one of the known regions/);
    await at.page.press("Connect and list");
    const said = await at.page.says("connect-report", /No response from/);
    assert.match(said, /Nothing was cancelled: this was only a look/);
    assert.doesNotMatch(said, /may have|Not known/);
    assert.equal(await at.page.view(), "connect");
  });

  test("sees that the page is live, and where, however far it is scrolled", async () => {
    await at.emulator.ask("POST", "executions", { count: 150 });
    const edge = () => at.page.run("return getComputedStyle(document.getElementById('edge')).backgroundColor");
    await at.open();
    const calm = await edge();
    await at.connectLive();
    assert.notEqual(await edge(), calm);
    for (const [width, height] of [[1280, 900], PHONE]) {
      await at.browser.setViewport(width, height);
      await at.page.run("scrollTo(0, document.documentElement.scrollHeight)");
      assert.ok(await at.page.run("return scrollY") > height, "the page is long");
      for (const selector of ["#badge", "#env"]) {
        const { top, bottom } = await box(selector);
        assert.ok(top >= 0 && bottom <= height, `${selector} at ${width}: ${top} to ${bottom}`);
      }
    }
    assert.match(await at.page.text("badge"), /LIVE/);
    assert.match(await at.page.text("env"), /cn-hangzhou · STS\.de…/);
    await at.page.run("document.getElementById('select-shown').click(); document.getElementById('review').click()");
    assert.match(await at.page.until("it asks", () => at.page.dialog()), /LIVE\s+cn-hangzhou · .*STS\.de…/);
  });

  test("keeps the focus on the button that stops the waiting until the call has ended, and then gets the verdict", async () => {
    await at.emulator.ask("POST", "settings", { cancelDelayMs: 600_000 });
    await at.open();
    await at.page.cancelOne(RUNNING);
    await at.page.says("one-verdict", /Cancelling/);
    await focusOn("Stop waiting");
    await at.page.says("one-verdict", /OOS accepted it/);
    assert.equal(await at.page.focused(), "Stop waiting");
    await at.emulator.ask("POST", "executions", { executionId: RUNNING, status: "Cancelled" });
    await at.page.verdict();
    assert.ok(await focusIsIn("one-verdict"));
  });

  test("keeps the focus and goes on typing while a cancel fails", async () => {
    await fault("throttling", { retryAfter: 1 });
    await at.open();
    await at.page.cancelOne(WAITING);
    await at.page.says("one-verdict", /Refused/);
    await at.page.run("document.getElementById('forget').focus()");
    assert.equal((await at.page.verdict()).outcome, "refused");
    assert.equal(await at.page.focused(), "forget");
    await at.page.until("the refusal is announced", async () => (await at.page.heard()).some((said) => /^Refused/.test(said)));
    await at.page.run("window.heard.length = 0");

    await at.page.cancelOne(RUNNING);
    await at.page.says("one-verdict", /Refused/);
    await at.page.go("#/workbench/explain");
    await at.page.fill("explain-sent", "abc");
    await at.page.until("the refusal is announced", async () => (await at.page.heard()).some((said) => /^Refused/.test(said)));
    await at.page.type("def");
    assert.equal(await at.page.value("explain-sent"), "abcdef");
    assert.equal(await at.page.focused(), "explain-sent");
    assert.equal(await at.page.view(), "explain");
  });

  test("hears one message for one action", async () => {
    const heardOf = async (act) => {
      await wait(1500);
      await at.page.run("window.heard.length = 0");
      await act();
      await wait(2500);
      return at.page.heard();
    };
    await at.open("#/workbench/check");
    assert.deepEqual(await heardOf(() => at.page.press("Use an invalid example")), ["9 problems. It was not sent and must not be."]);
    assert.deepEqual(await heardOf(() => at.page.press("Forget")), ["Forgotten."]);
    await fault("error", { code: "User.NoPermission", httpStatus: 401 });
    // The focus moves to the verdict, which is read out by that.
    assert.deepEqual(await heardOf(() => at.page.cancelOne(RUNNING)), ["Cancelling. Waiting for OOS."]);
    assert.ok(await focusIsIn("one-verdict"));
    assert.deepEqual(await heardOf(() => at.page.press("Forget credentials")), ["Credentials, lists and pasted URLs are forgotten."]);
  });

  test("has what matters on the first screen of a phone", async () => {
    await at.open("", PHONE);
    await at.page.listed();
    for (const selector of ["#lookup-id", "#rows tr"]) assert.ok((await box(selector)).bottom <= PHONE[1], selector);
    await at.page.go(`#/console/${RUNNING}`);
    await at.page.says("one-body", /Running/);
    await at.page.run("scrollTo(0, 0)");
    assert.ok((await box("#one-cancel")).bottom <= PHONE[1], "the button that cancels");
    // What to do about an unclear cancel is a button right below the verdict, not a sentence among many.
    await fault("html");
    await at.page.cancelOne(RUNNING);
    await at.page.says("one-verdict", /No clear response/);
    await at.page.press("Stop waiting");
    await at.page.verdict();
    const height = (await box("#one-verdict .actions")).bottom - (await box("#one-verdict")).top;
    assert.ok(height <= PHONE[1] / 2, `${height} px from the verdict to its button`);
  });

  test("reads times in one notation: relative, with the local time and UTC in the title", async () => {
    await at.open(`#/console/${RUNNING}`);
    await at.page.says("one-body", /Running/);
    const times = await at.page.run("return [...document.querySelectorAll('main [data-view]:not([hidden]) time')].map(({ textContent, title }) => [textContent, title])");
    assert.ok(times.length > 0);
    for (const [text, title] of times) {
      assert.match(text, /ago|now|yesterday|last/);
      assert.match(title, /\d:\d\d.* · \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
    assert.doesNotMatch(await at.page.text("page"), /\dT\d\d:\d\d/);
  });

  test("sees the same in an example each time", async () => {
    const story = async () => {
      await at.page.go("#/workbench/codes");
      await at.page.press("Response lost, then refused");
      await at.page.atView("one");
      await at.page.press("Cancel this execution…");
      await at.page.confirm();
      const { outcome, attempts } = await at.page.verdict();
      return { outcome, first: attempts[0]?.replace(/[\d.,]+ (s|ms)/g, "") };
    };
    await at.open("#/workbench/codes");
    const [first, second] = [await story(), await story()];
    assert.deepEqual(second, first);
    // Without a connection that is kept, the browser does not send the request again on its own.
    assert.match(first.first, /^1: Not known, NetworkFailure/);
  });

  test("gets Chinese from a browser that prefers it, with the vendor's own words", async () => {
    await at.browser.prefer("zh-CN");
    try {
      await at.open(`#/console/${RUNNING}`);
      await at.page.says("one-body", /执行中/);
      assert.equal(await at.page.run("return document.documentElement.lang"), "zh-CN");
      assert.match(await at.page.run("return document.querySelector('time').textContent"), /[\u4e00-\u9fff]/);
    } finally {
      await at.browser.prefer();
    }
  });

  test("keeps the details open that the person has opened, when a look comes in", async () => {
    await at.open(`#/console/${RUNNING}`);
    await at.page.says("one-body", /Running/);
    await at.emulator.ask("POST", "faults", { kind: "error", code: "Some.Code", message: "no", httpStatus: 403, action: "CancelExecution" });
    await at.emulator.ask("POST", "faults", { kind: "delay", where: "headers", delayMs: 2000, action: "ListExecutions" });
    await at.page.cancelOne(RUNNING);
    await at.page.verdict();
    await at.page.run("document.querySelector('#one-verdict details').open = true");
    await at.page.until("a look has come in", async () => (await at.page.glance()).now);
    assert.equal(await at.page.run("return document.querySelector('#one-verdict details').open"), true);
  });
});
