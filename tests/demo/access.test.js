// Who uses the page by keyboard, with a screen reader, on a phone, in the dark or in Chinese. Pictures of every state are taken on the way.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Key } from "selenium-webdriver";
import { inBothBrowsers, RUNNING, SUCCESS } from "../support/demo.js";
import { accessibilityTree, namedNodes } from "../support/accessibility.js";
import { useChineseFont } from "../support/fonts.js";
import { serve } from "../support/static-site.js";

const AXE = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const SIZES = { desktop: [1280, 900], phone: [360, 740], narrow: [320, 640] };
const LANGUAGES = { en: "English", "zh-CN": "简体中文" };

// Chromium looks at every state in every way. In Firefox, where the same markup and styles apply, two ways are enough for a short run.
const isLookedAt = (browser, size, language) =>
  browser.preferDark || process.env.UNDER_ATTACK_LONG || `${size} ${language}` === "desktop zh-CN" || `${size} ${language}` === "phone en";

// Names of formats and parameters, with their values, and the other language's own name.
const OF_NO_LANGUAGE = new RegExp("^(oos-cancel|English|CSV|JSON|URL|VPC|GET|POST|curl|fetch|sendCancelUrl|[0-9]+|exec-\\S+|https://\\S+"
  + "|(AccessKeyId|AccessKeySecret|Action|ExecutionId|Format|RegionId|Signature\\w+|Timestamp|Version)( \\S+)?)$");

inBothBrowsers("the page", (at) => {
  const create = (order) => at.emulator.ask("POST", "executions", order);
  const cancelFault = (kind, more) => at.emulator.ask("POST", "faults", { kind, action: "CancelExecution", times: 99, ...more });
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  async function selectAll() {
    await at.page.listed();
    await at.page.run("document.getElementById('select-shown').click()");
    await at.page.run("document.getElementById('review').click()");
    await at.page.until("it asks", () => at.page.dialog());
  }

  const openDetails = () => at.page.run("for (const details of document.querySelectorAll('main details')) details.open = true");

  /** What leads to each state, from a page that was opened in English on a desktop. */
  const STATES = {
    connect: async () => {
      await at.open("#/connect");
      await at.page.fill("region", "cn-hangzou");
      await at.page.tick("kind", "type");
      await at.page.fill("accessKeyId", "LTAI5tExample");
      await openDetails();
      await at.page.press("Connect and list");
      await wait(300);
    },
    console: async () => {
      await create({ count: 12, details: { templateName: "ACS-ECS-BulkyRunCommand", executedBy: "ops-wang" } });
      await at.open();
      await at.page.listed();
      await at.page.run("for (const box of [...document.querySelectorAll('#rows input')].slice(0, 3)) box.click()");
    },
    empty: async () => {
      await at.open();
      await at.page.listed();
      await at.page.fill("filter-template", "nothing");
      await at.page.says("list-notice", /Nothing matches/);
    },
    "no-permission": async () => {
      await at.open("#/workbench/codes");
      await at.page.press("No permission to list");
      await at.page.says("one-body", /may not look/);
      await at.page.go("#/console");
      await openDetails();
    },
    silent: async () => {
      await at.emulator.ask("POST", "faults", { kind: "reset-before", action: "ListExecutions", times: 99 });
      await at.open();
      await at.page.says("list-notice", /No response from/);
      await openDetails();
    },
    one: async () => {
      await at.open(`#/console/${RUNNING}`);
      await at.page.says("one-body", /Running/);
    },
    confirm: async () => {
      await create({ count: 14, details: { templateName: "patch-web-tier" } });
      await at.open();
      await at.page.listed();
      await at.page.choose("filter-state", "");
      await wait(500);
      await selectAll();
      await at.page.run("document.querySelector('dialog details').open = true");
    },
    cancelled: async () => {
      await at.open();
      await at.page.cancelOne(RUNNING);
      await at.page.verdict();
      await openDetails();
    },
    refused: async () => {
      await cancelFault("error", { code: "User.NoPermission", httpStatus: 401 });
      await at.open();
      await at.page.cancelOne(RUNNING);
      await at.page.until("it was looked at", async () => (await at.page.glance()).now);
      await openDetails();
    },
    unknown: async () => {
      await cancelFault("html");
      await at.open();
      await at.page.cancelOne(RUNNING);
      await at.page.says("one-verdict", /No clear response/);
      await at.page.press("Stop waiting");
      await at.page.verdict();
      await wait(500);
      await openDetails();
    },
    run: async () => {
      await create({ count: 30, details: { templateName: "patch-web-tier" } });
      await at.emulator.ask("POST", "faults", { kind: "error", code: "User.NoPermission", action: "CancelExecution", times: 4 });
      await at.open();
      await selectAll();
      await at.page.run("document.getElementById('confirm-wait').click()");
      await at.page.confirm();
      await at.page.says("run-rate", /executions: \d+ cancelled/, 30_000);
    },
    history: async () => {
      await at.open();
      await at.page.cancelOne(RUNNING);
      await at.page.verdict();
      await at.page.go("#/console/history");
      await at.page.atView("history");
    },
    sign: async () => {
      await at.open("#/workbench/sign");
      await at.page.until("it is signed", () => at.page.text("signedUrl"));
      await at.page.run("document.querySelector(\"#parameters input[value='Timestamp']\").click()");
    },
    check: async () => {
      await at.open("#/workbench/check");
      await at.page.press("Use an invalid example");
      await at.page.says("check-report", /9 problems/);
    },
    explain: async () => {
      await at.open("#/workbench/explain");
      await at.page.paste("explain-server", "Specified signature is not matched with our calculation. server string to sign is:GET&%2F&Action%3DCancelExecution%26ExecutionId%3Dexec-2");
      await at.page.paste("explain-sent", "POST&%2F&Action%3DCancelExecution%26ExecutionId%3Dexec-1");
      await at.page.press("Explain");
      await at.page.says("explanation", /another request/);
    },
    codes: async () => {
      await at.open("#/workbench/codes");
      await at.page.says("code-count", /codes/);
    },
  };

  const violations = async () => {
    if (!(await at.page.run("return Boolean(window.axe)"))) await at.page.run(`${AXE}; window.axe = axe;`);
    const { violations: found } = await at.page.run(
      "return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })");
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(" | ")}`);
  };

  // Switching must change what is there, so nothing is pressed that a dialog hides.
  const speak = async (language) => {
    await at.page.run("document.querySelector(`[data-language='${arguments[0]}']`).click()", language);
    await at.page.until(`it speaks ${language}`, async () => (await spoken()) === language);
  };

  const spoken = () => at.page.run("return document.documentElement.lang");

  for (const [state, lead] of Object.entries(STATES)) {
    test(`is accessible, fits and is translated in the state ${state}`, async () => {
      await lead();
      await useChineseFont(at.page);
      for (const dark of at.browser.preferDark ? [false, true] : [false]) {
        if (at.browser.preferDark) await at.browser.preferDark(dark);
        for (const [size, viewport] of Object.entries(SIZES)) {
          await at.browser.setViewport(...viewport);
          for (const language of Object.keys(LANGUAGES)) {
            if (!isLookedAt(at.browser, size, language)) continue;
            await speak(language);
            // At the end of the page the bar of the selection covers nothing, at its start the line of the environment does not.
            await at.page.run("scrollTo(0, document.getElementById('selection').checkVisibility() ? document.documentElement.scrollHeight : 0)");
            const where = `${state}, ${dark ? "dark" : "light"}, ${size}, ${language}`;
            assert.deepEqual(await violations(), [], where);
            const width = await at.page.run("return document.documentElement.scrollWidth");
            assert.ok(width <= viewport[0], `${where}: ${width} px wide`);
            assert.equal(await at.page.run("return document.documentElement.lang"), language);
            if (language === "zh-CN") assert.deepEqual(await english(), [], where);
            if (at.browser.preferDark && !dark && size === "desktop") await checkNames(language, where);
            await at.page.run("scrollTo(0, 0)");
            if (size !== "narrow" && !(dark && size === "phone")) await at.page.picture(`${state}-${size}${dark ? "-dark" : ""}-${language.slice(0, 2)}`, viewport[0]);
          }
        }
      }
      if (at.browser.preferDark) await at.browser.preferDark(false);
      await speak("en");
    });
  }

  /** Checks that everything a screen reader leads to has a name, in the language of the page. */
  async function checkNames(language, where) {
    const named = namedNodes(await accessibilityTree(at.browser.driver));
    assert.ok(named.length >= 5, where);
    assert.deepEqual(named.filter(({ name }) => !name), [], where);
    if (language !== "zh-CN") return;
    const names = named.map(({ name }) => name);
    assert.deepEqual(names.filter((name) => !/[\u4e00-\u9fff]/.test(name) && !OF_NO_LANGUAGE.test(name)), [], where);
  }

  /** Sentences that are left in English on the Chinese page. What OOS itself says is marked as English. */
  const english = () => at.page.run(`
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent.checkVisibility() || parent.closest("[lang=en], code, pre, .mono, .stage")) continue;
      if (/[A-Za-z]{2,}( [a-z]+){2,}/.test(node.textContent)) found.push(node.textContent);
    }
    return found;`);

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
      ["review", selectAll],
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

  test("shows an ended execution without a way to cancel it", async () => {
    await at.open(`#/console/${SUCCESS}`);
    await at.page.says("one-body", /ended/);
    assert.deepEqual(await violations(), []);
  });
});
