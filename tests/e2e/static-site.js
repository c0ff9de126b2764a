// A folder as any web server hands it out, and the package at /pkg/: no emulator, no demo.json.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const root = new URL("../../", import.meta.url);
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** What a page must be sent with to be isolated from other origins. */
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

export async function startStaticSite(folder = "www/", { isolated = false } = {}) {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, root);
    const path = pathname === "/" ? "index.html" : pathname.slice(1);
    try {
      const body = await readFile(new URL(path.startsWith("pkg/") ? path : folder + path, root));
      response.writeHead(200, { "Content-Type": TYPES[extname(path)], ...(isolated && ISOLATED) }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
