// Users' own tests: in Jest and Vitest, with the emulator, with MSW, and with errors that they construct.

import { after, before, describe, test } from "node:test";

import { startEmulator } from "../support/emulator.js";
import { makeRunner } from "./harness/project.js";
import { jestPasses, vitestPasses } from "./harness/runners.js";

describe("test runners", () => {
  let emulator;
  before(async () => (emulator = await startEmulator()));
  after(() => emulator.stop());

  test("Jest: CommonJS, jsdom and ts-jest", async () => jestPasses(emulator, await makeRunner("jest"), ["jest"]));

  test("Vitest: Node, jsdom and MSW", async () => vitestPasses(emulator, await makeRunner("vitest"), ["vitest"]));
});
