// Node, Deno, Bun: compiles the module synchronously. No top-level await, so that `require` can load this file.
import { inlined } from "./inlined.js";
import { loadSync } from "./load.js";

loadSync(inlined());

export * from "./api.js";
