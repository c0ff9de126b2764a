// Stands between the page and OOS. The query of its own address says what it does with calls.

const BEHAVIOURS = {
  pass: (request) => fetch(request),
  // A response made here has an empty `url`.
  copy: async (request) => {
    const real = await fetch(request);
    return new Response(await real.blob(), real);
  },
  unavailable: () => new Response("The service worker is out of order.", { status: 503 }),
  silent: () => new Promise(() => {}),
};

const behave = BEHAVIOURS[location.search.slice(1)];
const carried = [];

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) {
    const { method, mode, credentials, cache, redirect, keepalive } = request;
    carried.push({ method, mode, credentials, cache, redirect, keepalive });
    event.respondWith(behave(request));
  } else if (pathname === "/carried") {
    event.respondWith(Response.json(carried));
  }
});
