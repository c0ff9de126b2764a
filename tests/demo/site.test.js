// The static site, from a plain file server and in a folder of it: the same page, an emulator in the service worker, and offline.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { BROWSERS, openBrowser } from "../support/browsers.js";
import { RUNNING } from "../support/demo.js";
import { Page } from "../support/page.js";
import { serve } from "../support/static-site.js";

// `.ci/build-site` builds it, before this folder is run once for each browser at the same time.
const SITE = new URL("../../target/site/", import.meta.url);

for (const name of BROWSERS) {
  describe(`the static site in ${name}`, () => {
    let browser, page, server, address;

    before(async () => {
      browser = await openBrowser(name);
      page = new Page(browser, name);
      server = await serve((path) => new URL(path.replace(/^tools\/oos\//, ""), SITE));
      address = `${server.origin}/tools/oos/`;
    });

    after(async () => {
      await browser?.driver.quit();
      server?.stop();
    });

    async function tryHere() {
      await page.open(address);
      await page.atView("connect");
      await page.press("Try it here, on an emulator");
      await page.atView("console");
      await page.listed();
    }

    test("connects to real endpoints first, and offers the emulator", async () => {
      await page.open(address);
      await page.atView("connect");
      assert.equal(await page.value("accessKeyId"), "");
      assert.deepEqual(await browser.takeMessages(), []);
    });

    test("lists, cancels and shows refusals with the emulator in the service worker", async () => {
      await tryHere();
      assert.ok((await page.rows()).length > 20);
      assert.equal(await page.text("badge"), "Emulator");
      await page.cancelOne(RUNNING);
      assert.equal((await page.verdict()).outcome, "cancelled");
      await page.go("#/workbench/codes/InvalidVersion");
      await page.until("it can be tried", () => page.run("return Boolean(document.querySelector('[data-code=InvalidVersion] button'))"));
      await page.run("document.querySelector('[data-code=InvalidVersion] button').click()");
      await page.atView("one");
      await page.press("Cancel this execution…");
      await page.confirm();
      assert.equal((await page.verdict()).facts.Code, "InvalidVersion");
    });

    test("shows lost responses as lost, and settles them by looking", async () => {
      await tryHere();
      await page.go("#/workbench/codes/NetworkFailure");
      await page.until("it can be tried", () => page.run("return Boolean(document.querySelector('[data-code=NetworkFailure] button'))"));
      await page.run("document.querySelector('[data-code=NetworkFailure] button').click()");
      await page.atView("one");
      await page.press("Cancel this execution…");
      await page.confirm();
      const { outcome, attempts } = await page.verdict();
      assert.equal(outcome, "cancelled");
      assert.match(attempts[0], /^1: Not known, NetworkFailure/);
    });

    test("works offline after the first load, and signs and checks there", async () => {
      await tryHere();
      server.stop();
      await page.open(address);
      await page.press("Try it here, on an emulator");
      await page.listed();
      await page.cancelOne("exec-6be6d6ff805349d9ac13");
      assert.equal((await page.verdict()).outcome, "cancelled");
      await page.go("#/workbench/sign");
      await page.until("it is signed", () => page.text("signedUrl"));
      await page.go("#/workbench/check");
      await page.press("Use the one from Sign");
      await page.says("check-report", /Would cancel/);
    });
  });
}

test("the files for hosts that read headers send the policy of the page", async () => {
  const [headers, html] = await Promise.all(["_headers", "index.html"].map((file) => readFile(new URL(file, SITE), "utf8")));
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html);
  assert.ok(headers.includes(`Content-Security-Policy: ${policy}; frame-ancestors 'none'\n`));
  assert.doesNotMatch(policy, /unsafe-inline|http:|https:(;| |$)/);
});

test("the site asks for no file that it does not have, from no folder but its own", async () => {
  const worker = await readFile(new URL("worker.js", SITE), "utf8");
  const files = JSON.parse(/const FILES = (\[.*?\]);/.exec(worker)[1]);
  for (const file of files.slice(1)) await readFile(new URL(file, SITE));
  const html = await readFile(new URL("index.html", SITE), "utf8");
  const named = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path]) => path).filter((path) => !path.startsWith("https://"));
  assert.deepEqual(named.filter((path) => !files.includes(path)), []);
});
