// The package is loaded by the first click.

import { cancel } from "./cancel.js";

const button = document.querySelector("button");
button.onclick = async () => {
  const { OosClient } = await import("oos-cancel");
  document.querySelector("output").value = await cancel(OosClient, location.search);
};
button.disabled = false;
