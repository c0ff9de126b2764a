// The module inside of a script, for servers and test runners: bundlers and transforms break every path to a file.
import base64 from "./wasm/base64.js";
import { decode } from "./load.js";

// `Buffer` is several times faster.
const bytes = (text) => globalThis.Buffer?.from(text, "base64") ?? decode(text);

/** Returns the bytes of the module. */
export const inlined = () => bytes(base64);
