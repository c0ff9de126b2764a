// The API with an explicit start, for pages that decide themselves from where and when the module is loaded.
import { load } from "./load.js";

export * from "./api.js";

// The generated start returns the exports with the memory in it, where the secrets lie: that stays in there.
export async function init(source) {
  await load(source);
}
