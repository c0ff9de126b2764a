// @vitest-environment jsdom
import { OosClient } from "oos-cancel";
import { expect, test } from "vitest";

import { cancel } from "./cancel.js";

test("a page cancels at the emulator", async () => {
  expect(typeof document).toBe("object");
  const executionId = process.env.EXECUTION_JSDOM;
  const search = new URLSearchParams({ endpoint: process.env.OOS, executionId });
  expect(await cancel(OosClient, search.toString())).toBe(`cancelled ${executionId}`);
});
