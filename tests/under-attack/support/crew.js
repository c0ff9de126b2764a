// A few child processes that work through many rows; one that has had a failure is replaced, since it may be broken for good.

import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

import { LONG } from "./package.js";

// Longer than any row may take, so that only a process that hangs as a whole is ended. The long form takes eight times as long as the short one.
const PATIENCE = LONG ? 120_000 : 60_000;

export class Crew {
  #script;
  #options;
  #idle = [];
  #waiting = [];
  #free;
  #all = new Set();

  constructor(script, { size = Math.min(4, availableParallelism()), ...options } = {}) {
    this.#script = fileURLToPath(new URL(`../children/${script}`, import.meta.url));
    this.#options = options;
    this.#free = size;
  }

  /** What a child says to a row. `alone`: in a process that is used for nothing else. */
  async give(row, { alone = false } = {}) {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => this.#waiting.push(resolve));
    try {
      const child = (!alone && this.#idle.pop()) || (await this.#start());
      const answer = await ask(child, row);
      if (alone || answer.complaints?.length) end(child);
      else this.#idle.push(child);
      return answer;
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  stop() {
    for (const child of this.#all) end(child);
  }

  async #start() {
    const child = fork(this.#script, { stdio: ["ignore", "ignore", "pipe", "ipc"], execArgv: ["--unhandled-rejections=strict"], ...this.#options });
    child.said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      child.said = (child.said + text).slice(-2_000);
    });
    this.#all.add(child);
    child.once("exit", () => this.#all.delete(child));
    await once(child, "message");
    return child;
  }
}

function end(child) {
  child.kill("SIGKILL");
}

function ask(child, row) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => done({ complaints: [`the process hangs${child.said && `, having said ${child.said}`}`] }), PATIENCE);
    const died = (code, signal) => done({ complaints: [`the process ended with ${signal ?? code}: ${child.said}`] });
    const done = (answer) => {
      clearTimeout(timer);
      child.off("exit", died);
      child.off("message", done);
      resolve(answer);
    };
    child.on("exit", died);
    child.on("message", done);
    child.send(row, () => {});
  });
}
