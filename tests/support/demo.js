// What the tests of the page share: an emulator, both browsers, and what must hold after every one of them.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe } from "node:test";
import { BROWSERS, openBrowser } from "./browsers.js";
import { startEmulator } from "./emulator.js";
import { Page } from "./page.js";
import { startStaticSite } from "./static-site.js";

export const RUNNING = "exec-8a2aaf460fdf47c6b5ef";
export const WAITING = "exec-6be6d6ff805349d9ac13";
export const SUCCESS = "exec-600d600d600d600d600d";

// Every secret and token of the emulator's accounts, in any encoding.
export const SECRET = /demo-secret|demo-token|not-the-secret/;
export const SIGNATURE = /(Signature|SecurityToken)(=|%3D)[^•]/;

// Both browsers report refused and failed requests on their own account, with the URL; a page cannot prevent that.
const isBrowsersOwn = (message) => /Failed to load resource|Cross-Origin Request Blocked|NetworkError when attempting/.test(message);

/**
 * Opens a page that knows of no emulator and fills in how to connect, to the emulator unless there is another endpoint. To the page it
 * is a live one.
 */
async function openLive({ page, emulator, sites }, { region = "cn-hangzhou", endpoint = emulator.oos } = {}) {
  const site = await startStaticSite();
  sites.push(site);
  await page.open(`${site.origin}/`);
  await page.fill("region", region);
  await page.run("document.querySelector('form[name=connect] details').open = true");
  await page.fill("endpoint", endpoint);
  await page.tick("kind", "type");
  await page.fill("accessKeyId", "STS.demo-valid");
  await page.fill("accessKeySecret", "demo-secret-sts-valid");
  await page.fill("securityToken", "demo-token-valid");
}

/** Describes the page in each browser. `define` gets an object whose members are set before the first test. */
export function inBothBrowsers(title, define) {
  for (const name of BROWSERS) {
    describe(`${title}, in ${name}`, () => {
      const at = { name, sites: [] };

      before(async () => {
        at.emulator = await startEmulator();
        at.browser = await openBrowser(name);
        at.page = new Page(at.browser, name);
        at.requests = (query = "") => at.emulator.ask("GET", `requests${query}`);
        at.cancels = () => at.requests("?action=CancelExecution");
        at.execution = (id = RUNNING) => at.emulator.ask("GET", `executions/${id}`);
        at.open = (hash = "", viewport) => at.page.open(`${at.emulator.demo}/${hash}`, viewport);
        at.openLive = (fields) => openLive(at, fields);
        at.connectLive = async () => {
          await at.openLive();
          await at.page.press("Connect and list");
          await at.page.atView("console");
          await at.page.listed();
        };
      });

      after(async () => {
        await at.browser?.driver.quit();
        await at.emulator?.stop();
      });

      beforeEach(() => at.emulator.ask("POST", "reset"));

      // A server that is left would keep the process of a test that fails.
      afterEach(() => at.sites.splice(0).forEach((site) => site.stop()));

      afterEach(async () => {
        const messages = await at.browser.takeMessages();
        assert.deepEqual(messages.filter((message) => !isBrowsersOwn(message)), []);
        for (const message of messages) {
          assert.doesNotMatch(message, SECRET);
          assert.doesNotMatch(message, SIGNATURE);
        }
        const everything = await at.page.everything();
        assert.doesNotMatch(everything, SECRET);
        assert.doesNotMatch(everything, SIGNATURE);
      });

      define(at);
    });
  }
}
