// What happens around a call while it runs: the page is left or hidden, the network goes away, a service worker stands
// in between. What is expected of both browsers is written once.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { BROWSERS, openBrowser } from "../support/browsers.js";
import { startEmulator } from "../support/emulator.js";
import { Page } from "../support/page.js";
import { startStaticSite } from "../support/static-site.js";

const RUNNING = "exec-8a2aaf460fdf47c6b5ef";
const FINISHED = "exec-600d600d600d600d600d";
const CREDENTIALS = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };
// Far longer than it takes to leave the page.
const HELD_MS = 2000;

for (const name of BROWSERS) {
  describe(`around a call in ${name}`, () => {
    let emulator, site, browser, driver, page;

    before(async () => {
      emulator = await startEmulator();
      site = await startStaticSite("tests/life/site/");
      browser = await openBrowser(name);
      driver = browser.driver;
      page = new Page(browser, name);
    });

    after(async () => {
      await browser?.driver.quit();
      await site?.stop();
      await emulator?.stop();
    });

    beforeEach(() => emulator.ask("POST", "reset"));

    const requests = () => emulator.ask("GET", "requests");
    const hold = (where, delayMs = HELD_MS) => emulator.ask("POST", "faults", { kind: "delay", delayMs, where });
    const arrived = (count = 1) => page.until("the call arrives", async () => (await requests()).length === count);

    async function inTabOfItsOwn(work) {
      const first = await driver.getWindowHandle();
      await driver.switchTo().newWindow("tab");
      try {
        await work();
      } finally {
        // Unless the work closed it.
        const open = await driver.getAllWindowHandles();
        for (const other of open.filter((handle) => handle !== first)) {
          await driver.switchTo().window(other);
          await driver.close();
        }
        await driver.switchTo().window(first);
      }
    }

    describe("the page is left", () => {
      const cancels = () => emulator.ask("GET", "requests?action=CancelExecution");
      const hold = (where) =>
        emulator.ask("POST", "faults", { kind: "delay", delayMs: HELD_MS, where, action: "CancelExecution" });

      const LEAVE = {
        "by closing its tab": () => driver.close(),
        "for another page": () => driver.get("about:blank"),
      };

      for (const [way, leave] of Object.entries(LEAVE)) {
        test(`${way}: the cancel is executed although the response is still to come`, () =>
          inTabOfItsOwn(async () => {
            await hold("before");
            await page.open(emulator.demo);
            await page.cancelOne(RUNNING);
            await page.until("the cancel arrives", async () => (await cancels()).length === 1);
            await leave();
            const [left] = await cancels();
            assert.ok(!left?.processed, "the page was left in time");
            await page.until("the cancel is carried out", async () => (await cancels())[0]?.processed);
          }));

        test(`${way}: the browser waits for a delayed response`, () =>
          inTabOfItsOwn(async () => {
            await hold("headers");
            await page.open(emulator.demo);
            await page.cancelOne(RUNNING);
            await page.until("the cancel arrives", async () => (await cancels()).length === 1);
            await leave();
            const [left] = await cancels();
            assert.ok(!left?.httpStatus, "the page was left in time");
            await page.until("the answer is taken", async () => (await cancels())[0]?.httpStatus === 200);
            assert.equal((await cancels())[0].processed, true);
          }));

        test(`${way}: the cancel is executed although its response is truncated`, () =>
          inTabOfItsOwn(async () => {
            await hold("body");
            await page.open(emulator.demo);
            await page.cancelOne(RUNNING);
            await page.until("the cancel arrives", async () => (await cancels()).length === 1);
            await leave();
            await page.until("the cancel is carried out", async () => (await cancels())[0]?.processed);
          }));
      }

      // Shows that the tests above can fail: it is `keepalive` that carries the call.
      test("without keepalive the cancel is lost", () =>
        inTabOfItsOwn(async () => {
          await hold("before");
          await page.open(emulator.demo);
          await page.run(`
            const real = window.fetch.bind(window);
            window.fetch = (url, init) => real(url, { ...init, keepalive: false });`);
          await page.cancelOne(RUNNING);
          await page.until("the call arrives", async () => (await cancels()).length === 1);
          await driver.close();
          await sleep(HELD_MS + 500);
          assert.deepEqual((await cancels()).map(({ processed }) => processed), [false]);
        }));
    });

    describe("of any page", () => {
      const end = () => browser.evaluate("calls.end()");
      const start = (executionId, options) =>
        browser.evaluate(`calls.start(${JSON.stringify(executionId)}, ${JSON.stringify(options)})`);

      beforeEach(async () => {
        await driver.get(site.origin);
        await page.until("the package is there", () => page.run("return Boolean(window.calls)"));
        await browser.evaluate(`calls.open(${JSON.stringify({ endpoint: emulator.oos, credentials: CREDENTIALS })})`);
      });

      test("a call continues in a hidden tab, including a retry", async () => {
        await emulator.ask("POST", "faults", { kind: "unavailable", retryAfter: 2 });
        await start(RUNNING);
        await arrived();
        await inTabOfItsOwn(async () => {
          const { visibility, history } = await end();
          assert.deepEqual([visibility, history.length], ["hidden", 2]);
          assert.deepEqual(await browser.evaluate("calls.heard"), ["visible", "hidden"]);
        });
        assert.deepEqual((await requests()).map(({ processed }) => processed), [false, true]);
      });

      test("offline the outcome is unknown; online again the same client works", async () => {
        await browser.setOffline(true);
        try {
          assert.equal(await browser.evaluate("navigator.onLine"), false);
          await start(RUNNING);
          const { history, ...error } = await end();
          assert.deepEqual(error, {
            name: "NetworkError",
            code: "NetworkFailure",
            outcome: "unknown",
            remedy: "check-network",
            retryable: true,
          });
          assert.equal(history.length, 3);
          for (const attempt of history) assert.deepEqual([attempt.outcome, attempt.error], ["unknown", "NetworkError"]);
          assert.deepEqual(await requests(), []);
        } finally {
          await browser.setOffline(false);
        }
        await start(RUNNING);
        const { requestId, history } = await end();
        assert.deepEqual([requestId.length, history.length], [36, 1]);
      });

      test("a signal of AbortSignal.any rejects with the reason of the signal that aborted", async () => {
        await hold("headers", 8000);
        await browser.evaluate(`calls.startWithAny("${RUNNING}")`);
        await arrived();
        await browser.evaluate("calls.abort()");
        assert.equal(await end(), true);
      });

      // Bodies under way that carry `keepalive` may have 64 KiB together; beyond that browsers reject at once.
      test("large forms sent at the same time all reach OOS", async () => {
        const credentials = { accessKeyId: "STS.none", accessKeySecret: "none", securityToken: "+".repeat(16_000) };
        const options = { endpoint: emulator.oos, credentials, requestStyle: "form", retry: false };
        await browser.evaluate(`calls.open(${JSON.stringify(options)})`);
        await emulator.ask("POST", "faults", { kind: "delay", delayMs: 300, times: 3 });
        const codes = await browser.evaluate(`calls.together(3, "${RUNNING}")`);
        assert.deepEqual(codes, Array(3).fill("InvalidAccessKeyId.NotFound"));
      });

      // Chromium does not take back a request that carries `keepalive`; Firefox cuts its connection.
      const goesOn = name === "Chromium";

      test(`after an abort the request itself ${goesOn ? "continues" : "ends"}`, async () => {
        await hold("before");
        await browser.evaluate(`calls.startWithAny("${RUNNING}")`);
        await arrived();
        await browser.evaluate("calls.abort()");
        assert.equal(await end(), true);
        const [{ processed }] = await requests();
        assert.equal(processed, false, "aborted in time");
        await sleep(HELD_MS + 500);
        assert.deepEqual((await requests()).map(({ processed }) => processed), [goesOn]);
      });

      describe("with a service worker in between", () => {
        // Firefox sends what carries `keepalive` past service workers. Without it the package meets them there, too.
        const goesPast = name === "Firefox";

        async function between(behaviour) {
          await browser.evaluate(`calls.putServiceWorkerBetween("${behaviour}")`);
          if (goesPast) await browser.evaluate("calls.takeKeepaliveAway()");
        }

        const carried = () => browser.evaluate("calls.carried()");

        afterEach(() => browser.evaluate("calls.removeServiceWorker()"));

        test(goesPast ? "that the call goes past" : "that meets the call", async () => {
          await browser.evaluate("calls.putServiceWorkerBetween('silent')");
          await start(RUNNING, { timeoutMs: 500 });
          assert.equal((await end()).name, goesPast ? undefined : "TimeoutError");
          assert.equal((await carried()).length, goesPast ? 0 : 1);
          assert.equal((await requests()).length, goesPast ? 1 : 0);
        });

        test("that passes requests on: accepted, with an unchanged request", async () => {
          await between("pass");
          await start(RUNNING);
          assert.equal((await end()).requestId.length, 36);
          assert.deepEqual(await carried(), [{
            method: "POST",
            mode: "cors",
            credentials: "omit",
            cache: "no-store",
            redirect: "error",
            keepalive: !goesPast,
          }]);
          assert.equal((await requests()).length, 1);
        });

        test("that responds with a copy: accepted and refused as by OOS", async () => {
          await between("copy");
          await start(RUNNING);
          assert.equal((await end()).requestId.length, 36);
          await start(FINISHED);
          const { name, code, httpStatus, outcome } = await end();
          assert.deepEqual([name, code, httpStatus, outcome], ["ServiceError", "ExecutionCancelFailed", 403, "refused"]);
          assert.equal((await carried()).length, 2);
        });

        test("that responds with 503: not a response of OOS, and retried", async () => {
          await between("unavailable");
          await start(RUNNING);
          const { name, code, httpStatus, outcome, retryable, history } = await end();
          assert.deepEqual([name, code, httpStatus], ["ResponseError", "NotJson", 503]);
          assert.deepEqual([outcome, retryable, history.length], ["unknown", true, 3]);
          assert.equal((await carried()).length, 3);
          assert.deepEqual(await requests(), []);
        });

        test("that never responds: the deadline ends the call", async () => {
          await between("silent");
          await start(RUNNING, { timeoutMs: 500 });
          const { name, code, outcome, history } = await end();
          assert.deepEqual([name, code, outcome, history.length], ["TimeoutError", "DeadlineExceeded", "unknown", 1]);
          assert.equal((await carried()).length, 1);
          assert.deepEqual(await requests(), []);
        });
      });
    });
  });
}
