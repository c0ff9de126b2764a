// What a server-side rendering does: imports the package and uses nothing of it. What a browser has, and Node may have by
// another name, is watched meanwhile.

const touched = [];
for (const name of ["crypto", "document", "fetch", "localStorage", "location", "navigator", "performance", "self", "window"]) {
  Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.push(name) });
}
await import("oos-cancel");
await import("oos-cancel/init");
console.log(JSON.stringify(touched));
