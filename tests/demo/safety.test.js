// What must not happen: a cancel nobody confirmed, markup of others, secrets that stay, a page in a frame.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Key } from "selenium-webdriver";
import { inBothBrowsers, RUNNING, SECRET, SIGNATURE } from "../support/demo.js";

const MARKUP = `"><img src=x onerror="window.injected=1"><script>window.injected=1</script>'\${window.injected=1}`;
const VIEWS = ["#/connect", "#/console", `#/console/${RUNNING}`, "#/console/run", "#/console/history", "#/workbench/sign", "#/workbench/check",
  "#/workbench/explain", "#/workbench/codes"];

inBothBrowsers("the page", (at) => {
  const injected = () => at.page.run("return [window.injected, document.querySelectorAll('main img, main script, dialog img').length]");

  test("sends no cancel for Enter in any field, not even in the confirmation", async () => {
    await at.open();
    await at.page.listed();
    for (const view of VIEWS) {
      await at.page.go(view);
      await new Promise((wait) => setTimeout(wait, 300));
      const fields = await at.page.run(`
        for (const field of document.querySelectorAll("[data-fuzz]")) delete field.dataset.fuzz;
        const fields = [...document.querySelectorAll("[data-view]:not([hidden]) :is(input, select, textarea)")];
        for (const details of document.querySelectorAll("[data-view]:not([hidden]) details")) details.open = true;
        return fields.map((field, index) => (field.dataset.fuzz = index));`);
      for (const index of fields) {
        const there = await at.page.run(`
          const field = document.querySelector('[data-fuzz="' + arguments[0] + '"]');
          if (field?.matches("input:not([type=radio], [type=checkbox])")) field.value = arguments[1];
          field?.focus();
          return document.activeElement === field;`, index, RUNNING);
        if (there) await at.page.type(Key.ENTER);
        if ((await at.page.run("return location.hash")) !== view) await at.page.go(view);
      }
      await new Promise((wait) => setTimeout(wait, 300));
      assert.deepEqual(await at.cancels(), [], view);
    }
    // Past the number that has to be typed, at an endpoint that is not the emulator.
    await at.emulator.ask("POST", "executions", { count: 20 });
    await at.connectLive();
    await at.page.run("document.getElementById('select-shown').click()");
    await at.page.press("Review and cancel…");
    await at.page.until("it asks", () => at.page.dialog());
    assert.match(await at.page.dialog(), /LIVE/);
    await at.page.run("document.getElementById('confirm-typed').focus()");
    await at.page.type(Key.ENTER, "1", Key.ENTER);
    await at.page.run("document.getElementById('confirm-yes').click()");
    assert.ok(await at.page.dialog());
    assert.deepEqual(await at.cancels(), []);
    await at.page.fill("confirm-typed", String(await at.page.run("return document.getElementById('selected-count').textContent.match(/\\d+/)[0]")));
    await at.page.type(Key.ENTER);
    assert.deepEqual(await at.cancels(), []);
    await at.page.type(Key.ESCAPE);
    await at.page.until("it is closed", async () => !(await at.page.dialog()));
    assert.deepEqual(await at.cancels(), []);
  });

  test("makes no markup of what people type, in any field and any part of the address", async () => {
    for (const view of VIEWS) {
      await at.open(view);
      await at.page.run(`
        for (const field of document.querySelectorAll("[data-view]:not([hidden]) :is(input:not([type=radio], [type=checkbox]), textarea)")) {
          field.value = arguments[0];
          for (const inputType of ["insertText", "insertFromPaste"]) field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType }));
        }
        for (const form of document.querySelectorAll("[data-view]:not([hidden]) form")) form.requestSubmit();`, MARKUP);
      await new Promise((wait) => setTimeout(wait, 200));
      assert.deepEqual(await injected(), [null, 0], view);
    }
    for (const hash of [`#/console/${MARKUP}`, `#/${MARKUP}`, `#/workbench/codes/${MARKUP}`, "#/console/%E0%A4%A"]) {
      await at.open();
      await at.page.go(hash);
      await new Promise((wait) => setTimeout(wait, 300));
      assert.deepEqual(await injected(), [null, 0], hash);
    }
  });

  test("makes no markup of what OOS sends, in lists, verdicts and confirmations", async () => {
    const details = { templateName: MARKUP, executedBy: MARKUP, statusMessage: MARKUP, description: MARKUP };
    await at.emulator.ask("POST", "executions", { executionId: "exec-<b>1</b>", details });
    await at.emulator.ask("POST", "faults", { kind: "error", code: "Some.Code", message: MARKUP, httpStatus: 403, action: "CancelExecution" });
    await at.open();
    await at.page.listed();
    await at.page.cancelOne(encodeURIComponent("exec-<b>1</b>"));
    assert.equal((await at.page.verdict()).outcome, "refused");
    await at.page.run("for (const details of document.querySelectorAll('details')) details.open = true");
    assert.match(await at.page.text("one-verdict"), /<img src=x/);
    assert.deepEqual(await injected(), [null, 0]);
    assert.equal(await at.page.run("return document.querySelectorAll('main b').length"), 0);
  });

  test("keeps secrets out of document, storage, address, title, resource timing and console", async () => {
    await at.connectLive();
    await at.page.cancelOne(RUNNING);
    assert.equal((await at.page.verdict()).outcome, "cancelled");
    await at.emulator.ask("POST", "faults", { kind: "reset-before", action: "CancelExecution", times: 9 });
    await at.page.cancelOne("exec-6be6d6ff805349d9ac13");
    await at.page.says("one-verdict", /No clear response/);
    await at.page.press("Stop waiting");
    await at.page.verdict();
    const kept = await at.page.run(`
      return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, document.title,
        performance.getEntries().map(({ name }) => name), [...document.querySelectorAll("input, textarea")].map(({ value }) => value)]);`);
    assert.doesNotMatch(kept, SECRET);
    assert.doesNotMatch(kept, SIGNATURE);
    const databases = await at.page.run("return indexedDB.databases().then((found) => found.length)");
    assert.equal(databases, 0);
    await at.page.press("Forget credentials");
    await at.page.atView("connect");
  });

  test("is sent with its policy, and names the same one in its markup", async () => {
    const response = await fetch(`${at.emulator.demo}/`);
    const header = response.headers.get("Content-Security-Policy");
    const [, meta] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(await response.text());
    const rules = (policy) => policy.split(";").map((rule) => rule.trim()).sort();
    // Browsers enforce every policy of a list. The first one is that of all responses of this port.
    assert.deepEqual(rules(header.slice(header.indexOf("default-src"))), [...rules(meta), "frame-ancestors 'none'"].sort());
    for (const rule of ["default-src 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'", "form-action 'none'", "base-uri 'none'"]) {
      assert.ok(rules(meta).includes(rule), rule);
    }
    assert.doesNotMatch(meta, /unsafe-inline|'unsafe-eval'|https:(;| |$)/);
    await at.open();
    const attempt = "try { document.body.innerHTML = '<b>'; return 'accepted'; } catch (error) { return error.name; }";
    assert.equal(await at.page.run(attempt), "TypeError");
    // The browsers report the attempt.
    const reports = await at.page.until("it is reported", async () => {
      const messages = await at.browser.takeMessages();
      return messages.length > 0 && messages;
    });
    await new Promise((wait) => setTimeout(wait, 300));
    assert.match([...reports, ...(await at.browser.takeMessages())].join(), /TrustedHTML|require-trusted-types-for/);
  });

  test("asks nobody but its own origin and the endpoint", async () => {
    await at.open();
    await at.page.listed();
    const origins = await at.page.run("return [...new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin))]");
    assert.deepEqual(origins.sort(), [at.emulator.demo, at.emulator.oos].sort());
  });
});

test("no script of the page makes markup of text", async () => {
  const { readdir } = await import("node:fs/promises");
  const www = new URL("../../www/", import.meta.url);
  for (const name of (await readdir(www)).filter((file) => file.endsWith(".js"))) {
    const source = await readFile(new URL(name, www), "utf8");
    assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTMLUnsafe|createContextualFragment|\beval\(|new Function/, name);
    assert.doesNotMatch(source, /localStorage|sessionStorage|indexedDB|document\.cookie/, name);
  }
});
