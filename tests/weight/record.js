// Writes what the package weighs now into released.js, as the figures of the version that it has.
import { readFileSync, writeFileSync } from "node:fs";

import { weigh } from "./weigh.js";

const { version } = JSON.parse(readFileSync(new URL("../../pkg/package.json", import.meta.url), "utf8"));
const file = new URL("released.js", import.meta.url);
const [comment] = readFileSync(file, "utf8").split("\n");
writeFileSync(file, `${comment}\nexport const released = ${JSON.stringify({ version, weight: weigh() }, null, 2)};\n`);
