/** What your tool makes of `require` of the `.wasm` file: see `wasm.d.ts`. */
declare const source: string | object;
export = source;
