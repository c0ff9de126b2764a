// The page in every state, light and dark, on a desktop and on phones, in both languages. Pictures of all of them are taken on the way.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { inBothBrowsers, RUNNING, SUCCESS } from "../support/demo.js";
import { accessibilityTree, namedNodes } from "../support/accessibility.js";
import { useChineseFont } from "../support/fonts.js";

const AXE = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const SIZES = { desktop: [1280, 900], phone: [360, 740], narrow: [320, 640] };
const LANGUAGES = { en: "English", "zh-CN": "简体中文" };

// Chromium looks at every state in every way. In Firefox, where the same markup and styles apply, two ways are enough for a short run.
const isLookedAt = (browser, size, language) =>
  browser.preferDark || process.env.UNDER_ATTACK_LONG || `${size} ${language}` === "desktop zh-CN" || `${size} ${language}` === "phone en";

// Names of formats and parameters, with their values, and the other language's own name.
const OF_NO_LANGUAGE = new RegExp("^(oos-cancel|English|CSV|JSON|URL|VPC|GET|POST|curl|fetch|sendCancelUrl|[0-9]+|exec-\\S+|https://\\S+"
  + "|(AccessKeyId|AccessKeySecret|Action|ExecutionId|Format|RegionId|Signature\\w+|Timestamp|Version)( \\S+)?)$");

inBothBrowsers("the states", (at) => {
  const create = (order) => at.emulator.ask("POST", "executions", order);
  const cancelFault = (kind, more) => at.emulator.ask("POST", "faults", { kind, action: "CancelExecution", times: 99, ...more });
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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
      await at.page.reviewAll();
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
      await at.page.reviewAll();
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

  test("shows an ended execution without a way to cancel it", async () => {
    await at.open(`#/console/${SUCCESS}`);
    await at.page.says("one-body", /ended/);
    assert.deepEqual(await violations(), []);
  });
});
