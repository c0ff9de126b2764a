// The runtimes that are installed beside the Node that runs the tests.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const inside = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const version = Number(process.versions.node.split(".")[0]);
const tools = "consumers/node_modules/.bin";

const node = (major) => inside(`node_modules/node-${major}-${process.platform}-${process.arch}/bin/node`);

/** By its title: the program with its arguments, and why it cannot run here, if so. */
function runtime(program, ...args) {
  return { command: [program, ...args], missing: existsSync(program) ? false : "it is not installed" };
}

/** The versions of Node that the package is made for. */
export const NODES = Object.fromEntries([20, 22, 24, 26].map((major) => [
  `Node ${major}`, major === version ? runtime(process.execPath) : runtime(node(major)),
]));

export const RUNTIMES = {
  ...NODES,
  Deno: runtime(inside(`${tools}/deno`), "run", "--no-prompt", "--allow-read", "--allow-net", "--allow-env"),
  Bun: runtime(inside(`${tools}/bun`)),
};
