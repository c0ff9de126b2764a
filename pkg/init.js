// The API with an explicit start, for pages that choose when and from where to load the module.
import { address } from "./address.js";
import { load } from "./load.js";

export * from "./api.js";

// Returns nothing: the generated function returns the exports with the module's memory, which holds the secrets.
export async function init(source = address) {
  await load(source);
}
