// Browsers, workers and bundlers: loads the module before anything that imports this file runs.
import { address } from "./address.js";
import { load } from "./load.js";

await load(address);

export * from "./api.js";
