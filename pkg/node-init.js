// Same as init.js, for Node, whose fetch accepts no file: URL.
import { readFile } from "node:fs/promises";
import { load } from "./load.js";

export * from "./api.js";

const beside = new URL("./wasm/oos_cancel_wasm_bg.wasm", import.meta.url);

export async function init(source = beside) {
  await load(source instanceof URL && source.protocol === "file:" ? readFile(source) : source);
}
