// Who uses the package and what they have to do for it. The tests run what stands here, and table.js shows it in
// docs/deployment.md and the README of the package.

const COPY = ["cp", "node_modules/oos-cancel/wasm/oos_cancel_wasm_bg.wasm", "dist/wasm/"];

// `page`: it bundles scripts only, so the page is put beside what it makes.
export const BUNDLERS = [
  { name: "vite", title: "Vite", build: [["vite", "build"]], needs: "nothing" },
  { name: "webpack", title: "webpack", build: [["node", "build.js"]], page: true, needs: "nothing" },
  {
    name: "rspack",
    title: "Rspack",
    package: "@rspack/core",
    build: [["rspack", "build", "--entry", "./main.js", "--mode", "production"]],
    page: true,
    needs: "nothing",
  },
  {
    name: "parcel",
    title: "Parcel",
    build: [["parcel", "build", "index.html", "--no-cache"]],
    needs: "nothing for a static import; for `import()` it takes `oos-cancel/init` only",
  },
  {
    name: "rollup",
    title: "Rollup",
    build: [["rollup", "--config"]],
    page: true,
    needs: "`@rollup/plugin-node-resolve`, and `@web/rollup-plugin-import-meta-assets` for the `.wasm`",
  },
  {
    name: "esbuild",
    title: "esbuild",
    build: [["esbuild", "main.js", "--bundle", "--format=esm", "--outdir=dist"], ["mkdir", "dist/wasm"], COPY],
    page: true,
    needs: "`--format=esm`, and `oos_cancel_wasm_bg.wasm` copied to `wasm/` beside the bundle",
  },
  {
    name: "bun",
    title: "Bun, as a bundler",
    build: [["bun", "build", "main.js", "--outdir", "dist"], ["mkdir", "dist/wasm"], COPY],
    page: true,
    needs: "`oos_cancel_wasm_bg.wasm` copied to `wasm/` beside the bundle",
  },
];

// What developers work with; before version 8 it bundles dependencies, and leaves their files behind.
export const SERVERS = [
  { name: "vite", title: "Vite, its server", needs: "nothing" },
  {
    name: "vite-7",
    title: "Vite 7, its server",
    config: { optimizeDeps: { exclude: ["oos-cancel"] } },
    needs: "`optimizeDeps: { exclude: [\"oos-cancel\"] }`",
  },
];

export const FRAMEWORKS = [
  { name: "react", title: "React, by Vite", package: "react", build: [["vite", "build"]], needs: "nothing" },
  { name: "vue", title: "Vue, by Vite", package: "vue", build: [["vite", "build"]], needs: "nothing" },
];

// Back ends bundled into one file, which is moved away from everything else and run.
export const BACK_ENDS = [
  { name: "esbuild", title: "esbuild, a back end (CommonJS)", output: "main.cjs", build: ["esbuild", "main.js", "--bundle", "--platform=node", "--outfile=dist/main.cjs"] },
  {
    name: "esbuild",
    title: "esbuild, a back end (ES module)",
    output: "main.mjs",
    build: ["esbuild", "main.js", "--bundle", "--platform=node", "--format=esm", "--outfile=dist/main.mjs"],
  },
  {
    name: "rollup",
    title: "Rollup, a back end",
    output: "main.mjs",
    build: ["rollup", "--config"],
    needs: "`@rollup/plugin-node-resolve` with `exportConditions: [\"node\"]`",
  },
  { name: "rolldown", title: "Rolldown, a back end (CommonJS)", output: "main.cjs", build: ["rolldown", "main.js", "--platform", "node", "-f", "cjs", "-o", "dist/main.cjs"] },
  { name: "rolldown", title: "Rolldown, a back end (ES module)", output: "main.mjs", build: ["rolldown", "main.js", "--platform", "node", "-o", "dist/main.mjs"] },
  { name: "vite", title: "Vite, SSR with `noExternal: true`", output: "main.mjs", build: ["vite", "build"] },
  { name: "webpack", title: "webpack, `target: \"node\"`", output: "main.cjs", build: ["node", "build.js"] },
].map((each) => ({ needs: "nothing", ...each }));

// `settings`: how many of them are compiled; the older compilers take seconds for each.
export const TYPESCRIPT = [["typescript-5.2", 1], ["typescript", 3], ["typescript-7", 5]].map(([compiler, settings]) => ({
  title: "TypeScript",
  package: compiler,
  settings,
  needs: "nothing: no library `dom`, no `skipLibCheck`; `module` may be `node16`, `nodenext` or that of a bundler, from CommonJS too",
}));

export const RUNNERS = [
  { title: "Jest: its default, ts-jest", package: "jest", needs: "nothing" },
  { title: "Jest, `testEnvironment: \"jsdom\"`", package: "jest-environment-jsdom", needs: "nothing to sign and validate; to send, a `fetch`, which jsdom does not have" },
  { title: "Vitest: Node, jsdom", package: "vitest", needs: "nothing" },
  { title: "MSW", package: "msw", needs: "nothing" },
];

// Less common pages: unusual.test.js and extension.test.js.
export const UNUSUAL = [
  { title: "Vite 6", package: "vite-6", needs: "`build: { target: \"es2022\" }`" },
  { title: "Vite, library mode", package: "vite", needs: "nothing; the module is inside of the library" },
  {
    title: "classic scripts (`iife`), by esbuild",
    package: "esbuild",
    needs: "`oos-cancel/init`, and `await init(url)` with the URL of a copy of `oos_cancel_wasm_bg.wasm`",
  },
  { title: "CommonJS pages (`require`), by webpack", package: "webpack", needs: "nothing; the module is inside of the bundle, a third larger" },
  { title: "zone.js, by Vite", package: "zone.js", needs: "nothing" },
  {
    title: "extensions of manifest version 3",
    tested: "Chromium; by esbuild",
    needs:
      "`'wasm-unsafe-eval'` in `script-src` of `extension_pages`; in background and content scripts " +
      "`oos-cancel/init` with `chrome.runtime.getURL(…)`, and for content scripts the `.wasm` in `web_accessible_resources`",
  },
];

// Projects with tools of their own, in tests/consumers-long.
export const LONG = [
  { title: "Next.js, by Turbopack or webpack: pages, route handlers, `next dev`, standalone", package: "next", project: "next", needs: "nothing" },
  { title: "Next.js, `runtime = \"edge\"`", package: "next", project: "next", needs: "nothing" },
  {
    title: "Angular",
    package: "@angular/build", project: "angular",
    needs:
      "in `assets` of `angular.json`: `{ \"glob\": \"*.wasm\", \"input\": \"node_modules/oos-cancel/wasm\", \"output\": \"wasm\" }`; " +
      "with zone.js `oos-cancel/init` as well",
  },
  { title: "Angular, its server", package: "@angular/ssr", project: "angular", needs: "nothing more" },
  { title: "SvelteKit: pages and server routes", package: "@sveltejs/kit", project: "sveltekit", needs: "nothing" },
  { title: "Cloudflare Workers, by wrangler", package: "wrangler", project: "workers", needs: "nothing" },
];

// tests/consumers-long runs these.
export const NODES = [22, 24, 26];

// tests/consumers-long runs these, by a newer Node.
export const NEWER_RUNNERS = [
  { ...RUNNERS.find(({ package: name }) => name === "vitest"), project: "vitest" },
  { ...RUNNERS.find(({ package: name }) => name === "msw"), project: "vitest" },
];

export const RUNTIMES = [
  { title: "Node", command: ["node"], tested: ["20", ...NODES].join(", "), needs: "20 or newer; `require` works as well" },
  {
    title: "Deno",
    package: "deno",
    command: ["deno", "run", "--no-prompt", "--allow-net=127.0.0.1"],
    needs: "`--allow-net` to send",
  },
  { title: "Bun", package: "bun", command: ["bun"], needs: "nothing; `require` works as well" },
];

export const PAGES = [
  {
    title: "`<script type=\"module\">`",
    needs: "an import map with `\"oos-cancel\": \"…/oos-cancel/index.js\"`, or that path itself; the whole package beside it",
  },
  {
    title: "dedicated and shared workers",
    tested: "Chromium, Firefox; by Vite and webpack",
    needs: "`oos-cancel/init`, and `await init()` inside of the event handlers",
  },
  { title: "service workers", needs: "the same, and to be registered with `type: \"module\"`" },
].map((page) => ({ tested: "Chromium, Firefox", ...page }));
