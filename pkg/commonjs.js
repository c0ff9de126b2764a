// What .ci/build-wasm bundles into wasm/commonjs.cjs, the common part of node.cjs and init.cjs.
export * from "./api.js";
export { init } from "./node-init.js";
export { inlined } from "./inlined.js";
export { loadSync } from "./load.js";
