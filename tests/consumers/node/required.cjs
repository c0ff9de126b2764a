const { OosClient } = require("oos-cancel");

import("./cancel.js").then(async ({ cancel }) => console.log(await cancel(OosClient, process.argv[2])));
