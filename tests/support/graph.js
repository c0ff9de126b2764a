// The modules that a module imports, and theirs, without those that are imported later by `import()`.

import { readFile } from "node:fs/promises";

const root = new URL("../../", import.meta.url);

/** Returns the paths of all modules as a browser asks for them, each with how many others lead to it. */
export async function moduleGraph(entries, fileOf = (path) => new URL(path.startsWith("pkg/") ? path : `www/${path}`, root)) {
  const depths = new Map();
  let layer = entries;
  for (let depth = 0; layer.length > 0; depth += 1) {
    const next = [];
    for (const path of layer) {
      if (depths.has(path)) continue;
      depths.set(path, depth);
      const source = await readFile(fileOf(path), "utf8");
      for (const [, name] of source.matchAll(/^(?:import|export)\s+(?:[\w$*{}\s,]+\s+from\s+)?["']([^"']+)["']/gm)) {
        next.push(name === "oos-cancel" ? "pkg/index.js" : new URL(name, `http://x/${path}`).pathname.slice(1));
      }
    }
    layer = next;
  }
  return depths;
}
