// Takes the pictures of README, in light and in dark: `source .tools/browsers.env && node docs/pictures.js`, after `make demo` has built
// the page and the emulator. Arguments are flags of the emulator.

import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { startEmulator } from "../tests/support/emulator.js";
import { useChineseFont } from "../tests/support/fonts.js";

const require = createRequire(new URL("../tests/docs/package.json", import.meta.url));
const { chromium } = require("playwright");

const folder = fileURLToPath(new URL("pictures/", import.meta.url));
mkdirSync(folder, { recursive: true });

const emulator = await startEmulator(process.argv.slice(2));
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox", "--disable-background-networking"] });

for (const colorScheme of ["light", "dark"]) {
  await emulator.ask("POST", "reset");
  await emulator.ask("POST", "executions", { count: 24, details: { templateName: "patch-web-tier", executedBy: "ops-wang" } });
  // Some executions are refused, and the response about one is lost.
  await emulator.ask("POST", "faults", { kind: "error", code: "User.NoPermission", action: "CancelExecution", times: 2, skip: 3 });
  await emulator.ask("POST", "faults", { kind: "reset-after", action: "CancelExecution", times: 3, skip: 6 });
  const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 800 }, locale: "en" });
  await page.goto(emulator.demo);
  const run = (script, ...values) => page.evaluate(`(function () { ${script} })(...${JSON.stringify(values)})`);
  await useChineseFont({ run });
  // On a machine without a Chinese font an earlier name of the page's list may stand for another font.
  await run("for (const text of document.querySelectorAll('[lang=zh-CN]')) text.style.fontFamily = 'Noto Sans SC'");
  await page.locator("#rows input").first().waitFor();
  await page.locator("#select-shown").click();
  await page.locator("#review").click();
  const typed = page.locator("#confirm-typed");
  if (await typed.isVisible()) await typed.fill((await page.locator("#confirm-type-label").textContent()).match(/\d+/)[0]);
  await page.locator("#confirm-yes").click();
  await page.locator("#run-done").waitFor({ timeout: 60_000 });
  await page.getByText(/^All \(/).click();
  await page.screenshot({ path: `${folder}console-${colorScheme}.png`, clip: { x: 0, y: 0, width: 1280, height: 680 } });
  await page.close();
}

await browser.close();
await emulator.stop();
