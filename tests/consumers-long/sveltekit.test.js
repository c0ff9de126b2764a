// SvelteKit with the package as a devDependency, so that its server is bundled; moved away from the project.

import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { visit } from "../consumers/harness/visitor.js";
import { cancelsAtRoutes, makeLongProject, moveAway, newNode, runIn, startServer } from "./project.js";

describe("SvelteKit", () => {
  let visitor, server;
  before(async () => {
    visitor = await visit("Chromium");
    const project = await makeLongProject("sveltekit");
    await runIn(project, ["vite", "build"]);
    const moved = await moveAway(join(project, "build"));
    // The type of the modules.
    cpSync(join(project, "package.json"), join(moved, "package.json"));
    server = await startServer(moved, [newNode(), "index.js"]);
  });
  after(() => Promise.all([visitor?.leave(), server?.stop()]));

  test("a page cancels", () => visitor.cancelAt(server.origin));
  test("a server route cancels", () => cancelsAtRoutes(visitor.emulator, server, "api"));
});
