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
  if (!value) throw new Error(`${variable} must hold the path of the program: the page is tested in both browsers.`);
  return value;
}

const BUILDERS = {
  Chromium(flags) {
    const options = new chrome.Options().setBinaryPath(path("CHROME")).addArguments(...CHROME_FLAGS, ...flags).enableBidi();
    options.set("goog:loggingPrefs", { browser: "ALL" });
    const service = new chrome.ServiceBuilder(path("CHROMEDRIVER"));
    return new Builder().forBrowser("chrome").setChromeOptions(options).setChromeService(service);
  },
  Firefox() {
    const options = new firefox.Options().setBinary(path("FIREFOX")).addArguments("-headless").enableBidi();
    const service = new firefox.ServiceBuilder(path("GECKODRIVER"));
    return new Builder().forBrowser("firefox").setFirefoxOptions(options).setFirefoxService(service);
  },
};

const { ONLY_BROWSER } = process.env;

export const BROWSERS = Object.keys(BUILDERS).filter((name) => !ONLY_BROWSER || name === ONLY_BROWSER);

/** Opens a browser; flags are for Chromium only. */
export async function openBrowser(name, ...flags) {
  const driver = await BUILDERS[name](flags).build();
  const bidi = await driver.getBidi();
  const context = await driver.getWindowHandle();
  const messages = [];
  bidi.on("log.entryAdded", ({ level, text }) => messages.push(`${level}: ${text}`));
  await bidi.subscribe("log.entryAdded");
  const takeOwn = async () => (name === "Chromium" ? driver.manage().logs().get("browser") : []);
  // Not the driver's `send`, which takes a refusal for an answer.
  async function ask(method, params) {
    const { type, result, message } = await bidi.send({ method, params });
    if (type !== "success") throw new Error(`${name} refuses ${method}: ${message}`);
    return result;
  }
  // The driver's own bridge announces itself there.
  await takeOwn();

  return {
    driver,

    /** What console and scripts have said since the last time; in Chromium also what the browser itself has. */
    async takeMessages() {
      return [...messages.splice(0), ...(await takeOwn()).map(({ level, message }) => `${level.name}: ${message}`)];
    },

    setViewport: (width, height) => ask("browsingContext.setViewport", { context, viewport: { width, height } }),

    /** Sets the language that a user prefers; without one it is again that of the machine. */
    prefer: (locale = null) => ask("emulation.setLocaleOverride", { contexts: [context], locale }),

    setOffline: (offline) =>
      ask("emulation.setNetworkConditions", { contexts: [context], networkConditions: offline ? { type: "offline" } : null }),

    /** A tab that shares no cache and no cookie with the others; gives a way to be rid of it. */
    async openApart() {
      const { userContext } = await ask("browser.createUserContext", {});
      const { context: tab } = await ask("browsingContext.create", { type: "tab", userContext });
      await driver.switchTo().window(tab);
      return async () => {
        await driver.switchTo().window(context);
        await ask("browser.removeUserContext", { userContext });
      };
    },

    /** The value of an expression in the first tab, awaited, whether that tab is in front or not. */
    async evaluate(expression) {
      const asJson = `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`;
      const target = { context };
      const { result, exceptionDetails } = await ask("script.evaluate", { expression: asJson, target, awaitPromise: true });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return JSON.parse(result.value);
    },

    /** Only Chromium can be told while it runs. */
    preferDark: name === "Chromium" && ((dark) =>
      driver.sendDevToolsCommand("Emulation.setEmulatedMedia", {
        features: dark ? [{ name: "prefers-color-scheme", value: "dark" }] : [],
      })),
  };
}
