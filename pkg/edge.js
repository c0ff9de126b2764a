// Workers of Cloudflare and others that compile modules only when they are deployed. `?module` is their common form.
import module from "./wasm/oos_cancel_wasm_bg.wasm?module";
import { loadSync } from "./load.js";

loadSync(module);

export * from "./api.js";
