// A page of a browser with the bundle.

import { openBrowser } from "../tests/support/browsers.js";
import { ISOLATED, startStaticSite } from "../tests/support/static-site.js";
import { SITE } from "./bundle.js";

const PATIENCE = 600_000;

const MEASURE = `
  const [origin, plan, done] = arguments;
  import(origin + "/measure.js")
    .then(({ measure }) => measure(plan))
    .then((result) => done({ result }), (error) => done({ error: error + "\\n" + error.stack }));`;

export async function inBrowser(name, { rounds, roundMs }) {
  // Isolated pages have a finer clock.
  const site = await startStaticSite(SITE, { headers: ISOLATED });
  const { driver } = await openBrowser(name);
  try {
    await driver.manage().setTimeouts({ script: PATIENCE });
    await driver.get(`${site.origin}/blank.html`);
    const { result, error } = await driver.executeAsyncScript(MEASURE, site.origin, { rounds, roundMs });
    if (error !== undefined) throw new Error(`${name}: ${error}`);
    return { version: `${name} ${(await driver.getCapabilities()).getBrowserVersion()}`, ...result };
  } finally {
    await driver.quit();
    site.stop();
  }
}
