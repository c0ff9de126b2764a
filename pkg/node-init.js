// Same as init.js, with the module inside, and for Node, whose fetch accepts no file: URL.
import { inlined } from "./inlined.js";
import { load } from "./load.js";

export * from "./api.js";

async function readFile(url) {
  const { readFile } = await import("node:fs/promises");
  return readFile(url);
}

export async function init(source = inlined) {
  const isFile = source instanceof URL && source.protocol === "file:";
  await load(isFile ? () => readFile(source) : source);
}
