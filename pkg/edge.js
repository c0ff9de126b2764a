// Workers of Cloudflare and other platforms that compile modules only when they are deployed. `?module` is their common form.
import module from "./wasm/oos_cancel_wasm_bg.wasm?module";
import { load } from "./load.js";

await load(module);

export * from "./api.js";
