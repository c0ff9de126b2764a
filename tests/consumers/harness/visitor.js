// Somebody with a browser who opens a page of a consumer and clicks on "Cancel"; OOS is the emulator, on an origin of its own.

import assert from "node:assert/strict";

import { openBrowser } from "../../support/browsers.js";
import { startEmulator } from "../../support/emulator.js";

const PATIENCE = 20_000;
// The event `load` does not wait for a top-level await, so each page enables its button, or makes it, when it is ready.
const BUTTON = { css: "button:enabled" };

export async function visit(browserName, ...flags) {
  const emulator = await startEmulator();
  const browser = await openBrowser(browserName, ...flags);
  const { driver } = browser;

  async function open(page) {
    const { executionId } = await emulator.ask("POST", "executions", { status: "Running" });
    const url = new URL(page);
    url.searchParams.set("endpoint", emulator.oos);
    url.searchParams.set("executionId", executionId);
    await browser.takeMessages();
    await driver.get(url.href);
    return executionId;
  }

  const ready = async () => (await driver.findElements(BUTTON)).length > 0;

  async function answer() {
    const said = () => driver.executeScript("return document.querySelector('output').value");
    await driver.wait(said, PATIENCE, "waited for the page's answer", 20);
    return said();
  }

  return {
    emulator,

    /** The execution is cancelled, once, and neither the page nor the browser has anything to say that is not expected. */
    async cancelAt(page, expected = /^$/) {
      const executionId = await open(page);
      await driver.wait(ready, PATIENCE, "waited for the page to be ready", 20);
      await driver.findElement(BUTTON).click();
      assert.equal(await answer(), `cancelled ${executionId}`);
      assert.equal((await emulator.ask("GET", `executions/${executionId}`)).cancelCount, 1);
      const messages = await browser.takeMessages();
      assert.deepEqual(messages.filter((message) => !expected.test(message)), []);
    },

    /** What a page says that acts by itself. */
    async answerOf(page) {
      await driver.get(page);
      return answer();
    },

    /** Waits until a page, or the browser about it, says something on the console. */
    async saysAt(page, wanted) {
      await browser.takeMessages();
      await driver.get(page);
      const said = [];
      const heard = async () => said.push(...(await browser.takeMessages())) && said.some((message) => wanted.test(message));
      await driver.wait(heard, PATIENCE, `waited for ${wanted}`, 50).catch(() => assert.fail(`It says: ${said.join("\n")}`));
    },

    /** What the body of an arrow function gives, awaited, in a page that does nothing itself; or the text of the error. */
    async evaluateAt(page, body) {
      await driver.get(page);
      const settle = "const done = arguments[0]; const settle = (work) => work().then(done, (error) => done(String(error)));";
      return driver.executeAsyncScript(`${settle} settle(async () => ${body})`);
    },

    async leave() {
      await driver.quit();
      await emulator.stop();
    },
  };
}
