import { cancel } from "./cancel.js";
import { OosClient } from "./library.js";

const button = document.querySelector("button");
button.onclick = async () => {
  document.querySelector("output").value = await cancel(OosClient, location.search);
};
button.disabled = false;
