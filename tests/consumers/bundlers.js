// Each bundler as its users call it. What stands here is run by the tests and shown in the README of the package.

const COPY = ["cp", "node_modules/oos-cancel/wasm/oos_cancel_wasm_bg.wasm", "dist/wasm/"];

// `page`: it bundles scripts only, so the page is put beside what it makes.
export const BUNDLERS = [
  { name: "vite", title: "Vite", build: [["vite", "build"]], needs: "nothing, neither to build nor for its server" },
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
    needs: "nothing for a static import; for `import()` and in workers `oos-cancel/init`",
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
    needs: "`--format=esm`, and the `.wasm` copied to `wasm/` beside the bundle",
  },
  {
    name: "bun",
    title: "Bun, as a bundler",
    build: [["bun", "build", "main.js", "--outdir", "dist"], ["mkdir", "dist/wasm"], COPY],
    page: true,
    needs: "the `.wasm` copied to `wasm/` beside the bundle",
  },
];

export const FRAMEWORKS = [
  { name: "react", title: "React, by Vite", package: "react", build: [["vite", "build"]], needs: "nothing" },
  { name: "vue", title: "Vue, by Vite", package: "vue", build: [["vite", "build"]], needs: "nothing" },
];
