// A browser extension of manifest version 3: popup, background (a service worker) and content script, bundled by esbuild.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFile, mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/static-site.js";
import { WASM, makeProject, run } from "./harness/project.js";
import { visit } from "./harness/visitor.js";

const FILE = "oos_cancel_wasm_bg.wasm";

/** Chromium names an unpacked extension by its path. */
function idOf(folder) {
  const digest = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode("a".charCodeAt(0) + parseInt(digit, 16))).join("");
}

describe("an extension of manifest version 3", () => {
  let visitor, site, popup;
  before(async () => {
    const project = await realpath(await makeProject("extension"));
    const dist = join(project, "dist");
    const bundle = (format, ...files) => run(project, ["esbuild", ...files, "--bundle", `--format=${format}`, "--outdir=dist", "--log-level=error"]);
    await bundle("esm", "background.js", "popup.js");
    await bundle("iife", "content.js");
    // Beside the bundle for the popup, as for any bundle of esbuild.
    await mkdir(join(dist, "wasm"));
    for (const place of [FILE, `wasm/${FILE}`]) await copyFile(join(project, WASM), join(dist, place));
    for (const file of ["manifest.json", "popup.html"]) await copyFile(join(project, file), join(dist, file));
    popup = `chrome-extension://${idOf(dist)}/popup.html`;
    visitor = await visit("Chromium", `load-extension=${dist}`, "disable-features=DisableLoadExtensionCommandLineSwitch");
    const page = await makeProject("extension-page");
    site = await serve((path) => join(page, path), { types: { ".js": "text/plain" } });
  });
  after(() => Promise.all([visitor?.leave(), site?.stop()]));

  test("the popup cancels", () => visitor.cancelAt(popup));
  // The button of the page itself stays disabled, since its own script is not run.
  for (const by of ["content", "background"]) {
    test(`the ${by} script cancels`, () => visitor.cancelAt(`${site.origin}/index.html?by=${by}`, /MIME type|main\.js/));
  }
});
