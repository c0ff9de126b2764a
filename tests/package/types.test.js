import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { compile } from "./compile.js";
import { packageFolder } from "./installed.js";

const source = (name) => readFileSync(new URL(`types/${name}`, import.meta.url), "utf8");
const sources = { "api.ts": source("api.ts"), "codes.ts": source("codes.ts") };

const surroundings = {
  "module nodenext": { module: "nodenext" },
  "module node16": { module: "node16" },
  "a bundler": { module: "esnext", moduleResolution: "bundler" },
  "module preserve": { module: "preserve" },
  "a worker": { lib: ["ES2022", "WebWorker"] },
  "the newest library, which knows Symbol.dispose": { lib: ["ESNext", "DOM"] },
};
for (const [name, options] of Object.entries(surroundings)) {
  test(`the declarations hold under strict, without skipLibCheck: ${name}`, () => {
    assert.equal(compile(sources, options), "");
  });
}

test("the compiler reports a wrong type", () => {
  assert.match(compile({ "wrong.ts": 'import { signCancelUrl } from "oos-cancel"; signCancelUrl(5);' }), /wrong\.ts\(1,\d+\): error TS/);
});

/** The examples in the comments of the declarations, by the export that each belongs to. */
function examples() {
  const declarations = readFileSync(join(packageFolder, "wasm/oos_cancel_wasm.d.ts"), "utf8");
  const found = {};
  for (const [, comment, name] of declarations.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport (?:\w+ )+?(\w+)(?=[ <(])/g)) {
    const parts = comment.split(/^ \* @example\n/m).slice(1);
    found[name] = parts.map((part) => part.split(/^ \* @/m)[0].replace(/^ \* ?/gm, ""));
  }
  return found;
}

test("every export has an example, and every example compiles", () => {
  const exported = readFileSync(join(packageFolder, "index.d.ts"), "utf8").match(/(?<=^ {2})\w+(?=,$)/gm);
  const all = examples();
  assert.deepEqual(exported.filter((name) => !all[name]?.length), []);
  const functions = exported.flatMap((name) =>
    all[name].map((example, index) => `export async function ${name}${index}() {\n${example}\n}\n`),
  );
  const imports = `import { ${exported.join(", ")} } from "oos-cancel";\n`;
  assert.equal(compile({ "examples.ts": [imports, source("surroundings.ts"), ...functions].join("\n") }), "");
});
