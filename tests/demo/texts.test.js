// The texts of the page: two languages with the same keys, and the codes and problems of the package.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { CODES } from "../../www/codes.js";
import { REGIONS } from "../../www/regions.js";
import en from "../../www/text/en.js";
import zh from "../../www/text/zh.js";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const forms = (text) => (typeof text === "string" ? [text] : Object.values(text));
const places = (text) => [...new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();
const members = (union) => union.match(/"[^"]+"/g).map((name) => name.slice(1, -1));
const keys = (prefix) => Object.keys(en).filter((key) => key.startsWith(`${prefix}.`)).map((key) => key.slice(prefix.length + 1));

describe("the texts", () => {
  test("have the same keys in both languages, in the same order", () => {
    assert.deepEqual(Object.keys(zh), Object.keys(en));
  });

  test("have the same values in their places", () => {
    for (const key of Object.keys(en)) {
      // The form for one may leave out the number.
      const [english, chinese] = [places(en[key]), places(zh[key])];
      assert.deepEqual(chinese, english, key);
    }
  });

  test("are Chinese in Chinese, with Chinese punctuation", () => {
    for (const [key, text] of Object.entries(zh)) {
      for (const form of forms(text)) assert.doesNotMatch(form, /[\u4e00-\u9fff] ?[,;:!?]|[\u4e00-\u9fff]\.$/, key);
    }
    const untranslated = Object.keys(en).filter((key) => JSON.stringify(en[key]) === JSON.stringify(zh[key]));
    assert.deepEqual(untranslated.filter((key) => !/^(copyAs|field)\./.test(key)), ["chk.longLived"].filter((key) => untranslated.includes(key)));
  });

  test("say cancel of executions alone, and abort of nothing", () => {
    for (const [key, text] of Object.entries(en)) {
      for (const form of forms(text)) {
        assert.doesNotMatch(form, /\babort/i, key);
        // A button that closes a dialog keeps something running; one that ends a wait stops it.
        if (/^(confirm\.no|call\.stop|run\.stop|paste\.drop|list\.pause)$/.test(key)) assert.doesNotMatch(form, /cancel/i, key);
      }
    }
  });

  test("are all used, and all that are used exist", async () => {
    const files = (await readdir(new URL("www/", root))).filter((name) => /\.(js|html)$/.test(name));
    const sources = (await Promise.all(files.map((name) => read(`www/${name}`)))).join("\n");
    const html = await read("www/index.html");
    const named = [...html.matchAll(/data-t(?:-\w+)?="([^"]+)"/g)].map(([, key]) => key);
    assert.deepEqual(named.filter((key) => !(key in en)), []);
    const called = [...sources.matchAll(/(?<![\w.])(?:t|tOr)\("([^"]+)"/g)].map(([, key]) => key);
    assert.deepEqual(called.filter((key) => !(key in en)), []);
    // These are put together from a code.
    const composed = /^(code|problem|remedy|outcome|state|field|title|env\.forgotten|copyAs|story|ex|ex\.cause)\./;
    const unused = Object.keys(en).filter((key) => !composed.test(key) && !sources.includes(`"${key}"`));
    assert.deepEqual(unused, []);
  });

  test("have every code, remedy, outcome and problem of the package", async () => {
    const types = await read("src/web/types.d.ts");
    const union = (name) => members(new RegExp(`export type ${name} =([^;]+);`).exec(types)[1]);
    for (const code of [...union("KnownServiceCode"), ...union("ResponseCode"), "NetworkFailure", "DeadlineExceeded"]) assert.ok(`code.${code}` in en, code);
    assert.deepEqual(keys("remedy").sort(), union("Remedy").sort());
    for (const outcome of union("Outcome")) assert.ok(`outcome.${outcome}` in en, outcome);
    const problems = [...union("UrlProblemCode"), ...union("OptionProblemCode")];
    assert.deepEqual(problems.filter((code) => !(`problem.${code}` in en)), []);
    const [, causes] = /readonly cause:([^;]+);/.exec(types);
    assert.deepEqual(keys("ex.cause").sort(), members(causes).sort());
  });

  test("say of each code what the package says", async () => {
    const table = await read("src/rpc/codes.rs");
    const kebab = (name) => name.replace(/(?<!^)(?=[A-Z])/g, "-").toLowerCase();
    const known = [...table.matchAll(/known\("([^"]+)", &\[([^\]]*)\], (\w+), "([^"]*)"\)/g)];
    assert.deepEqual(CODES, known.map(([, code, statuses, remedy]) => [code, statuses.split(",").map(Number), kebab(remedy)]));
    for (const [, code, , , meaning] of known) assert.equal(en[`code.${code}`], meaning);
  });

  test("have the regions of the crate's own test", async () => {
    const [, documented] = /DOCUMENTED: &str = "([^"]+)"/.exec(await read("tests/regions.rs"));
    assert.deepEqual(REGIONS, documented.replaceAll("\\\n", "").split(/\s+/).filter(Boolean));
  });
});
