// What the tests read from a document.

import { readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";

export const root = new URL("../../../", import.meta.url);
export const read = (file) => readFileSync(new URL(file, root), "utf8");

const markdown = new MarkdownIt({ html: true });

/** The document as its parts: headings, blocks of code, tables by their rows and columns, and the targets of links and images. */
export function parts(text) {
  const tokens = markdown.parse(text, {});
  const headings = [];
  const code = [];
  const tables = [];
  const links = [];
  tokens.forEach((token, index) => {
    if (token.type === "heading_open") headings.push({ level: token.tag, text: tokens[index + 1].content });
    if (token.type === "fence") code.push({ language: token.info, text: token.content });
    if (token.type === "table_open") tables.push([]);
    if (token.type === "tr_open") tables.at(-1).push(0);
    if (/^t[hd]_open$/.test(token.type)) tables.at(-1)[tables.at(-1).length - 1] += 1;
    for (const part of [token, ...(token.children ?? [])]) {
      if (part.type === "link_open") links.push(part.attrGet("href"));
      if (/^html_/.test(part.type)) links.push(...[...part.content.matchAll(/\b(?:src|srcset|href)="([^"]*)"/g)].map(([, link]) => link));
    }
  });
  return { headings, code, tables, links };
}

/** The anchors of a document, as GitHub forms them. */
export function anchors(text) {
  const seen = new Map();
  return parts(text).headings.map((heading) => {
    const id = heading.text.replaceAll("`", "").toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
    const count = seen.get(id) ?? 0;
    seen.set(id, count + 1);
    return count === 0 ? id : `${id}-${count}`;
  });
}
