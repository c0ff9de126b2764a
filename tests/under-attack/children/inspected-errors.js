// Provokes all errors in the runtime that runs this file, and prints what it shows of them as one line of JSON.

import process from "node:process";
import { inspect } from "node:util";

import { provoke } from "../inspected-errors.js";

const at = JSON.parse(process.argv[2]);
const oos = await import(at.entry);
const views = [(error) => inspect(error, { depth: Infinity, showHidden: true, maxStringLength: null, maxArrayLength: null })];
if (globalThis.Deno) views.push((error) => Deno.inspect(error, { depth: 100, showHidden: true, strAbbreviateSize: 1e6 }));
if (globalThis.Bun) views.push((error) => Bun.inspect(error, { depth: 100 }));

const result = await provoke(oos, at, (error) => views.map((view) => view(error)).join("\n"));
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
