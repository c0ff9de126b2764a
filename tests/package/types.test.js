import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { compile } from "./compile.js";
import { packageFolder } from "./installed.js";

const source = (name) => readFileSync(new URL(`types/${name}`, import.meta.url), "utf8");
const sources = { "api.ts": source("api.ts"), "codes.ts": source("codes.ts") };

const settings = {
  "module nodenext": { module: "nodenext" },
  "module node16": { module: "node16" },
  "a bundler": { module: "esnext", moduleResolution: "bundler" },
  "module preserve": { module: "preserve" },
  "a worker": { lib: ["ES2022", "WebWorker"] },
  "the newest library, which knows Symbol.dispose": { lib: ["ESNext", "DOM"] },
};
for (const [name, options] of Object.entries(settings)) {
  test(`the declarations hold under strict, without skipLibCheck: ${name}`, () => {
    assert.equal(compile(sources, options), "");
  });
}

test("clients and signers can be declared by using, if the library knows Symbol.dispose", () => {
  const using = { "using.ts": source("using.ts") };
  assert.equal(compile(using, { lib: ["ESNext"] }), "");
  assert.equal(compile(using, { lib: ["ES2022", "ESNext.Disposable", "DOM"] }), "");
});

test("the declarations need no library of browsers and declare no globals", () => {
  for (const target of ["ES2022", "ES2020"]) assert.equal(compile({ "bare.ts": source("bare.ts") }, { lib: ["ES2022"], target }), "");
  assert.doesNotMatch(readFileSync(join(packageFolder, "index.d.ts"), "utf8"), /declare global|\/\/\/ <reference/);
});

test("and the compiler does look at them", () => {
  assert.match(compile({ "wrong.ts": 'import { signCancelUrl } from "oos-cancel"; signCancelUrl(5);' }), /wrong\.ts\(1,\d+\): error TS/);
});

/** The exports of the declarations and the examples in their comments, by name. */
function examples() {
  const declarations = readFileSync(join(packageFolder, "index.d.ts"), "utf8");
  const found = {};
  for (const [, comment, name] of declarations.matchAll(
    /(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?^export (?:abstract )?(?:class|function|interface|type) (\w+)/gm,
  )) {
    found[name] ??= [];
    if (!comment) continue;
    const parts = comment.split(/^ \* @example\n/m).slice(1);
    found[name].push(...parts.map((part) => part.split(/^ \* @/m)[0].replace(/^ \* ?/gm, "")));
  }
  return found;
}

test("every export has an example, and every example compiles", () => {
  const all = examples();
  const exported = Object.keys(all);
  assert.ok(exported.length > 40, `${exported.length} exports`);
  assert.deepEqual(exported.filter((name) => all[name].length === 0), []);
  const functions = exported.flatMap((name) =>
    all[name].map((example, index) => `export async function ${name}${index}() {\n${example}\n}\n`),
  );
  const imports = `import { ${exported.join(", ")} } from "oos-cancel";\n`;
  // One of them uses `using`.
  const lib = ["ES2022", "ESNext.Disposable", "DOM"];
  assert.equal(compile({ "examples.ts": [imports, source("surroundings.ts"), ...functions].join("\n") }, { lib }), "");
});
