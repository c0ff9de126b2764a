// Fleets in a page of Chromium, counted on both sides.

import { openBrowser } from "../support/browsers.js";
import { ISOLATED, startStaticSite } from "../support/static-site.js";

const PATIENCE = 600_000;

const RUN = `
  const [name, order, done] = arguments;
  import("/fleet.js").then((module) => module[name](order)).then((result) => done({ result }), (error) => done({ error: error + error.stack }));`;

export async function openFleetPage() {
  const site = await startStaticSite("tests/fleet/site/", { headers: ISOLATED });
  const browser = await openBrowser("Chromium").catch((error) => {
    site.stop();
    throw error;
  });
  const { driver } = browser;
  await driver.manage().setTimeouts({ script: PATIENCE });
  await driver.get(`${site.origin}/`);

  async function run(name, order) {
    const { result, error } = await driver.executeAsyncScript(RUN, name, order);
    if (error !== undefined) throw new Error(error);
    return result;
  }

  /** The bytes of the heap that are in use. */
  async function heap() {
    await driver.sendAndGetDevToolsCommand("HeapProfiler.collectGarbage", {});
    return (await driver.sendAndGetDevToolsCommand("Runtime.getHeapUsage", {})).usedSize;
  }

  async function close() {
    await driver.quit();
    site.stop();
  }

  return { browser, driver, run, heap, close };
}
