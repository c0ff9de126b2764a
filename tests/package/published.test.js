// The tarball as tools for packages see it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { publint } from "publint";

import { folder, packageFolder, tarball } from "./installed.js";

const tool = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));

function run(program, ...parameters) {
  // Nothing of this machine's own settings of npm.
  const env = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_config_"));
  const { status, stdout, stderr } = spawnSync(program, parameters, { encoding: "utf8", env: Object.fromEntries(env) });
  return { status, stdout, stderr, all: stdout + stderr };
}

// Asked as a library: what the command prints has colours where the environment names a CI.
test("publint reports only the field for Parcel", async () => {
  const { messages } = await publint({ strict: true, pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer } });
  // Parcel does not read `exports` as long as nobody tells it to.
  assert.deepEqual(messages.map(({ code, path }) => [code, ...path]), [["USE_EXPORTS_BROWSER", "browser"]]);
});

// The wasm file is no module.
test("the types are correct for every way to import the package", () => {
  const cli = tool("@arethetypeswrong/cli/dist/index.js");
  const options = ["--profile", "node16", "--exclude-entrypoints", "oos_cancel_wasm_bg.wasm", "--no-definitely-typed"];
  const { status, all } = run(process.execPath, cli, tarball, ...options, "--format", "json");
  assert.equal(status, 0, all);
  const { analysis } = JSON.parse(all);
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [".", "./init", "./package.json"]);
});

test("npm publishes the package without a warning", () => {
  // A dry run asks the registry for earlier versions and does without an answer: this address has none.
  const nowhere = "//127.0.0.1:9/";
  const registry = [`--registry=http:${nowhere}`, `--${nowhere}:_authToken=none`, "--fetch-retries=0"];
  const settings = [`--userconfig=${join(folder, "none")}`, `--globalconfig=${join(folder, "none-either")}`];
  // From a folder, since npm corrects a package.json, and says so, only there.
  const { status, stdout, stderr } = run("npm", "publish", packageFolder, "--dry-run", ...registry, ...settings);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^\+ oos-cancel@/m);
  assert.doesNotMatch(stderr, /npm (warn|error)/i);
});
