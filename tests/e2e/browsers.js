// Sessions in the two browsers. Every path is given, so nothing is looked for or downloaded.

import { Builder } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import firefox from "selenium-webdriver/firefox.js";

const CHROME_FLAGS = [
  "headless=new",
  "no-sandbox",
  "disable-gpu",
  "disable-dev-shm-usage",
  "no-first-run",
  "disable-background-networking",
  "disable-component-update",
  "disable-sync",
];

function path(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} must be the absolute path of the program: the tests run in both browsers.`);
  return value;
}

const OPEN = {
  Chromium() {
    const options = new chrome.Options()
      .setBinaryPath(path("CHROME"))
      .addArguments(...CHROME_FLAGS)
      .enableBidi();
    return new Builder()
      .forBrowser("chrome")
      .setChromeOptions(options)
      .setChromeService(new chrome.ServiceBuilder(path("CHROMEDRIVER")));
  },
  Firefox() {
    const options = new firefox.Options()
      .setBinary(path("FIREFOX"))
      .addArguments("-headless")
      .enableBidi();
    return new Builder()
      .forBrowser("firefox")
      .setFirefoxOptions(options)
      .setFirefoxService(new firefox.ServiceBuilder(path("GECKODRIVER")));
  },
};

export const BROWSERS = Object.keys(OPEN);

/** A session, with `log` as the list of everything that its console and its scripts say. */
export async function openBrowser(name) {
  const driver = await OPEN[name]().build();
  const bidi = await driver.getBidi();
  const context = await driver.getWindowHandle();
  const log = [];
  bidi.on("log.entryAdded", (entry) => log.push(entry));
  await bidi.subscribe("log.entryAdded");
  const setViewport = (width, height) =>
    bidi.send({ method: "browsingContext.setViewport", params: { context, viewport: { width, height } } });
  return { driver, log, setViewport };
}
