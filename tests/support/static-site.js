// Files as any web server hands them out: no emulator, no demo.json.

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
export const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** A folder of the repository, and the package at /pkg/. */
export function startStaticSite(folder = "www/", options) {
  return serve((path) => new URL(path.startsWith("pkg/") ? path : folder + path, root), options);
}

/**
 * `fileOf` says which file is at a path. `types` overrides the types by file name extension; a file that is not there is
 * answered with the one at the path `fallback`, if it is given.
 */
export async function serve(fileOf, { headers = {}, types = {}, fallback } = {}) {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, root);
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const answer = async (path) => {
      const body = await readFile(fileOf(path.slice(1)));
      response.writeHead(200, { "Content-Type": { ...TYPES, ...types }[extname(path)], ...headers }).end(body);
    };
    const missing = () => response.writeHead(404, { "Content-Type": "text/html" }).end("<!doctype html>");
    if (path === "/favicon.ico") return response.writeHead(204).end();
    await answer(path).catch(() => (fallback ? answer(fallback) : missing()));
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
