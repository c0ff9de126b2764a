// An empty project with the packed tarball in it, outside of the repository, and the tools one folder above, where Node and
// all bundlers look next.

import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const here = join(root, "tests/consumers");
const { version } = JSON.parse(await readFile(join(root, "pkg/package.json"), "utf8"));
const tarball = join(root, `target/oos-cancel-${version}.tgz`);
export const WASM = "node_modules/oos-cancel/wasm/oos_cancel_wasm_bg.wasm";

const start = promisify(execFile);
let made = 0;
const projects = await mkdtemp(join(tmpdir(), "oos-cancel-consumers-"));
process.on("exit", () => rmSync(projects, { recursive: true, force: true }));
await symlink(join(here, "node_modules"), join(projects, "node_modules"));
// Projects whose tools are those of `runners`, with the others one folder further up.
await mkdir(join(projects, "runners"));
await symlink(join(here, "runners/node_modules"), join(projects, "runners/node_modules"));

/** Lays out a consumer: the tarball, what all consumers share, and the files of the folders of those names. */
export function makeProject(...names) {
  return layOut(join(projects, `${++made}-${names.join("-")}`), ...names);
}

/** Lays out a consumer that uses the tools of `runners`. */
export function makeRunner(...names) {
  return layOut(join(projects, "runners", `${++made}-${names.join("-")}`), ...names);
}

/** Fills the folder of a consumer. */
export async function layOut(project, ...names) {
  const installed = join(project, "node_modules/oos-cancel");
  await mkdir(installed, { recursive: true });
  await start("tar", ["-xzf", tarball, "-C", installed, "--strip-components", "1"]);
  for (const source of ["shared", ...names]) {
    // A bundler that needs nothing has no folder.
    if (existsSync(join(here, source))) await cp(join(here, source), project, { recursive: true });
  }
  return project;
}

/** Lays out a consumer and has a bundler work on it; the folder that would be deployed. */
export async function build({ name, build, page }, ...names) {
  const project = await makeProject(name, ...names);
  for (const command of build) await run(project, command);
  const dist = join(project, "dist");
  if (page) await copyFile(join(project, "index.html"), join(dist, "index.html"));
  return dist;
}

/** Runs a command in the project, as npm's scripts would; what it says. */
export async function run(project, [program, ...args], variables = {}) {
  const tools = [join(project, "../node_modules/.bin"), join(here, "node_modules/.bin"), process.env.PATH];
  const PATH = tools.join(":");
  const env = { ...process.env, ...variables, PATH, NO_COLOR: "1" };
  const { stdout } = await start(program, args, { cwd: project, env, timeout: 300_000 }).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
  return stdout;
}

/** All files in a folder, by their paths. */
export async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
