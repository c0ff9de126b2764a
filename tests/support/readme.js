// What the READMEs have to do with the code: sections that are printed, never typed, and stand between <!-- name --> and
// <!-- /name -->; and recipes, which the tests run.

import { readFile, writeFile } from "node:fs/promises";

const root = new URL("../../", import.meta.url);

/** The file as it is, and as it should be. */
export async function withSection(file, name, section) {
  const present = await readFile(new URL(file, root), "utf8");
  const marked = new RegExp(`(<!-- ${name} -->\\n)[^]*(<!-- /${name} -->)`);
  if (!marked.test(present)) throw new Error(`${file} has no marks for ${name}.`);
  return { present, wanted: present.replace(marked, (_, start, end) => `${start}\n${section}\n\n${end}`) };
}

export async function printSection(file, name, section) {
  const { present, wanted } = await withSection(file, name, section);
  if (wanted !== present) await writeFile(new URL(file, root), wanted);
}

/** `align` is how columns stand, but for the first. */
export function table(head, rows, align = "---") {
  const lines = [head, head.map((_, column) => (column === 0 ? "---" : align)), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The blocks of code in JavaScript and TypeScript, by the name of the file in the comment that each begins with. */
export function recipes(readme) {
  const blocks = [...readme.matchAll(/^```(?:js|tsx?)\n([^]*?)^```$/gm)].map(([, text]) => text);
  return Object.fromEntries(blocks.map((text) => [text.match(/^\/\/ (\S+)\n/)?.[1], text]));
}
