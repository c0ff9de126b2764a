import { OosClient } from "oos-cancel";
import { expect, test } from "vitest";

import { cancel } from "./cancel.js";

test("a client cancels at the emulator", async () => {
  const executionId = process.env.EXECUTION_NODE;
  const search = new URLSearchParams({ endpoint: process.env.OOS, executionId });
  expect(await cancel(OosClient, search.toString())).toBe(`cancelled ${executionId}`);
});
