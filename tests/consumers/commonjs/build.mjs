// What webpack's command line does without a configuration, but without its advice about sizes: the module is inside of the script.

import { promisify } from "node:util";
import webpack from "webpack";

const stats = await promisify(webpack)({ mode: "production", entry: "./main.js", performance: { hints: false } });
if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
