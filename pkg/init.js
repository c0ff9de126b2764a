// The API with an explicit start, for pages that decide themselves from where and when the module is loaded.
import start from "./wasm/oos_cancel_wasm.js";

export * from "./api.js";

// The generated start returns the exports with the memory in it, where the secrets lie: that stays in here.
export async function init(source) {
  await start(source === undefined ? undefined : { module_or_path: source });
}
