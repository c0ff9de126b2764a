// Loads and instantiates the module once, from any source.
import start from "./wasm/oos_cancel_wasm.js";

// `instanceof` for a global that may not exist.
const isA = (name, value) => name in globalThis && value instanceof globalThis[name];

// The generated glue would stream any response first, and warn on the console about another content type.
function body(response) {
  const { ok, status, url, headers } = response;
  const type = headers.get("Content-Type");
  // A server that returns its start page for every unknown path says 200.
  if (!ok || type?.startsWith("text/html")) {
    throw new Error(`oos-cancel: there is no .wasm file at ${url.split("?")[0]} (HTTP ${status}, ${type}). Deploy the file there, or pass its URL to init().`);
  }
  return type === "application/wasm" ? response : response.arrayBuffer();
}

async function run(source) {
  let found = await source;
  if (typeof found === "string" || isA("URL", found) || isA("Request", found)) found = await fetch(found);
  if (isA("Response", found)) found = await body(found);
  await start({ module_or_path: found });
}

let running;

// Bundlers recognise this expression and no variation of it.
export function load(source = new URL("./wasm/oos_cancel_wasm_bg.wasm", import.meta.url)) {
  running ??= run(source).catch((error) => {
    running = undefined;
    throw error;
  });
  return running;
}
