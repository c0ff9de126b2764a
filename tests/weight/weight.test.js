import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { limits } from "./limits.js";
import { warnings, weigh } from "./weigh.js";

const found = weigh();

const lines = Object.entries(limits).flatMap(([part, limit]) =>
  Object.keys(limit).map((measure) => {
    const bytes = found[part][measure];
    return { part, measure, bytes, limit: limit[measure], room: limit[measure] - bytes };
  }),
);
console.table(lines);

for (const { part, measure, bytes, limit } of lines) {
  test(`${part}, ${measure}: at most ${limit} bytes`, () => assert.ok(bytes <= limit, `${bytes} bytes, ${bytes - limit} too many`));
}

test("no limit is more than 3% above its size", () => {
  const loose = lines.filter(({ bytes, limit }) => bytes < limit * 0.97);
  assert.deepEqual(loose, [], "lower them in limits.js");
});

test("a bundler has nothing to warn of", () => assert.deepEqual(warnings, []));

test("README states the size of a page within 3%", () => {
  const [, kilobytes] = readFileSync(new URL("../../README.md", import.meta.url), "utf8").match(/^\| \*\*oos-cancel\*\* .* (\d+) kB \|$/m);
  const stated = Number(kilobytes) * 1000;
  assert.ok(Math.abs(found.page.gzip - stated) < stated * 0.03, `a page loads ${found.page.gzip} bytes: make bench, then node benches/comparison.js`);
});
