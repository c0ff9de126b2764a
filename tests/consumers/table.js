// Prints who uses the package into its README, between the marks: `node table.js`. What it prints, table.test.js checks.

import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { printSection, table, withSection } from "../support/readme.js";
import { BACK_ENDS, BUNDLERS, FRAMEWORKS, LONG, PAGES, RUNNERS, RUNTIMES, SERVERS, TYPESCRIPT, UNUSUAL } from "./consumers.js";

const longer = new URL("../consumers-long/", import.meta.url);
const projects = (await readdir(longer, { withFileTypes: true })).filter((entry) => entry.isDirectory());

// The lists of this folder come last, and so count where several folders have a tool.
const versions = {};
for (const folder of [...projects.map(({ name }) => new URL(`${name}/`, longer)), new URL("runners/", import.meta.url), new URL(".", import.meta.url)]) {
  const { dependencies, devDependencies } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  Object.assign(versions, dependencies, devDependencies);
}

const versionOf = (name) => versions[name].replace(/^npm:.*@/, "");

/** Joins rows of one title, such as several versions of a compiler. */
function joined(rows) {
  const found = new Map();
  for (const [title, tested, needs] of rows) found.set(title, [title, [...(found.get(title)?.[1] ?? []), tested], needs]);
  return [...found.values()].map(([title, tested, needs]) => [title, tested.join(", "), needs]);
}

function section() {
  const consumers = [...BUNDLERS, ...SERVERS, ...FRAMEWORKS, ...LONG, ...PAGES, ...UNUSUAL, ...BACK_ENDS, ...RUNNERS, ...TYPESCRIPT, ...RUNTIMES];
  const rows = consumers.map(({ title, tested, name, package: from = name, needs }) => [title, tested ?? versionOf(from), needs]);
  return table(["where", "tested with", "what it needs"], joined(rows));
}

const place = ["pkg/README.md", "consumers", section()];

export const readme = () => withSection(...place);

if (process.argv[1] === fileURLToPath(import.meta.url)) await printSection(...place);
