// The documents as files: their length, their links, the commands they name, and the Chinese edition beside the English one.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { anchors, parts, read, root } from "./support/markdown.js";

const DOCUMENTS = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: fileURLToPath(root),
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((file) => existsSync(new URL(file, root)));

const LONGEST = { "README.md": 200, "README.zh-CN.md": 200, "pkg/README.md": 260, "DESIGN.md": 200 };

for (const [file, longest] of Object.entries(LONGEST)) {
  test(`${file} has at most ${longest} lines`, () => {
    assert.ok(read(file).trimEnd().split("\n").length <= longest);
  });
}

test("every link within the project leads to a file and a heading", () => {
  assert.ok(DOCUMENTS.length > 15, DOCUMENTS.join());
  const dead = DOCUMENTS.flatMap((document) =>
    parts(read(document))
      .links.filter((link) => !/^[a-z]+:/i.test(link))
      .filter((link) => !leads(document, decodeURI(link)))
      .map((link) => `${document}: ${link}`),
  );
  assert.deepEqual(dead, []);
});

function leads(document, link) {
  const [path, fragment] = link.split("#");
  const file = path ? posix.join(posix.dirname(document), path) : document;
  if (file.startsWith("..") || !existsSync(new URL(file, root))) return false;
  return fragment === undefined || anchors(read(file)).includes(fragment);
}

test("every command of make in a document is a target", () => {
  const targets = new Set([...read("Makefile").matchAll(/^([a-z-]+):/gm)].map(([, name]) => name));
  const named = DOCUMENTS.flatMap((document) => [...read(document).matchAll(/(?:`|^)make ([a-z-]+)/gm)].map(([, name]) => name));
  assert.ok(named.length > 10);
  assert.deepEqual(named.filter((name) => !targets.has(name)), []);
});

test("the editions of README have the same structure", () => {
  const [english, chinese] = ["README.md", "README.zh-CN.md"].map((file) => parts(read(file)));
  assert.deepEqual(chinese.headings.map(({ level }) => level), english.headings.map(({ level }) => level));
  assert.deepEqual(chinese.code, english.code);
  assert.deepEqual(chinese.tables, english.tables);
  // Anchors and the vendor's pages differ by language; the documents do not.
  const documents = ({ links }) => links.filter((link) => !/^(https?:|#|README)/.test(link));
  assert.deepEqual(documents(chinese), documents(english));
});

test("each edition of README links to the other in its third line", () => {
  assert.match(read("README.md").split("\n")[2], /\(README\.zh-CN\.md\)/);
  assert.match(read("README.zh-CN.md").split("\n")[2], /\(README\.md\)/);
});

test("the editions of README state the same figures", () => {
  const figures = (file) => {
    const [, table] = read(file).match(/<!-- comparison -->\n([^]*)<!-- \/comparison -->/);
    return table.match(/\d+ kB/g);
  };
  assert.ok(figures("README.md").length >= 4);
  assert.deepEqual(figures("README.zh-CN.md"), figures("README.md"));
});

test("the policies of the documents are JSON and name both actions", () => {
  for (const file of ["README.md", "pkg/README.md"]) {
    const [policy] = parts(read(file)).code.filter(({ language }) => language === "json");
    assert.deepEqual(JSON.parse(policy.text).Statement[0].Action, ["oos:CancelExecution", "oos:ListExecutions"]);
  }
});
