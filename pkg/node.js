// Node cannot fetch a file: URL, so the bytes are read.
import { readFile } from "node:fs/promises";
import init from "./wasm/oos_cancel_wasm.js";

await init({ module_or_path: await readFile(new URL("./wasm/oos_cancel_wasm_bg.wasm", import.meta.url)) });

export * from "./api.js";
