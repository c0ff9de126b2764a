// Loads and instantiates the module once, from any source.
import start, { OosError, createError, initSync } from "./wasm/oos_cancel_wasm.js";

const FILE = "oos_cancel_wasm_bg.wasm";

let loaded = false;
let running;
let runningSource;

function failure(message, cause, fields) {
  return createError(`oos-cancel: ${message}`, { name: "StateError", code: "NotLoaded", outcome: "not-sent", ...fields }, cause);
}

/** Throws unless the module is loaded. */
export function requireLoaded() {
  if (!loaded) throw failure("the module is not loaded. Call init() first, and await it.");
}

/** Decodes base64. */
export const decode = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

// `instanceof` for a global that may not exist.
const isA = (name, value) => name in globalThis && value instanceof globalThis[name];

// Such as Vite's library mode makes. Decoded here, since a strict page cannot fetch a data: URL.
const INLINED = /^data:application\/wasm;base64,/;

// Without user name, password, query and fragment, which may be secret, and without what a data: URL contains.
function shown(address) {
  const plain = address.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i, "$1").replace(/[?#].*/s, "");
  return plain.startsWith("data:") ? "a data: URL" : plain;
}

function unreachable(address, error) {
  const plain = shown(address);
  // Platforms quote the address in their errors.
  const cause = plain === address ? error : undefined;
  const message = `${plain} cannot be fetched. Check the connection, and connect-src of the Content-Security-Policy.`;
  return failure(message, cause, { remedy: "check-network", retryable: true });
}

function cutOff(error) {
  return failure(`${FILE} did not arrive completely. Check the connection, and call init() again.`, error, { remedy: "check-network", retryable: true });
}

async function read(source) {
  let found;
  try {
    // A bundle in another format than ES modules does not know its address.
    found = await (typeof source === "function" ? source() : source);
  } catch (error) {
    throw failure(`the address of the .wasm file is not known. Pass the URL of ${FILE} to init().`, error);
  }
  if (!isA("Response", found)) {
    if (typeof found !== "string" && !isA("URL", found) && !isA("Request", found)) return found;
    const address = String(found.url ?? found);
    if (INLINED.test(address)) return inside(address);
    try {
      found = await fetch(found);
    } catch (error) {
      throw unreachable(address, error);
    }
  }
  const { ok, status, url, headers } = found;
  const type = headers.get("Content-Type");
  // A server that returns its start page for every unknown path says 200.
  if (!ok || type?.startsWith("text/html")) {
    throw failure(
      `there is no .wasm file at ${shown(url)} (HTTP ${status}, ${type}). ` +
        `Deploy node_modules/oos-cancel/wasm/${FILE} there (in Angular by "assets" in angular.json), or pass its URL to init().`,
    );
  }
  // The browser would refuse to stream another content type.
  if (type === "application/wasm" && WebAssembly.compileStreaming) return found;
  try {
    return await found.arrayBuffer();
  } catch (error) {
    throw cutOff(error);
  }
}

function inside(address) {
  try {
    return decode(address.replace(INLINED, ""));
  } catch (error) {
    throw unusable(error);
  }
}

async function compile(found) {
  if (!isA("Response", found)) return WebAssembly.compile(found);
  try {
    return await WebAssembly.compileStreaming(found);
  } catch (error) {
    throw error instanceof WebAssembly.CompileError ? error : cutOff(error);
  }
}

function requireWebAssembly() {
  if (typeof WebAssembly === "object") return;
  throw failure("there is no WebAssembly here. Allow it in the settings of the browser or runtime.", undefined, { code: "MissingPlatformFeature" });
}

const isModule = (value) => Object.prototype.toString.call(value) === "[object WebAssembly.Module]";

// The generated glue would take any module that starts, and never try again.
function checked(module) {
  if (WebAssembly.Module.exports(module).some(({ name }) => name === "validateCancelUrl")) return module;
  throw new TypeError("This is another module.");
}

function unusable(error) {
  const forbidden = /CSP|Content Security Policy|disallowed/i.test(error?.message);
  return failure(
    forbidden
      ? "the Content-Security-Policy forbids WebAssembly. Add 'wasm-unsafe-eval' to its script-src."
      : `this is not the module of this version of the package. Load its own ${FILE}.`,
    error,
  );
}

async function run(source) {
  requireWebAssembly();
  const found = await read(source);
  try {
    const module = isModule(found) ? found : await compile(found);
    await start({ module_or_path: checked(module) });
  } catch (error) {
    throw OosError.is(error) ? error : unusable(error);
  }
  loaded = true;
}

/** Loads the module from a source, or from what a function returns. */
export async function load(source) {
  while (running && source !== runningSource) {
    try {
      return await running;
    } catch {
      // That was the failure of another source.
    }
  }
  runningSource = source;
  running ??= run(source).catch((error) => {
    running = undefined;
    throw error;
  });
  return running;
}

/** Loads the module from its bytes. */
export function loadSync(bytes) {
  if (loaded) return;
  requireWebAssembly();
  initSync({ module: new WebAssembly.Module(bytes) });
  loaded = true;
  running = Promise.resolve();
}
