// What webpack's command line does with `--target node`.

import { promisify } from "node:util";
import webpack from "webpack";

const stats = await promisify(webpack)({ mode: "production", target: "node", entry: "./main.js", output: { filename: "main.cjs" } });
if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
