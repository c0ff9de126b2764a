// TypeScript: several versions and ways to resolve modules, without the library `dom`, with skipLibCheck false.

import assert from "node:assert/strict";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { recipes } from "../support/readme.js";
import { TYPESCRIPT } from "./consumers.js";
import { makeRunner, run } from "./harness/project.js";

const installed = fileURLToPath(new URL("runners/node_modules", import.meta.url));
const strict = { strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true, target: "es2022", lib: ["es2022"], types: [] };

describe("TypeScript", () => {
  let project;
  before(async () => (project = await makeRunner("typescript")));

  async function compiles(compiler, options, files, type) {
    await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type }));
    await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...strict, ...options }, files }));
    await run(project, ["node", join(installed, compiler, "bin/tsc"), "--pretty", "false"]);
  }

  const settings = {
    "module node16, CommonJS": [{ module: "node16" }, "commonjs"],
    "module nodenext, ES modules": [{ module: "nodenext" }, "module"],
    "a bundler": [{ module: "esnext", moduleResolution: "bundler" }, "module"],
    "module node16, ES modules": [{ module: "node16" }, "module"],
    "module nodenext, CommonJS": [{ module: "nodenext" }, "commonjs"],
  };
  for (const { package: compiler, settings: count } of TYPESCRIPT) {
    for (const [name, [options, type]] of Object.entries(settings).slice(0, count)) {
      test(`${compiler}, ${name}`, () => compiles(compiler, options, ["use.ts", "module.ts"], type));
    }
  }

  test("the older resolution of CommonJS, which ignores exports", () =>
    compiles("typescript", { module: "commonjs", moduleResolution: "node10" }, ["use.ts"], "commonjs"));

  test("the compiler does look at the declarations", () =>
    assert.rejects(compiles("typescript", { module: "node16", lib: ["es5"] }, ["use.ts"], "commonjs"), /error TS/));

  test("the recipe of React compiles with the types of React 18", async () => {
    const found = recipes(await readFile(new URL("../../docs/recipes.md", import.meta.url), "utf8"));
    await writeFile(join(project, "use-cancel.tsx"), found["use-cancel.tsx"]);
    const types = join(project, "node_modules/@types/react");
    await cp(join(installed, "@types/react-18"), types, { recursive: true });
    const options = { module: "esnext", moduleResolution: "bundler", jsx: "react-jsx", lib: ["es2022", "dom"] };
    await compiles("typescript", options, ["use-cancel.tsx"], "module").finally(() => rm(types, { recursive: true }));
  });
});
