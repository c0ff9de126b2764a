// The same where a top-level await cannot be loaded on demand.

import { cancel } from "./cancel.js";

const button = document.querySelector("button");
button.onclick = async () => {
  const { OosClient, init } = await import("oos-cancel/init");
  await init();
  document.querySelector("output").value = await cancel(OosClient, location.search);
};
button.disabled = false;
