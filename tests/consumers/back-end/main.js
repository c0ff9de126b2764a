// A back end, to be bundled into one file: no top-level await, which CommonJS does not allow.
import { OosClient } from "oos-cancel";

import { cancel } from "./cancel.js";

cancel(OosClient, process.argv[2]).then((said) => console.log(said));
