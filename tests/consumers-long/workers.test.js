// Cloudflare Workers: the package is bundled by wrangler without any configuration for it, and runs in workerd.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { startEmulator } from "../support/emulator.js";
import { makeLongProject, newNode, startServer } from "./project.js";

// The first date is before workerd knew the option `cache` of fetch.
const DATES = ["2023-01-01", "2026-11-01"];

describe("Cloudflare Workers", () => {
  let emulator, project;
  before(async () => {
    emulator = await startEmulator();
    project = await makeLongProject("workers");
  });
  after(() => emulator.stop());

  for (const date of DATES) {
    describe(`compatibility date ${date}`, () => {
      let server;
      before(async () => {
        const wrangler = ["node_modules/wrangler/bin/wrangler.js", "dev", "--local", "--ip", "127.0.0.1", "--port", "PORT"];
        const quiet = { WRANGLER_SEND_METRICS: "false" };
        server = await startServer(project, [newNode(), ...wrangler, "--inspector-port", "0", "--compatibility-date", date], quiet);
      });
      after(() => server?.stop());

      async function ask(path) {
        const { executionId } = await emulator.ask("POST", "executions", { status: "Running" });
        const response = await fetch(`${server.origin}/${path}?${new URLSearchParams({ endpoint: emulator.oos, executionId })}`);
        const cancels = async () => (await emulator.ask("GET", `executions/${executionId}`)).cancelCount;
        return { executionId, said: await response.text(), cancels };
      }

      test("a worker cancels", async () => {
        const { executionId, said, cancels } = await ask("cancel");
        assert.equal(said, `cancelled ${executionId}`);
        assert.equal(await cancels(), 1);
      });

      test("a worker signs", async () => {
        const { said, cancels } = await ask("sign");
        const response = await fetch(said, { method: "POST" });
        assert.equal(response.status, 200, await response.text());
        assert.equal(await cancels(), 1);
      });

      test("a redirect is not followed", async () => {
        let followed = 0;
        const elsewhere = createServer((_, response) => {
          followed++;
          response.setHeader("content-type", "application/json").end('{"RequestId":"A-1"}');
        }).listen(0, "127.0.0.1");
        await once(elsewhere, "listening");
        const location = `http://127.0.0.1:${elsewhere.address().port}/`;
        for (let attempt = 1; attempt <= 3; attempt++) await emulator.ask("POST", "faults", { kind: "redirect", location });
        const { said, cancels } = await ask("cancel");
        elsewhere.close();
        assert.match(said, /^NetworkError: No response came/);
        assert.deepEqual([await cancels(), followed], [0, 0]);
      });
    });
  }
});
