import { OosClient } from "oos-cancel";

import { cancel } from "./cancel.js";

const button = document.querySelector("button");
button.onclick = async () => {
  document.querySelector("output").value = await cancel(OosClient, location.search);
};
button.disabled = false;
