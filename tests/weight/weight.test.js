import assert from "node:assert/strict";
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
