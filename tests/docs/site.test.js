// The site that `make docs` builds, without a network: every link of every page leads to a file and, within it, to an element.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const site = fileURLToPath(new URL("../../target/docs", import.meta.url));

const pages = readdirSync(site, { recursive: true })
  .map((path) => join(site, path))
  .filter((path) => path.endsWith(".html"));

const decoded = (text) => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">");

/** The values of attributes of real tags; text and scripts that merely look like them do not count. */
function attributes(page, names) {
  const text = readFileSync(page, "utf8").replace(/<script\b[^]*?<\/script>|<style\b[^]*?<\/style>|<!--[^]*?-->/g, "");
  const tags = text.match(/<[a-zA-Z][^\s>]*(?:\s+[^\s=>]+(?:=(?:"[^"]*"|'[^']*'|[^\s>]*))?)*\s*\/?>/g) ?? [];
  const wanted = new RegExp(`\\s(?:${names})=(?:"([^"]*)"|'([^']*)'|([^\\s>]*))`, "g");
  return tags.flatMap((tag) => [...tag.matchAll(wanted)].map(([, a, b, c]) => decoded(a ?? b ?? c)));
}

const known = new Map();
function ids(page) {
  if (!known.has(page)) known.set(page, new Set(attributes(page, "id|name")));
  return known.get(page);
}

/** What is wrong with a link of a page; nothing for one that leaves the site. */
function problem(page, link) {
  if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(link)) return undefined;
  const [address, fragment = ""] = link.split("#");
  const path = decodeURIComponent(address.split("?")[0]);
  let file = path ? join(dirname(page), path) : page;
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
  if (relative(site, file).startsWith("..") || !existsSync(file)) return "no such file";
  if (!fragment || !file.endsWith(".html")) return undefined;
  // rustdoc's scripts read a range of lines; the page has an element for each line.
  const wanted = /^\d+-\d+$/.test(fragment) ? fragment.split("-") : [fragment];
  // As browsers do: as it stands, or else decoded.
  return wanted.every((id) => ids(file).has(id) || ids(file).has(decodeURIComponent(id))) ? undefined : "no such element";
}

test("the site has its three parts", () => {
  for (const page of ["index.html", "zh-CN.html", "codes.html", "npm/index.html", "rust/oos_cancel/index.html"]) {
    assert.ok(existsSync(join(site, page)), `${page}: build the site by make docs`);
  }
  assert.ok(pages.length > 100, `${pages.length} pages`);
});

test("every link leads somewhere", () => {
  let count = 0;
  const dead = pages.flatMap((page) =>
    attributes(page, "href|src|srcset").flatMap((link) => {
      count += 1;
      const why = problem(page, link);
      return why ? [`${relative(site, page)}: ${link}: ${why}`] : [];
    }),
  );
  assert.ok(count > 1000, `${count} links`);
  assert.deepEqual(dead, []);
});

test("the link checker finds what is dead", () => {
  const page = join(site, "index.html");
  assert.equal(problem(page, "nowhere.html"), "no such file");
  assert.equal(problem(page, "codes.html#nowhere"), "no such element");
  assert.equal(problem(page, "../../README.md"), "no such file");
  assert.equal(problem(page, "codes.html#what-to-do"), undefined);
  assert.equal(problem(page, "https://nowhere.example/"), undefined);
});
