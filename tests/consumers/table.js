// Prints who uses the package into its README, between the marks: `node table.js`. What it prints, table.test.js checks.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { printSection, table, withSection } from "../support/readme.js";
import { BUNDLERS, FRAMEWORKS, PAGES, RUNTIMES, SERVERS } from "./consumers.js";

const versions = {};
// Those of the top folder count where several have the same tool.
for (const folder of ["long/*", "runners/", ""]) await addVersions(folder);

function section() {
  const rows = [...BUNDLERS, ...SERVERS, ...FRAMEWORKS, ...PAGES, ...RUNTIMES].map((consumer) => [
    consumer.title,
    consumer.tested ?? devDependencies[consumer.package ?? consumer.name].replace(/^npm:.*@/, ""),
    consumer.needs,
  ]);
  return table(["where", "tested with", "what it needs"], rows);
}

const place = ["pkg/README.md", "consumers", section()];

export const readme = () => withSection(...place);

if (process.argv[1] === fileURLToPath(import.meta.url)) await printSection(...place);
