export * from "./index.js";

/**
 * Loads the module; every other export throws until it has. Safe to call again: later calls return at once, and after a
 * failure the next call tries anew.
 *
 * @param source Where from: a URL, a `Response`, the bytes or a compiled module. Default: the file beside this one.
 */
export function init(source?: string | URL | Request | Response | BufferSource | WebAssembly.Module | Promise<Response>): Promise<void>;
