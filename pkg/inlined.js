// The module inside of a script, for servers and test runners: bundlers and transforms break every path to a file.
import base64 from "./wasm/base64.js";
import { decode } from "./load.js";

/** Returns the bytes of the module. `Buffer` decodes them several times faster. */
export const inlined = () => globalThis.Buffer?.from(base64, "base64") ?? decode(base64);
