// In Node: prints the results of measure.js as JSON.

import { measure } from "./measure.js";
import { NODE_CRYPTO } from "./names.js";
import * as nodeCrypto from "./signers/node-crypto.js";

const { rounds, roundMs } = JSON.parse(process.argv[2]);
console.log(JSON.stringify(await measure({ rounds, roundMs, more: { [NODE_CRYPTO]: nodeCrypto } })));
