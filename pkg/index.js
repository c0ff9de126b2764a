// Browsers, workers and bundlers: loads the module before anything that imports this file runs.
import { load } from "./load.js";

await load();

export * from "./api.js";
