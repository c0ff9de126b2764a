// The demo page as a person meets it: fields by name, buttons by what stands on them, panels by what they say.

import { mkdir, writeFile } from "node:fs/promises";
import { By, Key } from "selenium-webdriver";

const PICTURES = new URL("../../target/pictures/", import.meta.url);
const PATIENCE = 10_000;
const DESKTOP = [1280, 900];

export class Page {
  #browser;
  #driver;
  #pictures;

  constructor(browser, browserName) {
    this.#browser = browser;
    this.#driver = browser.driver;
    this.#pictures = browserName.toLowerCase();
  }

  async open(origin, [width, height] = DESKTOP) {
    await this.#browser.setViewport(width, height);
    await this.#driver.get(origin);
    await this.until("the page is ready", () => this.run("return !document.getElementById('page').hidden"));
  }

  run(script, ...values) {
    return this.#driver.executeScript(script, ...values);
  }

  async until(what, condition) {
    let value;
    await this.#driver.wait(async () => (value = await condition()), PATIENCE, `waited for: ${what}`, 20);
    return value;
  }

  field(name) {
    return this.#driver.findElement(By.id(name));
  }

  value(name) {
    return this.field(name).getProperty("value");
  }

  async fill(name, text) {
    await this.field(name).click();
    await this.retype(text);
  }

  /** Types in place of all that stands in the field with the focus. */
  async retype(text) {
    await this.shortcut("a");
    await this.type(Key.DELETE, text);
  }

  async shortcut(letter) {
    await this.#driver.actions().keyDown(Key.CONTROL).sendKeys(letter).keyUp(Key.CONTROL).perform();
  }

  /** By keyboard: for a click on an option ChromeDriver makes up a `change`, without the `input` that real ones bring. */
  async choose(name, option) {
    await this.field(name).sendKeys(option);
  }

  async press(label) {
    const button = By.xpath(`//main//button[normalize-space()='${label}']`);
    for (const found of await this.#driver.findElements(button)) {
      if (await found.isDisplayed()) return found.click();
    }
    throw new Error(`there is no button ${label} to be seen`);
  }

  async type(...keys) {
    await this.#driver.actions().sendKeys(...keys).perform();
  }

  focused() {
    return this.run("return document.activeElement.id || document.activeElement.textContent");
  }

  /** What a panel says at this moment. */
  glance(id) {
    return this.run(`
      const panel = document.getElementById(arguments[0]);
      const texts = (selector) => [...panel.querySelectorAll(selector)].map((node) => node.innerText);
      const values = texts("dd");
      return {
        state: panel.dataset.state,
        verdict: panel.querySelector(".verdict").innerText,
        facts: Object.fromEntries(texts("dt").map((term, index) => [term, values[index]])),
        problems: texts(".problems code"),
        attempts: texts(".attempts li"),
      };`, id);
  }

  /** What a panel says, once it says something that lasts. */
  panel(id) {
    return this.until(`${id} says something`, async () => {
      const panel = await this.glance(id);
      return !["empty", "running"].includes(panel.state) && panel;
    });
  }

  stages() {
    return this.run(`
      const text = (id) => document.getElementById(id).textContent;
      return { canonicalQuery: text("canonicalQuery"), stringToSign: text("stringToSign"), url: text("signedUrl") };`);
  }

  /** All text and markup. What stands in an input is in neither. */
  everything() {
    return this.run("return document.documentElement.outerHTML + document.body.innerText");
  }

  /** A picture of the whole page, for people to look at. */
  async picture(name, width = DESKTOP[0]) {
    await this.#browser.setViewport(width, DESKTOP[1]);
    const height = await this.run("return document.documentElement.scrollHeight");
    await this.#browser.setViewport(width, height);
    await mkdir(PICTURES, { recursive: true });
    await writeFile(new URL(`${this.#pictures}-${name}.png`, PICTURES), await this.#driver.takeScreenshot(), "base64");
  }
}
