import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { files, packageFolder, run } from "./installed.js";

test("the tarball contains only what is published", () => {
  assert.deepEqual(files(), [
    "LICENSE",
    "README.md",
    "address.js",
    "api.js",
    "edge-init.js",
    "edge.js",
    "index.d.cts",
    "index.d.ts",
    "index.js",
    "init.cjs",
    "init.d.cts",
    "init.d.ts",
    "init.js",
    "inlined.js",
    "load.js",
    "node-init.js",
    "node.cjs",
    "node.js",
    "package.json",
    "wasm.d.cts",
    "wasm.d.ts",
    "wasm/base64.js",
    "wasm/commonjs.cjs",
    "wasm/oos_cancel_wasm.js",
    "wasm/oos_cancel_wasm_bg.wasm",
    "wasm/snippets/oos-cancel/src/web/calls.js",
    "wasm/snippets/oos-cancel/src/web/errors.js",
    "wasm/snippets/oos-cancel/src/web/fetch.js",
    "wasm/snippets/oos-cancel/src/web/platform.js",
  ]);
});

test("the package has no dependencies", () => {
  const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(packageFolder, "package.json"), "utf8"),
  );
  assert.deepEqual({ ...dependencies, ...peerDependencies, ...optionalDependencies }, {});
});

test("it exports what is declared and nothing else", () => {
  const declarations = readFileSync(join(packageFolder, "index.d.ts"), "utf8");
  const exported = [...declarations.matchAll(/^export (?:abstract )?(?:class|function) (\w+)/gm)].map(([, name]) => name).sort();
  const names = (name) => JSON.parse(run(`import * as all from "${name}"; console.log(JSON.stringify(Object.keys(all)))`));
  assert.deepEqual(names("oos-cancel"), exported);
  assert.deepEqual(names("oos-cancel/init").sort(), [...exported, "init"].sort());
});

test("require has the declarations of import", () => {
  const text = (name) => readFileSync(join(packageFolder, name), "utf8");
  assert.equal(text("index.d.cts"), text("index.d.ts"));
  assert.equal(text("init.d.cts"), text("init.d.ts").replace("./index.js", "./index.cjs"));
});

test("the package signs in Node", () => {
  const url = run(`
    import { signCancelUrl } from "oos-cancel";
    const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
    const fixed = { nonce: "0123456789abcdef0123456789abcdef", timestamp: "2024-05-06T07:08:09Z" };
    console.log(signCancelUrl({ executionId: "exec-8a2aaf460fdf47c6b5ef", regionId: "cn-hangzhou", credentials, ...fixed }).signature);
  `);
  assert.equal(url.trim(), "6yYh5oYgIBGsQI/YL2psvHa/4Zo=");
});

test("init accepts bytes, may be called again and returns no memory", () => {
  const out = run(`
    import { readFile } from "node:fs/promises";
    import { init, validateCancelUrl } from "oos-cancel/init";
    const bytes = await readFile(new URL(import.meta.resolve("oos-cancel/oos_cancel_wasm_bg.wasm")));
    const failed = await init(new Uint8Array([1, 2, 3])).then(() => "no", () => "yes");
    console.log(failed, await init(bytes), await init(bytes), validateCancelUrl("").valid);
  `);
  assert.equal(out.trim(), "yes undefined undefined false");
});

test("the module starts with the small stack that pkg/build.rs asks for", () => {
  const module = new WebAssembly.Module(readFileSync(join(packageFolder, "wasm/oos_cancel_wasm_bg.wasm")));
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => {};
  const { memory } = new WebAssembly.Instance(module, imports).exports;
  // The linker's own choice for the stack alone is 1 MiB.
  assert.ok(memory.buffer.byteLength < 2 ** 19, `${memory.buffer.byteLength} bytes`);
});

test("a client may be freed twice, and says so afterwards", () => {
  const out = run(`
    import { OosClient, StateError } from "oos-cancel";
    const oos = new OosClient({ regionId: "cn-hangzhou", credentials: { accessKeyId: "a", accessKeySecret: "b" } });
    oos.free();
    oos.free();
    if (Symbol.dispose) oos[Symbol.dispose]();
    console.log(await oos.cancelExecution("exec-1").catch((error) => error instanceof StateError && error.message));
  `);
  assert.equal(out.trim(), "This client was freed. Create a new one.");
});

test("a signer signs until it is freed", () => {
  const out = run(`
    import { CancelUrlSigner, validateCancelUrl } from "oos-cancel";
    const credentials = { accessKeyId: "a", accessKeySecret: "b" };
    const signer = new CancelUrlSigner({ regionId: "cn-hangzhou", credentials });
    const urls = ["exec-1", "exec-2"].map((id) => validateCancelUrl(signer.sign(id), { credentials }));
    console.log(urls.map(({ executionId, signature }) => executionId + " " + signature).join());
    signer.free();
    signer.free();
    try { signer.sign("exec-3"); } catch (error) { console.log(error.message); }
  `);
  assert.equal(out.trim(), "exec-1 verified,exec-2 verified\nThis signer was freed. Create a new one.");
});
