// Prints who uses the package into docs/deployment.md, and in short into the package's README, between the marks: `node table.js`.
// What it prints, table.test.js checks.

import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { printSection, table, withSection } from "../support/readme.js";
import { BACK_ENDS, BUNDLERS, FRAMEWORKS, LONG, NEWER_RUNNERS, PAGES, RUNNERS, RUNTIMES, SERVERS, TYPESCRIPT, UNUSUAL } from "./consumers.js";

const longer = new URL("../consumers-long/", import.meta.url);
const ofLonger = (await readdir(longer, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);

async function versionsIn(folder) {
  const { dependencies, devDependencies } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  return { ...dependencies, ...devDependencies };
}

// By the name of the project. The lists of this folder count where a consumer names none.
const projects = {};
for (const name of ofLonger) projects[name] = await versionsIn(new URL(`${name}/`, longer));
const common = { ...(await versionsIn(new URL("runners/", import.meta.url))), ...(await versionsIn(new URL(".", import.meta.url))) };

const versionOf = (name, project) => (projects[project] ?? common)[name].replace(/^npm:.*@/, "");

/** Joins rows of one title, such as several versions of a compiler. */
function joined(rows) {
  const found = new Map();
  for (const [title, tested, needs] of rows) found.set(title, [title, [...(found.get(title)?.[1] ?? []), tested], needs]);
  return [...found.values()].map(([title, tested, needs]) => [title, tested.join(", "), needs]);
}

function all() {
  const consumers = [...BUNDLERS, ...SERVERS, ...FRAMEWORKS, ...LONG, ...PAGES, ...UNUSUAL, ...BACK_ENDS, ...RUNNERS, ...NEWER_RUNNERS, ...TYPESCRIPT, ...RUNTIMES];
  return joined(consumers.map(({ title, tested, name, package: from = name, project, needs }) => [title, tested ?? versionOf(from, project), needs]));
}

const HEAD = ["where", "tested with", "what it needs"];

/** The README has the space for what needs something, and for the names of the rest. */
function inShort() {
  const ofBackEnds = new Set(BACK_ENDS.map(({ title }) => title));
  const needless = ([, , needs]) => /^nothing($|[;:])/.test(needs);
  const rows = all().filter(([title, , needs]) => !ofBackEnds.has(title) && needs !== "nothing more");
  const names = [...new Set(rows.filter(needless).map(([title]) => title.replace(/[,:(].*/, "").trim()))];
  const sentence = `Nothing has to be set for ${names.slice(0, -1).join(", ")} and ${names.at(-1)}, and for most bundled back ends. The others:`;
  return `${sentence}\n\n${table(HEAD, rows.filter((row) => !needless(row)))}`;
}

const places = [
  ["docs/deployment.md", "consumers", table(HEAD, all())],
  ["pkg/README.md", "consumers", inShort()],
];

export const documents = () => Promise.all(places.map((place) => withSection(...place)));

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const place of places) await printSection(...place);
