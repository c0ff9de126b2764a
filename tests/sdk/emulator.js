// Starts the emulator's program and stops it again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = process.env.OOS_EMULATOR ?? fileURLToPath(new URL("../../target/debug/oos-emulator", import.meta.url));

export async function startEmulator() {
  if (!existsSync(program)) {
    throw new Error(`There is no emulator at ${program}. Build it with "cargo build -p oos-emulator", or name it in OOS_EMULATOR.`);
  }
  const ports = { DEMO_PORT: "0", OOS_PORT: "0", OOS_CONTROL_PORT: "0" };
  const child = spawn(program, ["--json"], { env: { ...process.env, ...ports }, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(([code]) => {
      throw new Error(`The emulator ended with ${code} before it was ready.`);
    }),
  ]);
  const stop = async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  return { ...JSON.parse(line), stop };
}
