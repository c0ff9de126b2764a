// What webpack's command line does without a configuration.

import { promisify } from "node:util";
import webpack from "webpack";

const stats = await promisify(webpack)({ mode: "production", entry: "./main.js" });
if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
