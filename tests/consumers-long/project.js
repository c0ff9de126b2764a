// Projects with tools of their own, each a package with a lock file: copied out of the repository, with the packed package
// installed. The servers that they make are started on free ports.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, realpathSync, rmSync } from "node:fs";
import { cp, mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { layOut, run } from "../consumers/harness/project.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const made = await mkdtemp(join(tmpdir(), "oos-cancel-long-"));
const moved = await mkdtemp(join(tmpdir(), "oos-cancel-moved-"));
const servers = new Set();
process.on("exit", () => {
  for (const stop of servers) stop();
  for (const folder of [made, moved]) rmSync(folder, { recursive: true, force: true });
});

/** Copies a project and installs the package in it. */
export async function makeLongProject(name) {
  const project = await mkdtemp(join(made, `${name}-`));
  await layOut(project);
  // What all consumers share has a page and a package.json; this project's own take their place.
  cpSync(join(here, name), project, { recursive: true, verbatimSymlinks: true });
  return project;
}

/** Copies a folder to where nothing of the project is in reach. */
export async function moveAway(folder) {
  const place = await mkdtemp(join(moved, "to-"));
  await cp(folder, place, { recursive: true, verbatimSymlinks: true });
  return place;
}

/** Runs a program of the project, by the newest Node that all of them take. */
export const runIn = (project, [program, ...args], variables) =>
  run(project, [newNode(), realpathSync(join(project, "node_modules/.bin", program)), ...args], variables);

/** Returns the path of a Node that the newest tools run in. */
export const newNode = (version = 22) => join(here, `nodes/node_modules/node-${version}/bin/node`);

export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts a server and waits until it responds; returns its origin and a function that stops it. */
export async function startServer(folder, command, variables = {}) {
  const port = await freePort();
  const [program, ...args] = command.map((word) => word.replace("PORT", port));
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...variables, PORT: String(port), HOSTNAME: "127.0.0.1", HOST: "127.0.0.1" },
    stdio: ["ignore", "pipe", "pipe"],
    // Servers start processes of their own, which end with the group.
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const stop = () => {
    servers.delete(stop);
    try {
      process.kill(-child.pid);
    } catch {
      // It has ended.
    }
  };
  servers.add(stop);
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) break;
    const responded = await fetch(origin, { redirect: "manual" }).then(() => true, () => false);
    if (responded) return { origin, stop, said: () => said };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error(`${command.join(" ")} does not respond:\n${said}`);
}

/** Requests routes that cancel the execution of their address and say so. */
export async function cancelsAtRoutes(emulator, server, ...routes) {
  for (const route of routes) {
    const { executionId } = await emulator.ask("POST", "executions", { status: "Running" });
    const response = await fetch(`${server.origin}/${route}?${new URLSearchParams({ endpoint: emulator.oos, executionId })}`);
    assert.equal(await response.text(), `cancelled ${executionId}`, route);
    assert.equal((await emulator.ask("GET", `executions/${executionId}`)).cancelCount, 1);
  }
}
