import { OosClient } from "oos-cancel";
import { init, signCancelUrl } from "oos-cancel/init";

import { cancel } from "./cancel.js";

export default {
  async fetch(request) {
    const { pathname, search, searchParams } = new URL(request.url);
    if (pathname === "/cancel") return new Response(await cancel(OosClient, search));
    if (pathname !== "/sign") return new Response("ready");
    await init();
    const { endpoint, executionId } = Object.fromEntries(searchParams);
    const credentials = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };
    return new Response(signCancelUrl({ endpoint, executionId, regionId: "cn-hangzhou", credentials }).url);
  },
};
