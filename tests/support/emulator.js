// The emulator as a process of its own, on ports of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const program = process.env.OOS_EMULATOR ?? fileURLToPath(new URL("target/debug/oos-emulator", root));

/** Starts it with more flags, such as `["--executions", "1000"]`. */
export async function startEmulator(flags = []) {
  if (!existsSync(program)) {
    throw new Error(`There is no emulator at ${program}. Build it with "cargo build -p oos-emulator", or name it in OOS_EMULATOR.`);
  }
  const child = spawn(program, ["--json", ...flags], {
    cwd: root,
    env: { ...process.env, DEMO_PORT: "0", OOS_PORT: "0", OOS_CONTROL_PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  // A run that breaks off leaves nothing behind.
  process.once("exit", () => child.kill());
  const failed = exited.then(([status]) => {
    throw new Error(`${program} ended with ${status} before it was ready.`);
  });
  failed.catch(() => {});
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), failed]);
  const { demo, oos, control } = JSON.parse(line);
  // Tests whose browser does not start end, and do not wait for an emulator that nobody stops.
  child.unref();
  child.stdout.unref();

  async function ask(method, path, body) {
    const answer = await fetch(`${control}/${path}`, { method, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async function stop() {
    child.ref();
    child.kill();
    await exited;
  }

  return { demo, oos, ask, stop };
}
