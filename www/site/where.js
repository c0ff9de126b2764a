// Where the page of a static site finds its emulator: in its service worker, which also keeps the page for use offline.

// Names that can never be those of a host. Without the worker a request to them leads nowhere.
const OOS = "https://oos.emulator.invalid";
const CONTROL = "https://control.emulator.invalid";
const PATIENCE_MS = 60_000;

/** The worker starts once it has stored every file of the page, so the page does not wait for it. */
export const soon = false;

/** Resolves to `{ oos, control, accounts, automatic }`, or to `undefined` where there is no service worker. */
export async function findEmulator() {
  if (!navigator.serviceWorker) return undefined;
  try {
    await navigator.serviceWorker.register(scriptUrl(), { scope: "./", updateViaCache: "none" });
    await Promise.race([controlled(), late()]);
    sendThroughWorker();
    const response = await fetch(`${CONTROL}/accounts`);
    return { oos: OOS, control: CONTROL, accounts: await response.json(), automatic: false };
  } catch {
    // In a private window, for example. The real endpoints need no worker.
    return undefined;
  }
}

// Firefox sends a request with `keepalive` past service workers. Requests to any other host are passed on as they are.
function sendThroughWorker() {
  const send = globalThis.fetch;
  globalThis.fetch = (input, init) => send(input, String(input).startsWith(`${OOS}/`) ? { ...init, keepalive: false } : init);
}

// The page demands trusted types; this is the one address of a script that it makes.
function scriptUrl() {
  const name = "worker.js";
  return globalThis.trustedTypes ? trustedTypes.createPolicy("worker", { createScriptURL: () => name }).createScriptURL("") : name;
}

async function controlled() {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) return;
  const changed = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  // A page that was still loading when the worker took over the others asks for itself.
  const { active } = await serviceWorker.ready;
  active.postMessage("claim");
  await changed;
}

const late = () => new Promise((resolve, reject) => setTimeout(() => reject(new Error("The worker does not start.")), PATIENCE_MS));
