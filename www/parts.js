// The parts of the page that its first view does not need. They are fetched once that is shown, and started when they are needed.

import { byId } from "./dom.js";

const FILES = {
  connecting: () => import("./connecting.js"),
  console: () => import("./console.js"),
  workbench: () => import("./workbench.js"),
};

const starts = new Map();
const loaded = new Map();

/** Returns a part if it has been started. */
export const present = (name) => loaded.get(name);

/** Resolves to a part, started. Rejects if a file of it cannot be fetched; the next call tries again. */
export function part(name) {
  if (!starts.has(name)) {
    const start = FILES[name]().then((found) => {
      found.start?.();
      loaded.set(name, found);
      return found;
    });
    start.catch(() => starts.delete(name));
    starts.set(name, start);
  }
  return starts.get(name);
}

let fetched = false;

/** Fetches every part at once, with all that they import: index.html lists it. */
export function fetchParts() {
  if (fetched) return;
  fetched = true;
  document.head.append(byId("later").content.cloneNode(true));
  // Without its files, a part says so when it is needed.
  for (const file of Object.values(FILES)) file().catch(() => {});
}
