// The packed tarball, installed into an empty folder as a user would: nothing of the repository is in reach.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));

export const tarball = join(root, `target/oos-cancel-${version}.tgz`);
export const folder = mkdtempSync(join(tmpdir(), "oos-cancel-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
execFileSync("npm", ["install", "--no-audit", "--no-fund", "--offline", tarball], { cwd: folder, stdio: "pipe" });

export const packageFolder = join(folder, "node_modules/oos-cancel");

/** Every file of the installed package, by its path. The folder of the snippets has a hash in its name. */
export function files() {
  const paths = readdirSync(packageFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(packageFolder.length + 1));
  return paths.map((path) => path.replace(/snippets\/oos-cancel-[0-9a-f]+/, "snippets/oos-cancel")).sort();
}

/** Runs a module in the empty folder, with options of Node's own if need be; what it writes to standard output. */
export function run(source, ...options) {
  writeFileSync(join(folder, "run.js"), source);
  return execFileSync(process.execPath, [...options, "run.js"], { cwd: folder, encoding: "utf8", timeout: 30_000 });
}
