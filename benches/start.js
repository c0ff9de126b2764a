// From `import()` to the first signed URL, each time in a context of Chromium that has seen nothing before.

import { openBrowser } from "../tests/support/browsers.js";
import { ISOLATED, startStaticSite } from "../tests/support/static-site.js";
import { SITE } from "./bundle.js";
import { executionIds, WORKLOADS } from "./workloads.js";

const FIRST_URL = `
  const [origin, name, workload, executionId, done] = arguments;
  const start = performance.now();
  import(origin + "/" + name + ".js").then(async ({ make, signCancelUrl }) => {
    const url = make ? (await make(workload))(executionId) : signCancelUrl({ ...workload, executionId }).url;
    done({ ms: performance.now() - start, url });
  }).catch((error) => done({ error: String(error) }));`;

export async function start({ contexts }) {
  const site = await startStaticSite(SITE, { headers: ISOLATED });
  const { driver, openApart } = await openBrowser("Chromium");
  const milliseconds = { ours: [], plain: [] };
  try {
    for (let round = 0; round < contexts; round++) {
      for (const name of round % 2 ? ["ours", "plain"] : ["plain", "ours"]) {
        const close = await openApart();
        await driver.get(`${site.origin}/blank.html`);
        const { ms, url, error } = await driver.executeAsyncScript(FIRST_URL, site.origin, name, WORKLOADS.plain, executionIds[0]);
        if (error !== undefined || !url.includes("&Signature=")) throw new Error(`${name} did not sign: ${error ?? url}`);
        milliseconds[name].push(ms);
        await close();
      }
    }
  } finally {
    await driver.quit();
    site.stop();
  }
  return milliseconds;
}
