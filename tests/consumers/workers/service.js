import { cancel } from "./cancel.js";
import { OosClient, init } from "./package.js";

// Such a worker is stopped when it looks idle, so its event lasts until the answer is there.
onmessage = (event) => event.waitUntil(answer(event));

async function answer({ source, data }) {
  await init();
  source.postMessage(await cancel(OosClient, data));
}
