// A folder as a web server hands it out, with the headers that a test is about.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** `types` overrides the types by file name extension; a file that is not there is answered with `fallback`, if there is one. */
export async function serve(folder, { headers = {}, types = {}, fallback } = {}) {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://site");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const answer = async (file) => {
      const body = await readFile(join(folder, file));
      response.writeHead(200, { "Content-Type": { ...TYPES, ...types }[extname(file)], ...headers }).end(body);
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
