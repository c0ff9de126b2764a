// Builds the site of all documents, target/docs: the guides from Markdown, and beside them the APIs in TypeScript (npm) and Rust
// (rust), which typedoc and rustdoc have written before. `make docs` does all of it.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(new URL("../../tests/docs/package.json", import.meta.url));
const markdown = require("markdown-it")({ html: true, linkify: false });

const root = fileURLToPath(new URL("../../", import.meta.url));
const out = `${root}target/docs/`;

/** The pages, by group: the name of the page, the document, what the navigation calls it. */
const GROUPS = {
  Start: [
    ["index.html", "README.md", "Overview"],
    ["zh-CN.html", "README.zh-CN.md", "简体中文"],
    ["package.html", "pkg/README.md", "The npm package"],
    ["recipes.html", "docs/recipes.md", "Recipes"],
  ],
  Guides: [
    ["looking.html", "docs/looking.md", "Look, list and wait"],
    ["fleet.html", "docs/fleet.md", "Cancel many"],
    ["deployment.html", "docs/deployment.md", "Deployment"],
    ["testing.html", "docs/testing.md", "Test your own code"],
    ["security.html", "docs/security.md", "Security"],
    ["page.html", "docs/page.md", "The demo page"],
    ["emulator.html", "docs/emulator.md", "The emulator"],
  ],
  Reference: [
    ["npm/index.html", undefined, "API for JavaScript"],
    ["rust/oos_cancel/index.html", undefined, "API for Rust"],
    ["codes.html", "docs/codes.md", "Error codes"],
    ["reliability.html", "docs/reliability.md", "Reliability"],
    ["emulator-reference.html", "tests/emulator/README.md", "The emulator, in full"],
    ["size-and-speed.html", "docs/size-and-speed.md", "Size and speed"],
  ],
  Project: [
    ["architecture.html", "docs/architecture.md", "Architecture"],
    ["design.html", "DESIGN.md", "Decisions"],
    ["contributing.html", "CONTRIBUTING.md", "Contributing"],
    ["changelog.html", "CHANGELOG.md", "Changes"],
    ["releasing.html", "RELEASING.md", "Releasing"],
  ],
};

const pages = Object.values(GROUPS).flat();
const pageOf = new Map(pages.filter(([, document]) => document).map(([page, document]) => [document, page]));

/** The anchor of a heading, as GitHub forms it. */
const slug = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");

/** Where a link or an image of a document leads in the site. */
function target(document, link) {
  if (/^[a-z]+:/i.test(link) || link.startsWith("#")) return link;
  const [path, fragment] = decodeURI(link).split("#");
  const file = posix.join(posix.dirname(document), path);
  const found = file.startsWith("docs/pictures/") ? file.slice("docs/".length) : pageOf.get(file);
  if (!found) throw new Error(`${document} links to ${link}, which is no page of the site.`);
  return fragment === undefined ? found : `${found}#${fragment}`;
}

function render(document) {
  const tokens = markdown.parse(readFileSync(root + document, "utf8"), {});
  const seen = new Map();
  tokens.forEach((token, index) => {
    if (token.type === "heading_open") {
      const text = tokens[index + 1].children.filter(({ type }) => /^(text|code_inline)$/.test(type)).map(({ content }) => content);
      const id = slug(text.join(""));
      const count = seen.get(id) ?? 0;
      seen.set(id, count + 1);
      token.attrSet("id", count === 0 ? id : `${id}-${count}`);
    }
    for (const child of token.children ?? []) {
      if (child.type === "link_open") child.attrSet("href", target(document, child.attrGet("href")));
    }
    for (const part of [token, ...(token.children ?? [])]) {
      if (!/^html_/.test(part.type)) continue;
      part.content = part.content.replace(/\b(src|srcset)="([^"]*)"/g, (_, name, link) => `${name}="${target(document, link)}"`);
    }
  });
  // A wide table scrolls by itself.
  const html = markdown.renderer.render(tokens, markdown.options, {});
  return html.replaceAll("<table>", '<div class="table"><table>').replaceAll("</table>", "</table></div>");
}

const navigation = (current) =>
  Object.entries(GROUPS)
    .map(([group, entries]) => {
      const items = entries.map(
        ([page, , name]) => `<li><a href="${page}"${page === current ? ' aria-current="page"' : ""}>${name}</a></li>`,
      );
      return `<h2>${group}</h2>\n<ul>\n${items.join("\n")}\n</ul>`;
    })
    .join("\n");

const layout = (page, document, name) => `<!doctype html>
<html lang="${document.includes("zh-CN") ? "zh-CN" : "en"}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${name} · oos-cancel</title>
<link rel="stylesheet" href="style.css">
<nav aria-label="Documents">
<p><a href="index.html">oos-cancel</a></p>
${navigation(page)}
</nav>
<main>
${render(document)}</main>
</html>
`;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [page, document, name] of pages) if (document) writeFileSync(out + page, layout(page, document, name));
cpSync(new URL("style.css", import.meta.url), `${out}style.css`);
cpSync(`${root}docs/pictures`, `${out}pictures`, { recursive: true });
cpSync(`${root}target/api/typedoc`, `${out}npm`, { recursive: true });
cpSync(`${root}target/doc`, `${out}rust`, { recursive: true });
// rustdoc links to an index of all crates, which it does not write.
writeFileSync(`${out}rust/index.html`, '<!doctype html><meta http-equiv="refresh" content="0; url=oos_cancel/index.html"><a href="oos_cancel/index.html">oos_cancel</a>\n');
console.log("target/docs/index.html");
