import { OosClient, init } from "oos-cancel/init";

import { cancel } from "./cancel.js";

await init();
console.log(await cancel(OosClient, process.argv[2]));
