// The recipes of docs/testing.md, as they stand there, by the runners that they are for, in a folder with the tarball.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, test } from "node:test";
import { promisify } from "node:util";

import { folder, packageFolder } from "../package/installed.js";
import { recipes } from "../support/readme.js";
import { serve } from "../support/static-site.js";
import { parts, read, root } from "./support/markdown.js";

const found = recipes(read("docs/testing.md"));
const at = (path) => fileURLToPath(new URL(path, root));
const RUNNERS = at("tests/consumers/runners/node_modules/");
const PLAYWRIGHT = at("tests/docs/node_modules/");

/** Runs a program of an installed package in the folder; what it prints. */
async function run(program, parameters, env = {}) {
  const options = {
    cwd: folder,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, OOS_EMULATOR: at("target/debug/oos-emulator"), NO_COLOR: "1", CI: "1", ...env },
    timeout: 120_000,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...parameters], options).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
  return stdout;
}

before(() => {
  for (const [name, text] of Object.entries(found)) writeFileSync(join(folder, name), text);
  // What a user would install beside the package.
  mkdirSync(join(folder, "node_modules/@playwright"), { recursive: true });
  for (const name of ["jest", "vitest", "msw"]) symlinkSync(RUNNERS + name, join(folder, "node_modules", name));
  for (const name of ["@playwright/test", "playwright", "playwright-core"]) {
    symlinkSync(PLAYWRIGHT + name, join(folder, "node_modules", name));
  }
});

test("every block of code names its file", () => {
  assert.equal(parts(read("docs/testing.md")).code.length, Object.keys(found).length);
});

test("node:test", async () => {
  const out = await run("--test", ["--test-reporter=tap", "constructed.test.mjs", "lost-response.test.mjs"]);
  assert.match(out, /^# pass 2$/m);
  assert.match(out, /^# fail 0$/m);
});

test("Vitest and MSW", async () => {
  const report = join(folder, "vitest.json");
  await run(join(RUNNERS, "vitest/vitest.mjs"), ["run", "--reporter=json", `--outputFile=${report}`]);
  const { success, numPassedTests } = JSON.parse(readFileSync(report, "utf8"));
  assert.deepEqual({ success, numPassedTests }, { success: true, numPassedTests: 2 });
});

test("Jest", async () => {
  const report = join(folder, "jest.json");
  await run(join(RUNNERS, "jest/bin/jest.js"), ["--json", `--outputFile=${report}`]);
  const { success, numPassedTests } = JSON.parse(readFileSync(report, "utf8"));
  assert.deepEqual({ success, numPassedTests }, { success: true, numPassedTests: 1 });
});

const PAGE = `<!doctype html>
<script type="importmap">{ "imports": { "oos-cancel": "/oos-cancel/index.js" } }</script>
<button>Cancel</button>
<output></output>
<script type="module">
  import { OosClient } from "oos-cancel";
  const credentials = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };
  const oos = new OosClient({ regionId: "cn-hangzhou", credentials });
  document.querySelector("button").onclick = async () => {
    const executionId = new URLSearchParams(location.search).get("executionId");
    const { outcome } = await oos.cancelExecution(executionId);
    document.querySelector("output").value = outcome;
  };
</script>
`;

test("Playwright", async () => {
  const site = join(folder, "site");
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site);
  writeFileSync(join(site, "index.html"), PAGE);
  symlinkSync(packageFolder, join(site, "oos-cancel"));
  const server = await serve((path) => join(site, path));
  // The document's own settings, and the browser of this machine.
  const settings = { executablePath: process.env.CHROME, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] };
  writeFileSync(
    join(folder, "here.config.mjs"),
    `import config from "./playwright.config.mjs";
     export default { ...config, use: { ...config.use, launchOptions: ${JSON.stringify(settings)} } };`,
  );
  assert.ok(existsSync(process.env.CHROME ?? ""), "CHROME is not the path of a browser.");
  try {
    const out = await run(join(PLAYWRIGHT, "@playwright/test/cli.js"), ["test", "--config", "here.config.mjs", "--reporter=json"], {
      PAGE: server.origin,
    });
    const { expected, unexpected, skipped, flaky } = JSON.parse(out).stats;
    assert.deepEqual({ expected, unexpected, skipped, flaky }, { expected: 1, unexpected: 0, skipped: 0, flaky: 0 });
  } finally {
    await server.stop();
  }
});
