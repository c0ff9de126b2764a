// Compiled, never run: the module's file as a subpath.
import source from "oos-cancel/oos_cancel_wasm_bg.wasm";
import { init } from "oos-cancel/init";

export const loaded: Promise<void> = init(source);
