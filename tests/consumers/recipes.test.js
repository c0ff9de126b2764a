// The recipes of docs/recipes.md that need a page, as they stand there; tests/package runs the others.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/static-site.js";
import { recipes } from "../support/readme.js";
import { makeProject, run } from "./harness/project.js";
import { visit } from "./harness/visitor.js";

describe("recipes", () => {
  let visitor, site;

  before(async () => {
    visitor = await visit("Chromium");
    const project = await makeProject("react", "recipes");
    const found = recipes(await readFile(new URL("../../docs/recipes.md", import.meta.url), "utf8"));
    for (const name of ["use-cancel.tsx", "worker-page.ts"]) await writeFile(join(project, name), found[name]);
    await writeFile(join(project, "cancel-worker.ts"), `import "./network.js";\n${found["cancel-worker.ts"]}`);
    await writeFile(join(project, ".env"), `VITE_OOS=${visitor.emulator.oos}\n`);
    await run(project, ["vite", "build"]);
    site = await serve((path) => join(project, "dist", path));
  });
  after(() => Promise.all([visitor?.leave(), site?.stop()]));

  for (const recipe of ["react", "worker"]) {
    test(recipe, () => visitor.cancelAt(`${site.origin}?recipe=${recipe}`));
  }

  test("an error in the worker reaches the page", async () => {
    for (let attempt = 1; attempt <= 3; attempt++) await visitor.emulator.ask("POST", "faults", { kind: "html" });
    await assert.rejects(visitor.cancelAt(`${site.origin}?recipe=worker`), /"outcome":"unknown"/);
  });
});
