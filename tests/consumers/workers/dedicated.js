import { cancel } from "./cancel.js";
import { OosClient, init } from "./package.js";

onmessage = async ({ data }) => {
  await init();
  postMessage(await cancel(OosClient, data));
};
