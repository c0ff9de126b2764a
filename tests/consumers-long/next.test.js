// Next.js without any configuration for the package: a client component, a route handler and one of the edge runtime.

import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { visit } from "../consumers/harness/visitor.js";
import { cancelsAtRoutes, makeLongProject, moveAway, runIn, startServer } from "./project.js";

const QUIET = { NEXT_TELEMETRY_DISABLED: "1" };
// What the development server says to each page.
const OF_DEVELOPMENT = /React DevTools|\[HMR\]|\[Fast Refresh\]|favicon|topLevelAwait/

describe("Next.js", () => {
  let visitor, project;
  before(async () => {
    visitor = await visit("Chromium");
    project = await makeLongProject("next");
  });
  after(() => visitor.leave());

  async function cancelsAt(server, expected) {
    try {
      await visitor.cancelAt(server.origin, expected);
      await cancelsAtRoutes(visitor.emulator, server, "api", "edge");
    } finally {
      server.stop();
    }
  }

  for (const bundler of ["turbopack", "webpack"]) {
    test(`next build with ${bundler}, standalone and moved`, async () => {
      rmSync(join(project, ".next"), { recursive: true, force: true });
      await runIn(project, ["next", "build", `--${bundler}`], QUIET);
      // As Next.js documents it for such a server.
      cpSync(join(project, ".next/static"), join(project, ".next/standalone/.next/static"), { recursive: true });
      const moved = await moveAway(join(project, ".next/standalone"));
      await cancelsAt(await startServer(moved, ["node", "server.js"], QUIET));
    });

    test(`next dev with ${bundler}`, async () => {
      rmSync(join(project, ".next"), { recursive: true, force: true });
      const command = ["node", "node_modules/next/dist/bin/next", "dev", `--${bundler}`, "--hostname", "127.0.0.1", "--port", "PORT"];
      await cancelsAt(await startServer(project, command, QUIET), OF_DEVELOPMENT);
    });
  }
});
