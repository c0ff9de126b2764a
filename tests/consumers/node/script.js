import { OosClient } from "oos-cancel";

import { cancel } from "./cancel.js";

console.log(await cancel(OosClient, process.argv[2]));
