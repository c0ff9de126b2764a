// A classic script: it has no top-level await and does not know its own address.
import { init, OosClient } from "oos-cancel/init";

import { cancel } from "./cancel.js";

const button = document.querySelector("button");
const without = new URLSearchParams(location.search).has("without-url");
button.onclick = async () => {
  document.querySelector("output").value = await cancel(OosClient, location.search);
};
init(without ? undefined : "/oos_cancel_wasm_bg.wasm").then(
  () => (button.disabled = false),
  (error) => (document.querySelector("output").value = String(error)),
);
