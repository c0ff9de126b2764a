import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("no dependency of the module uses its default features", () => {
  const options = ["metadata", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown", "--locked"];
  const { packages } = JSON.parse(
    execFileSync(`${root}.ci/with-wasm`, ["cargo", ...options], { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 }),
  );
  const ours = packages.filter(({ name }) => name === "oos-cancel" || name === "oos-cancel-wasm");
  const shipped = ours.flatMap(({ dependencies }) => dependencies).filter(({ kind }) => kind === null);
  const hasDefaults = ({ name }) => packages.some((crate) => crate.name === name && crate.features.default?.length);
  const withDefaults = shipped.filter(hasDefaults);
  assert.ok(withDefaults.length > 0, "no dependency was found that has default features");
  assert.deepEqual(withDefaults.filter((dependency) => dependency.uses_default_features).map(({ name }) => name), []);
});
