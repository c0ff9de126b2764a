// An empty project with the packed tarball in it, outside of the repository, and the tools one folder above, where Node and
// all bundlers look next.

import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const here = join(root, "tests/consumers");
const { version } = JSON.parse(await readFile(join(root, "pkg/package.json"), "utf8"));
const tarball = join(root, `target/oos-cancel-${version}.tgz`);

const start = promisify(execFile);
const projects = await mkdtemp(join(tmpdir(), "oos-cancel-consumers-"));
process.on("exit", () => rmSync(projects, { recursive: true, force: true }));
await symlink(join(here, "node_modules"), join(projects, "node_modules"));

/** Lays out the consumer of that name: its own files, those that it shares with the others, and the tarball. */
export async function makeProject(name, folder = name) {
  const project = join(projects, folder);
  const installed = join(project, "node_modules/oos-cancel");
  await mkdir(installed, { recursive: true });
  await start("tar", ["-xzf", tarball, "-C", installed, "--strip-components", "1"]);
  for (const source of ["shared", name]) {
    if (existsSync(join(here, source))) await cp(join(here, source), project, { recursive: true });
  }
  return project;
}

/** Runs a command in the project, as npm's scripts would; what it says. */
export async function run(project, [program, ...args]) {
  const PATH = `${join(here, "node_modules/.bin")}:${process.env.PATH}`;
  const env = { ...process.env, PATH, NO_COLOR: "1" };
  const { stdout } = await start(program, args, { cwd: project, env, timeout: 120_000 }).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
  return stdout;
}

export async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
