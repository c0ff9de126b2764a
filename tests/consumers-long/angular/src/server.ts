import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { AngularNodeAppEngine, createNodeRequestHandler, isMainModule, writeResponseToNodeResponse } from "@angular/ssr/node";
import { OosClient } from "oos-cancel";

import { cancel } from "../cancel.js";

const engine = new AngularNodeAppEngine({ allowedHosts: ["127.0.0.1"] });
const browser = join(import.meta.dirname, "../browser");
const types: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm" };

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
  if (pathname === "/api") return void response.end(await cancel(OosClient, search));
  const file = await readFile(join(browser, pathname)).catch(() => undefined);
  if (file) return void response.setHeader("content-type", types[extname(pathname)] ?? "text/plain").end(file);
  const rendered = await engine.handle(request);
  if (rendered) await writeResponseToNodeResponse(rendered, response);
  else response.writeHead(404).end();
}

export const reqHandler = createNodeRequestHandler(respond);

if (isMainModule(import.meta.url)) createServer((...both) => void respond(...both)).listen(Number(process.env["PORT"]), "127.0.0.1");
