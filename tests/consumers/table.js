// Prints who uses the package into its README, between the marks: `node table.js`. What it prints, table.test.js checks.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { BUNDLERS, FRAMEWORKS, PAGES, RUNTIMES, SERVERS } from "./consumers.js";

const README = new URL("../../pkg/README.md", import.meta.url);
const MARKED = /(<!-- consumers -->\n)[^]*(<!-- \/consumers -->)/;
const { devDependencies } = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));

function table() {
  const rows = [...BUNDLERS, ...SERVERS, ...FRAMEWORKS, ...PAGES, ...RUNTIMES].map((consumer) => [
    consumer.title,
    consumer.tested ?? devDependencies[consumer.package ?? consumer.name].replace(/^npm:.*@/, ""),
    consumer.needs,
  ]);
  const lines = [["where", "tested with", "what it needs"], ["---", "---", "---"], ...rows];
  return `\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\n`;
}

/** The README as it is, and as it should be. */
export async function readme() {
  const present = await readFile(README, "utf8");
  if (!MARKED.test(present)) throw new Error("pkg/README.md has no marks for the table.");
  return { present, wanted: present.replace(MARKED, (_, start, end) => start + table() + end) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { present, wanted } = await readme();
  if (wanted !== present) await writeFile(README, wanted);
}
