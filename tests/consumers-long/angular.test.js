// Angular: one line in angular.json takes the .wasm along, and without it the error on the console names that line.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { visit } from "../consumers/harness/visitor.js";
import { serve } from "../support/static-site.js";
import { cancelsAtRoutes, makeLongProject, moveAway, newNode, runIn, startServer } from "./project.js";

describe("Angular", () => {
  let visitor, project;
  before(async () => {
    visitor = await visit("Chromium");
    project = await makeLongProject("angular");
  });
  after(() => visitor.leave());

  async function built(...options) {
    await runIn(project, ["ng", "build", ...options], { NG_CLI_ANALYTICS: "false" });
    return moveAway(join(project, "dist"));
  }

  async function on(dist, work) {
    const site = await serve((path) => join(dist, "browser", path));
    return work(site.origin).finally(() => site.stop());
  }

  test("a page cancels", async () => on(await built(), (origin) => visitor.cancelAt(origin)));

  test("a page with zone.js cancels by oos-cancel/init, and only by that", async () => {
    await on(await built("--configuration=zone"), (origin) => visitor.cancelAt(origin));
    await assert.rejects(built("--configuration=zone-and-top-level-await"), /Top-level await/);
  });

  test("without the line, the error names it", async () =>
    on(await built("--configuration=without-assets"), (origin) =>
      visitor.saysAt(origin, /StateError: oos-cancel: there is no \.wasm file at .*in Angular by "assets" in angular\.json/)));

  test("a page that a server renders cancels, and so does the server", async () => {
    const dist = await built("--configuration=ssr");
    const server = await startServer(dist, [newNode(), "server/server.mjs"]);
    try {
      assert.match(await (await fetch(server.origin)).text(), /<button[^>]*>Cancel<\/button>/);
      await visitor.cancelAt(server.origin);
      await cancelsAtRoutes(visitor.emulator, server, "api");
    } finally {
      server.stop();
    }
  });
});
