// Who uses the page by keyboard, with a screen reader or in Chinese.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Key } from "selenium-webdriver";
import { inBothBrowsers, RUNNING } from "../support/demo.js";
import { accessibilityTree } from "../support/accessibility.js";
import { serve } from "../support/static-site.js";

inBothBrowsers("the page", (at) => {
  const create = (order) => at.emulator.ask("POST", "executions", order);
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const spoken = () => at.page.run("return document.documentElement.lang");

  test("takes the language of the browser, and switches everything that is shown", async () => {
    await at.open(`#/console/${RUNNING}`);
    await at.page.says("one-body", /Running/);
    assert.equal(await at.page.run("return document.documentElement.lang"), "en");
    await at.page.press("简体中文");
    await at.page.says("one-body", /执行中/);
    assert.match(await at.page.run("return document.title"), /单个执行/);
    await at.page.press("取消此执行…");
    assert.match(await at.page.until("it asks", () => at.page.dialog()), /取消此执行？[^]*请求一旦发出便无法撤回/);
    await at.page.confirm();
    assert.match((await at.page.verdict()).text, /^已取消 OOS 已确认，距发起 [\d.]+ 秒。$/);
    await at.page.press("English");
    await at.page.until("it is English", async () => /^Cancelled/.test((await at.page.glance()).text));
  });

  test("keeps the language in the address, so that a reload and a link keep it", async () => {
    await at.open("?lang=zh#/workbench/check");
    assert.equal(await spoken(), "zh-CN");
    assert.match(await at.page.run("return document.title"), /校验/);

    await at.page.press("English");
    await at.page.until("it is English", async () => (await spoken()) === "en");
    const address = await at.page.run("return location.href");
    assert.equal(address, `${at.emulator.demo}/?lang=en#/workbench/check`);
    await at.page.go("#/workbench/codes");
    await at.page.press("简体中文");
    await at.page.until("it is Chinese", async () => (await spoken()) === "zh-CN");
    assert.equal(await at.page.run("return location.href"), `${at.emulator.demo}/?lang=zh#/workbench/codes`);
    await at.browser.driver.navigate().refresh();
    await at.page.says("code-count", /个错误码/);
    assert.equal(await spoken(), "zh-CN");
    assert.equal(await at.page.view(), "codes");

    // What is no language of the page, and a parameter of somebody else, change nothing.
    await at.open("?lang=%22%3E%3Cimg%20src=x%3E&from=mail");
    assert.equal(await spoken(), "en");
    await at.page.press("简体中文");
    await at.page.until("it is Chinese", async () => (await spoken()) === "zh-CN");
    assert.equal(await at.page.run("return location.search"), "?lang=zh&from=mail");
  });

  test("stays in its language, and says so, while the other one cannot be fetched", async () => {
    const site = await serve((path) => {
      if (path === "text/zh.js") throw new Error(path);
      return new URL(path.startsWith("pkg/") ? `../../${path}` : `../../www/${path}`, import.meta.url);
    });
    try {
      await at.page.open(`${site.origin}/`);
      await at.page.press("简体中文");
      await at.page.says("failed", /could not be fetched/);
      assert.equal(await spoken(), "en");
      assert.equal(await at.page.run("return location.search"), "");
    } finally {
      site.stop();
      await at.browser.takeMessages();
    }
  });

  test("skips to the content and to the results by keyboard", async () => {
    await at.open();
    await at.page.listed();
    const fromTheStart = async (...keys) => {
      await at.page.run("document.activeElement.blur(); document.getElementById('skip').focus()");
      await at.page.type(...keys);
    };
    await fromTheStart(Key.ENTER);
    assert.equal(await at.page.run("return document.activeElement.textContent"), "Console");
    await fromTheStart(Key.TAB, Key.ENTER);
    assert.equal(await at.page.focused(), "list-part");
    await at.page.type(Key.TAB);
    assert.equal(await at.page.focused(), "select-shown");

    await at.page.go("#/workbench/check");
    await at.page.atView("check");
    await fromTheStart(Key.TAB);
    assert.notEqual(await at.page.focused(), "skip-results", "there is no result yet");
    await at.page.press("Use an invalid example");
    await at.page.says("check-report", /9 problems/);
    await fromTheStart(Key.TAB, Key.ENTER);
    assert.equal(await at.page.focused(), "check-report");
    assert.equal(await at.page.run("return location.hash"), "#/workbench/check");
  });

  test("never leaves the focus on the body", async () => {
    const onBody = () => at.page.run("return document.activeElement === document.body");
    await create({ count: 30, details: { templateName: "patch-web-tier" } });
    await at.open();
    await at.page.listed();
    const steps = [
      ["go to another view", () => at.page.press("History")],
      ["back to the list", () => at.page.press("Back to the list")],
      ["select", async () => { await at.page.listed(); await at.page.run("const box = document.querySelector('#rows input'); box.focus(); box.click()"); }],
      ["clear the selection", () => at.page.press("Clear")],
      ["filter by state", () => at.page.run("const field = document.getElementById('filter-state'); field.focus(); field.value = 'Failed'; field.dispatchEvent(new Event('input', { bubbles: true }))")],
      ["show all", async () => { await wait(400); await at.page.choose("filter-state", ""); }],
      ["look up", async () => { await at.page.fill("lookup-id", RUNNING); await at.page.type(Key.ENTER); await at.page.says("one-body", /Running/); }],
      ["open the dialog", () => at.page.press("Cancel this execution…")],
      ["close it", () => at.page.press("Keep running")],
      ["cancel", async () => { await at.page.press("Cancel this execution…"); await at.page.run("document.getElementById('confirm-yes').focus()"); await at.page.type(Key.ENTER); }],
      ["see the verdict", () => at.page.verdict()],
      ["back again", () => at.page.press("Back to the list")],
      ["review", () => at.page.reviewAll()],
      ["run", async () => { await at.page.run("document.getElementById('confirm-yes').focus()"); await at.page.type(Key.ENTER); await at.page.atView("run"); }],
      ["stop", async () => { await at.page.run("document.getElementById('run-stop').focus()"); await at.page.type(Key.ENTER); }],
      ["end", () => at.page.says("run-rate", /executions: \d+ cancelled/, 30_000)],
      ["done", () => at.page.press("Done")],
      ["workbench", () => at.page.press("Workbench")],
      ["check", () => at.page.press("Check a URL")],
      ["example", () => at.page.press("Use an invalid example")],
      ["drop it", () => at.page.press("Forget")],
      ["try a code", async () => { await at.page.press("Codes"); await at.page.press("A slow response"); await at.page.atView("one"); }],
      ["forget", () => at.page.press("Forget credentials")],
    ];
    for (const [name, step] of steps) {
      await step();
      await wait(100);
      assert.equal(await onBody(), false, name);
    }
  });

  test("leaves the focus where the person works when a verdict comes", async () => {
    await at.emulator.ask("POST", "faults", { kind: "delay", delayMs: 1500, where: "headers", action: "CancelExecution" });
    await at.open();
    await at.page.cancelOne(RUNNING);
    await at.page.says("one-verdict", /Cancelling/);
    await at.page.run("document.getElementById('forget').focus()");
    await at.page.verdict();
    await wait(200);
    assert.equal(await at.page.focused(), "forget");
    await at.page.until("it is announced", async () => (await at.page.heard()).some((said) => /^Cancelled\. OOS says so/.test(said)));
  });

  test("is used by keyboard alone, with few Tabs", async () => {
    await at.open();
    await at.page.listed();
    const tabTo = async (id, most) => {
      for (let count = 1; count <= most; count += 1) {
        await at.page.type(Key.TAB);
        if ((await at.page.focused()) === id) return;
      }
      assert.fail(`${id} is not reached by ${most} Tabs`);
    };
    await at.page.run("document.activeElement.blur()");
    await at.page.type(Key.TAB, Key.ENTER);
    await tabTo("lookup-id", 3);
    await at.page.open(`${at.emulator.demo}/`);
    await at.page.listed();
    await tabTo("lookup-id", 9);
    await at.page.type(RUNNING, Key.ENTER);
    await at.page.says("one-body", /Running/);
    await tabTo("one-cancel", 3);
    await at.page.type(Key.ENTER);
    await at.page.until("it asks", () => at.page.dialog());
    assert.equal(await at.page.focused(), "confirm-no");
    await at.page.backTab();
    assert.equal(await at.page.focused(), "confirm-yes");
    await at.page.type(Key.ENTER);
    assert.equal((await at.page.verdict()).outcome, "cancelled");
  });

  test("says nothing for a poll, and the count once after a filter", async () => {
    await at.open();
    await at.page.listed();
    await wait(1500);
    await at.page.run("window.heard.length = 0");
    await create({ count: 2 });
    await at.page.says("fresh", /2 new/);
    assert.deepEqual(await at.page.heard(), []);
    // One event: on a busy machine keys may come further apart than the filter waits.
    await at.page.choose("filter-template", "nothing");
    await at.page.says("list-notice", /Nothing matches/);
    await wait(1500);
    assert.deepEqual(await at.page.heard(), ["0 match"]);
  });

  if (at.name === "Chromium") {
    test("gives screen readers the state of controls, the value of a run, and its live regions", async () => {
      const find = async (role, name) => {
        const tree = await accessibilityTree(at.browser.driver);
        return tree.find((node) => node.role === role && name.test(node.name)) ?? assert.fail(`no ${role} ${name}`);
      };
      await create({ count: 3, details: { templateName: "patch-web-tier" } });
      await at.open();
      await at.page.listed();
      for (const [id, live] of [["say", "polite"], ["alert", "assertive"]]) {
        await at.page.run("document.getElementById(arguments[0]).textContent = 'x'", id);
        const role = id === "say" ? "status" : "alert";
        const node = (await accessibilityTree(at.browser.driver)).find((one) => one.role === role);
        assert.equal(node?.live, live, id);
      }
      await at.page.run("document.querySelector('#rows input').click()");
      assert.equal((await find("checkbox", /^Select the rows shown$/)).checked, "mixed");
      await at.page.press("Review and cancel…");
      const { modal } = await find("dialog", /^Cancel one execution\?$/);
      assert.equal(modal, true);
      assert.ok((await find("button", /^Keep running$/)).focused);
      await at.page.confirm();
      await at.page.says("run-rate", /executions: 1 cancelled/, 30_000);
      const { value, valuemax } = await find("progressbar", /^Progress$/);
      assert.deepEqual([value, valuemax], [1, 1]);
      assert.equal(await at.page.run("return document.getElementById('run-bar').getAttribute('aria-valuetext')"), "1 of 1 settled");

      await at.page.go("#/workbench/sign");
      await at.page.until("it is signed", () => at.page.text("signedUrl"));
      assert.equal((await find("button", /^Show signature and token$/)).pressed, "false");
      await at.page.press("Forget credentials");
      await at.page.go("#/connect");
      await at.page.press("Connect and list");
      await at.page.until("a field is marked", () => at.page.run("return document.querySelector('[aria-invalid]') !== null"));
      const wrong = (await accessibilityTree(at.browser.driver)).filter(({ invalid }) => invalid === "true");
      assert.ok(wrong.length > 0);
      for (const { name, description } of wrong) assert.notEqual(description, "", name);
    });
  }
});
