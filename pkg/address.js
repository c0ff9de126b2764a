/** Returns the address of the module's file. Bundlers recognise this expression and no variation of it. */
export const address = () => new URL("./wasm/oos_cancel_wasm_bg.wasm", import.meta.url);
