// A section of a README that is printed, never typed: what stands between <!-- name --> and <!-- /name -->.

import { readFile, writeFile } from "node:fs/promises";

const root = new URL("../", import.meta.url);

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
