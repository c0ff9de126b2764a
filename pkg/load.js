// From wherever the module comes to the running module, once.
import start from "./wasm/oos_cancel_wasm.js";

// A name that this host lacks, as `Request` may be missing outside of browsers, fits nothing.
const isA = (name, value) => name in globalThis && value instanceof globalThis[name];

// The generated glue would stream any answer first, and warn on the console where the server names another type.
function body(response) {
  const { ok, status, url, headers } = response;
  const type = headers.get("Content-Type");
  // A server that answers every unknown path with its start page says 200.
  if (!ok || type?.startsWith("text/html")) {
    throw new Error(`oos-cancel: no .wasm at ${url.split("?")[0]} (HTTP ${status}, ${type}). Is the file deployed there?`);
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

// Bundlers find the file by this very expression, so it stands here as they want it.
export function load(source = new URL("./wasm/oos_cancel_wasm_bg.wasm", import.meta.url)) {
  running ??= run(source).catch((error) => {
    running = undefined;
    throw error;
  });
  return running;
}
