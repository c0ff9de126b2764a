// Does nothing with the package but load it, and shows how that ended.

const loaded = import("./node_modules/oos-cancel/index.js").then(() => "loaded", String);
loaded.then((end) => {
  document.querySelector("output").value = end;
});
