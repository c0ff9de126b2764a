import "zone.js";
import { OosClient } from "oos-cancel";

import { cancel } from "./cancel.js";

const button = document.querySelector("button");
button.onclick = async () => {
  document.querySelector("output").value = Zone.current.name === "<root>" ? await cancel(OosClient, location.search) : "no zone";
};
button.disabled = false;
