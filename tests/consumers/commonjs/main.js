// A page of CommonJS modules.
const { OosClient } = require("oos-cancel");

const { cancel } = require("./cancel.mjs");

const button = document.querySelector("button");
button.onclick = async () => {
  document.querySelector("output").value = await cancel(OosClient, location.search);
};
button.disabled = false;
