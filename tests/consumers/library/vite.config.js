// A library in one file: Vite puts the module into it as a data: URL.
export default { build: { lib: { entry: "library.js", formats: ["es"], fileName: "library" } } };
