// A Chinese font for the pictures that the tests take: a machine without one shows boxes. The page loads no font, and its policy
// forbids to: the test hands it over.

import { readFile } from "node:fs/promises";
import zh from "../../www/text/zh.js";

const FONT = new URL("../node_modules/@fontsource-variable/noto-sans-sc/", import.meta.url);

/** The parts of the font that the texts of the page need: for each its range of characters, and its bytes in base64. */
async function neededParts() {
  const ranges = JSON.parse(await readFile(new URL("unicode.json", FONT), "utf8"));
  // With the name of the language on its button.
  const needed = new Set([...JSON.stringify(zh), ..."简体中文"].map((character) => character.codePointAt(0)).filter((point) => point > 0x2fff));
  const bounds = (range) => range.slice(2).split("-").map((hex) => Number.parseInt(hex, 16));
  const has = (range) => {
    const [first, last = first] = bounds(range);
    return [...needed].some((point) => point >= first && point <= last);
  };
  const parts = Object.entries(ranges).filter(([, range]) => range.split(",").some(has));
  const file = (name) => new URL(`files/noto-sans-sc-${name.replace(/[[\]]/g, "")}-wght-normal.woff2`, FONT);
  return Promise.all(parts.map(async ([name, range]) => [range, await readFile(file(name), "base64")]));
}

let parts;

/** Gives the page the font, under the name that its style sheet asks for. */
export async function useChineseFont(page) {
  parts ??= await neededParts();
  await page.run(`
    for (const [unicodeRange, base64] of arguments[0]) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      document.fonts.add(new FontFace("Noto Sans SC", bytes.buffer, { unicodeRange, weight: "100 900" }));
    }
    return document.fonts.ready.then(() => true);`, parts);
}
