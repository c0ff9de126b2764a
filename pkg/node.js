// Node, Deno, Bun: reads and compiles the module synchronously. No top-level await, so that `require` can load this file.
import { readFileSync } from "node:fs";
import { initSync } from "./wasm/oos_cancel_wasm.js";

initSync({ module: readFileSync(new URL("./wasm/oos_cancel_wasm_bg.wasm", import.meta.url)) });

export * from "./api.js";
