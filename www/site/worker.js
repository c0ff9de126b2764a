// The service worker of a static site: keeps the page for use offline, and is the emulator's host.
// `VERSION` and `FILES` stand before this text in the built file; so does `wasm_bindgen`, the glue of the emulator.

/* global VERSION, FILES, wasm_bindgen */

const OOS = "https://oos.emulator.invalid";
const CONTROL = "https://control.emulator.invalid";
const EXECUTIONS = 40;

const here = new URL("./", location.href);
const kept = new Set(FILES.map((file) => new URL(file, here).href));

self.addEventListener("install", (event) => {
  self.skipWaiting();
  // Past the browser's own cache, so that all files are of one version.
  const requests = FILES.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("oos-cancel ") && name !== VERSION) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin === OOS) event.respondWith(oos(event.request, url));
  else if (url.origin === CONTROL) event.respondWith(control(event.request, url));
  else if (event.request.method === "GET") {
    url.search = url.hash = "";
    if (kept.has(url.href)) event.respondWith(file(event.request, url));
  }
});

async function file(request, url) {
  const cache = await caches.open(VERSION);
  return (await cache.match(url.href)) ?? fetch(request);
}

let starting;

function start() {
  starting ??= (async () => {
    const cache = await caches.open(VERSION);
    const name = new URL("emulator.wasm", here).href;
    await wasm_bindgen({ module_or_path: (await cache.match(name)) ?? fetch(name) });
    return new wasm_bindgen.Emulator(EXECUTIONS);
  })();
  return starting;
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function oos(request, url) {
  const emulator = await start();
  const headers = [...request.headers].flat();
  headers.push("host", "oos.cn-hangzhou.aliyuncs.com", "origin", location.origin);
  const body = new Uint8Array(await request.arrayBuffer());
  const received = emulator.begin(request.method, url.pathname + url.search, headers, body);
  if (!received) return Response.error();
  await wait(received.delayMs);
  return deliver(emulator.finish(received));
}

async function control(request, url) {
  if (url.pathname === "/accounts") {
    await start();
    return new Response(wasm_bindgen.Emulator.accounts(), { headers: { "Content-Type": "application/json" } });
  }
  const emulator = await start();
  const body = new Uint8Array(await request.arrayBuffer());
  const sending = emulator.control(request.method, url.pathname + url.search, body);
  return sending ? deliver(sending) : Response.error();
}

/** Sends a response as the emulator says. A reset connection looks to a page like any other network failure. */
async function deliver(sending) {
  const { status, transport, amount, body } = sending;
  const pairs = sending.headers;
  sending.free();
  if (transport === "reset") return Response.error();
  const headers = new Headers();
  for (let index = 0; index < pairs.length; index += 2) headers.append(pairs[index], pairs[index + 1]);
  if (transport === "late") await wait(amount);
  return new Response(bodyOf(transport, amount, body), { status, headers });
}

function bodyOf(transport, amount, body) {
  if (transport === "body-late") return new ReadableStream({ pull: async (out) => { await wait(amount); out.enqueue(body); out.close(); } });
  if (transport === "truncated") {
    return new ReadableStream({
      start: (out) => out.enqueue(body.subarray(0, body.length / 2)),
      pull: (out) => out.error(new Error("The connection was cut.")),
    });
  }
  if (transport === "padded") {
    const padded = new Uint8Array(Math.max(amount, body.length)).fill(32);
    padded.set(body);
    return padded;
  }
  return body;
}
