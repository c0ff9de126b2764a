// The tarball as tools for packages see it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { folder, packageFolder, tarball } from "./installed.js";

const tool = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

function run(program, ...parameters) {
  // Nothing of this machine's own settings of npm.
  const env = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_config_"));
  const { status, stdout, stderr } = spawnSync(program, parameters, { encoding: "utf8", env: Object.fromEntries(env) });
  return { status, stdout, stderr, all: stdout + stderr };
}

test("publint finds nothing but the field that Parcel reads", () => {
  const { status, all } = run(process.execPath, tool("publint/src/cli.js"), "run", "--strict", tarball);
  assert.equal(status, 0, all);
  // Parcel does not read `exports` as long as nobody tells it to.
  const findings = all.split("\n").filter((line) => /^\d+\./.test(line));
  assert.equal(findings.length, 1, all);
  assert.match(findings[0], /^1\. pkg\.browser with a string value can be refactored to use pkg\.exports/);
});

// The module has top-level await, so there is no CommonJS half. The wasm file is no module.
test("the types are right for every way to import the package", () => {
  const cli = tool("@arethetypeswrong/cli/dist/index.js");
  const options = ["--profile", "esm-only", "--exclude-entrypoints", "oos_cancel_wasm_bg.wasm", "--no-definitely-typed"];
  const { status, all } = run(process.execPath, cli, tarball, ...options, "--format", "json");
  assert.equal(status, 0, all);
  const { analysis } = JSON.parse(all);
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [".", "./init", "./package.json"]);
});

test("npm would publish it without a warning", () => {
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
