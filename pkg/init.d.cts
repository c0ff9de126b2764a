export * from "./index.cjs";

/**
 * Loads the module. Every other export throws until it is loaded. Later calls return at once; after a failure the next call
 * tries again.
 *
 * @param source - where from: a URL as a string or a `URL`, a `Request`, a `Response`, the bytes or a compiled
 * `WebAssembly.Module`, or a promise of one of these. Declared as an `object` so that it needs no library.
 * @defaultValue the file beside this one
 * @example
 * await init(new URL("https://example.com/oos_cancel_wasm_bg.wasm"));
 */
export function init(source?: string | object): Promise<void>;
