export * from "./index.js";

/**
 * Loads the module. Every other export throws until it is loaded. It is safe to call this again: later calls return
 * immediately, and a call after a failure retries.
 *
 * @param source Where from: a URL, a `Response`, the bytes or a compiled module. Default: the file beside this one.
 */
export function init(source?: string | URL | Request | Response | BufferSource | WebAssembly.Module | Promise<Response>): Promise<void>;
