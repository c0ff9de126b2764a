export default {
  build: { ssr: "main.js", rollupOptions: { output: { entryFileNames: "main.mjs" } } },
  ssr: { noExternal: true },
};
