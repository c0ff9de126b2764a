// Same as init.js, with the module inside, and for Node, whose fetch accepts no file: URL.
import { inlined } from "./inlined.js";
import { load } from "./load.js";

export * from "./api.js";

// Not an import, which bundlers for pages would not resolve.
const read = (url) => process.getBuiltinModule("node:fs").readFileSync(url);

export async function init(source = inlined) {
  const isFile = source instanceof URL && source.protocol === "file:";
  await load(isFile ? () => read(source) : source);
}
