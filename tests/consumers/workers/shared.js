import { cancel } from "./cancel.js";
import { OosClient, init } from "./package.js";

onconnect = ({ ports: [port] }) => {
  port.onmessage = async ({ data }) => {
    await init();
    port.postMessage(await cancel(OosClient, data));
  };
};
