/**
 * What your tool makes of an import of the `.wasm` file: its URL, or a compiled `WebAssembly.Module`. Pass it to `init()`.
 * Declared as an `object` so that it needs no library.
 */
declare const source: string | object;
export default source;
