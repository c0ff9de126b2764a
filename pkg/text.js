// Jest's environment jsdom has no TextDecoder and TextEncoder, but Node has. esbuild injects these into wasm/commonjs.cjs.
const { TextDecoder, TextEncoder } = globalThis.TextDecoder ? globalThis : process.getBuiltinModule("node:util");

export { TextDecoder, TextEncoder };
