// The page as a person meets it: fields by id, buttons and links by what stands on them, regions by what they say.

import { mkdir, writeFile } from "node:fs/promises";
import { By, Key } from "selenium-webdriver";

const PICTURES = new URL("../../target/pictures/", import.meta.url);
const PATIENCE = 30_000;
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

  /** Opens an address afresh. Everything that is announced from then on is kept. */
  async open(address, [width, height] = DESKTOP) {
    await this.#browser.setViewport(width, height);
    // A new document, even if only the hash differs.
    await this.#driver.get("about:blank");
    await this.#driver.get(address);
    await this.until("the page is ready", () => this.run("return document.getElementById('page')?.hidden === false"));
    await this.run(`
      window.heard = [];
      for (const id of ["say", "alert"]) {
        const node = document.getElementById(id);
        new MutationObserver(() => node.textContent && window.heard.push(node.textContent)).observe(node, { childList: true });
      }`);
  }

  /** Goes to another view of the page. */
  async go(hash) {
    await this.run("location.hash = arguments[0]", hash);
  }

  heard() {
    return this.run("return window.heard");
  }

  run(script, ...values) {
    return this.#driver.executeScript(script, ...values);
  }

  async until(what, condition, patience = PATIENCE) {
    let value;
    await this.#driver.wait(async () => (value = await condition()), patience, `waited for: ${what}`, 20);
    return value;
  }

  field(id) {
    return this.#driver.findElement(By.id(id));
  }

  value(id) {
    return this.field(id).getProperty("value");
  }

  async fill(id, text) {
    await this.field(id).click();
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

  /** Puts a text in the clipboard's place and pastes it, as far as a page can tell. */
  async paste(id, text) {
    await this.run(`
      const field = document.getElementById(arguments[0]);
      field.focus();
      field.value = arguments[1];
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));`, id, text);
  }

  async choose(id, value) {
    await this.run(`
      const field = document.getElementById(arguments[0]);
      field.value = arguments[1];
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));`, id, value);
  }

  /** Chooses a radio button or ticks a box by its name and value. */
  async tick(name, value) {
    const [box] = await this.#driver.findElements(By.css(`input[name="${name}"]${value ? `[value="${value}"]` : ""}`));
    await box.click();
  }

  /** Presses a button or a link that can be seen. */
  async press(label) {
    const found = await this.until(`there is ${label}`, () => this.#visible(label));
    await found.click();
  }

  /** Returns whether a button or a link can be seen. */
  async offers(label) {
    return Boolean(await this.#visible(label));
  }

  #visible(label) {
    return this.run(`
      const open = document.querySelector("dialog[open]") ?? document.body;
      const found = [...open.querySelectorAll("button, nav a, a")].filter((node) => node.textContent.trim() === arguments[0]);
      return found.find((node) => node.checkVisibility({ visibilityProperty: true }));`, label);
  }

  async backTab() {
    await this.#driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
  }

  async type(...keys) {
    await this.#driver.actions().sendKeys(...keys).perform();
  }

  focused() {
    return this.run("return document.activeElement.id || document.activeElement.textContent.trim() || document.activeElement.tagName");
  }

  /** The view that is shown. */
  view() {
    return this.run("return document.querySelector('[data-view]:not([hidden])')?.dataset.view");
  }

  async atView(name) {
    await this.until(`the view ${name} is shown`, async () => (await this.view()) === name);
  }

  /** The visible text of an element; empty if it is not there. */
  text(id) {
    return this.run("const node = document.getElementById(arguments[0]); return node?.checkVisibility() ? node.innerText : ''", id);
  }

  async says(id, pattern, patience) {
    return this.until(`${id} says ${pattern}`, async () => {
      const text = await this.text(id);
      return pattern.test(text) && text;
    }, patience);
  }

  /** The ids of the rows of the list. */
  rows() {
    return this.run("return [...document.querySelectorAll('#rows tr')].map(({ dataset }) => dataset.id)");
  }

  /** Waits until the list has been read. */
  async listed() {
    await this.until("the list has been read", async () => /updated|更新/.test(await this.text("list-count")));
  }

  /** What the dialog says; `undefined` while it is closed. */
  dialog() {
    return this.run("const open = document.querySelector('dialog[open]'); return open?.innerText");
  }

  async confirm() {
    await this.until("the dialog is open", () => this.dialog());
    await this.run("document.getElementById('confirm-yes').click()");
  }

  /** Selects every row that is shown, and opens the confirmation. */
  async reviewAll() {
    await this.listed();
    await this.run("document.getElementById('select-shown').click()");
    await this.run("document.getElementById('review').click()");
    await this.until("it asks", () => this.dialog());
  }

  /** Looks an execution up, cancels it, and confirms that. */
  async cancelOne(executionId) {
    await this.go(`#/console/${executionId}`);
    await this.until("it was looked up", () => this.run("return document.getElementById('one-cancel')?.checkVisibility()"));
    await this.press("Cancel this execution…");
    await this.confirm();
  }

  /** What a verdict says, once the call has ended. */
  verdict(id = "one-verdict") {
    return this.until("there is a verdict", async () => {
      const found = await this.glance(id);
      return found.outcome && found.outcome !== "running" && found;
    });
  }

  /** What a verdict says at this moment, its details included. */
  glance(id = "one-verdict") {
    return this.run(`
      const root = document.getElementById(arguments[0]);
      const texts = (selector) => [...root.querySelectorAll(selector)].map((node) => node.textContent.trim());
      const values = texts("dd");
      return {
        outcome: root.hidden ? undefined : root.dataset.outcome,
        text: root.querySelector(".verdict-head")?.textContent.trim(),
        advice: root.querySelector(".advice")?.textContent,
        now: root.querySelector(".now .state")?.textContent.trim(),
        facts: Object.fromEntries(texts("dt").map((term, index) => [term, values[index]])),
        attempts: [...root.querySelectorAll(".timeline rect title")].map((node) => node.textContent),
      };`, id);
  }

  /** All text and markup. What stands in an input is in neither. */
  everything() {
    return this.run("return document.documentElement.outerHTML + document.body.innerText");
  }

  /** A picture of the whole page, for people to look at. */
  async picture(name, width = DESKTOP[0]) {
    await this.#browser.setViewport(width, width < 700 ? 740 : DESKTOP[1]);
    await mkdir(PICTURES, { recursive: true });
    await writeFile(new URL(`${this.#pictures}-${name}.png`, PICTURES), await this.#driver.takeScreenshot(), "base64");
  }
}
