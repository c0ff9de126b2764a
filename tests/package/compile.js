// The TypeScript compiler, on files beside the installed package.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { folder } from "./installed.js";

const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));

const strict = {
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  skipLibCheck: false,
  target: "ES2022",
  types: [],
};

/** What the compiler has to say about sources, given by their names; nothing if all is well. */
export function compile(sources, options = {}) {
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
  const compilerOptions = { ...strict, module: "nodenext", lib: ["ES2022", "DOM"], ...options };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: Object.keys(sources) }));
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "--pretty", "false"], { cwd: folder, encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}
