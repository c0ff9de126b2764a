// What a page that uses all of the package imports.
import * as all from "../../pkg/index.js";

globalThis.oosCancel = all;
