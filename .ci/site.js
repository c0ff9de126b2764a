// Puts the static site together, in target/site. Called by .ci/build-site.

import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const site = join(root, "target/site");
const worker = join(root, "target/site-worker");
const read = (path) => readFile(path, "utf8");

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

// What a browser needs of the package; the rest is for Node and bundlers.
const ofPackage = (path) => path.startsWith("wasm/snippets/") || /^(index|load|api|address)\.js$|^wasm\/oos_cancel_wasm(_bg\.wasm|\.js)$/.test(path);

await mkdir(site, { recursive: true });
for (const path of await filesIn(join(root, "www"))) if (!path.startsWith("site/")) await cp(join(root, "www", path), join(site, path));
await cp(join(root, "www/site/where.js"), join(site, "where.js"));
for (const path of (await filesIn(join(root, "pkg"))).filter(ofPackage)) await cp(join(root, "pkg", path), join(site, "pkg", path));
await cp(join(root, "LICENSE"), join(site, "LICENSE"));
await cp(join(worker, "oos_emulator_worker_bg.wasm"), join(site, "emulator.wasm"));

const html = await read(join(site, "index.html"));
const more = process.env.SITE_CONNECT ? ` ${process.env.SITE_CONNECT}` : "";
const connect = `connect-src 'self' https://*.aliyuncs.com https://oos.emulator.invalid https://control.emulator.invalid${more}`;
const changed = html
  .replace(/connect-src [^;"]+/, connect)
  .replace("trusted-types 'none'", "trusted-types worker; worker-src 'self'");
if (!changed.includes(connect) || !changed.includes("trusted-types worker")) throw new Error("www/index.html has no policy to change.");
await writeFile(join(site, "index.html"), changed);

// For hosts that read it (Netlify, Cloudflare Pages): what markup cannot say.
const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(changed);
await writeFile(join(site, "_headers"), `/*
  Content-Security-Policy: ${policy}; frame-ancestors 'none'
  X-Frame-Options: DENY
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Opener-Policy: same-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)
`);
// GitHub Pages leaves out folders that it takes for Jekyll's.
await writeFile(join(site, ".nojekyll"), "");

const unkept = ["LICENSE", "_headers", ".nojekyll"];
const files = (await filesIn(site)).filter((path) => !unkept.includes(path)).sort();
const hash = createHash("sha256");
for (const path of files) hash.update(path).update(await readFile(join(site, path)));
const script = [
  `const VERSION = ${JSON.stringify(`oos-cancel ${hash.digest("hex").slice(0, 16)}`)};`,
  `const FILES = ${JSON.stringify(["./", ...files])};`,
  await read(join(worker, "oos_emulator_worker.js")),
  await read(join(root, "www/site/worker.js")),
];
await writeFile(join(site, "worker.js"), script.join("\n"));
console.log(`site: ${files.length + 4} files in target/site`);
