// Browsers, workers and bundlers: loads the module beside this file before anything that imports it runs.
import init from "./wasm/oos_cancel_wasm.js";

await init();

export * from "./api.js";
