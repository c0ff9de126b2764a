// The test runners that need a newer Node, and Jest on the Nodes where it can require ES modules.

import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { NODES } from "../consumers/consumers.js";
import { makeRunner } from "../consumers/harness/project.js";
import { jestPasses, vitestPasses } from "../consumers/harness/runners.js";
import { startEmulator } from "../support/emulator.js";
import { makeLongProject, newNode } from "./project.js";

const consumers = fileURLToPath(new URL("../consumers/", import.meta.url));

describe("test runners", () => {
  let emulator;
  before(async () => (emulator = await startEmulator()));
  after(() => emulator.stop());

  test("the newest Vitest and MSW", async () => {
    const project = await makeLongProject("vitest");
    for (const name of ["node", "jsdom", "msw"]) cpSync(join(consumers, `vitest/${name}.spec.js`), join(project, `${name}.spec.js`));
    await vitestPasses(emulator, project, [newNode(), "node_modules/vitest/vitest.mjs"]);
  });

  for (const version of NODES) {
    test(`Jest on Node ${version}`, async () =>
      jestPasses(emulator, await makeRunner("jest"), [newNode(version), join(consumers, "runners/node_modules/jest/bin/jest.js")]));
  }
});
