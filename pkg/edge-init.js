// Same as init.js, for platforms that compile modules only when they are deployed.
import module from "./wasm/oos_cancel_wasm_bg.wasm?module";
import { load } from "./load.js";

export * from "./api.js";

export async function init(source = module) {
  await load(source);
}
