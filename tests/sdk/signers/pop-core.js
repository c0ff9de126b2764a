// @alicloud/pop-core: its public `request`, down to Node's own http.
import { createRequire } from "node:module";
import { lastSent, setClock } from "./pinned.js";
import { answerCases } from "./program.js";

const require = createRequire(import.meta.url);
const { RPCClient } = require("@alicloud/pop-core");
const kitx = createRequire(require.resolve("@alicloud/pop-core"))("kitx");

// It sends a form for "POST", and a query for any other spelling of it.
const methods = { "GET query": "GET", "POST query": "post", "POST form": "POST" };

await answerCases(async (one) => {
  setClock(one.milliseconds);
  kitx.makeNonce = () => one.nonce;
  const client = new RPCClient({
    endpoint: one.origin,
    apiVersion: "2019-06-01",
    accessKeyId: one.accessKeyId,
    accessKeySecret: one.accessKeySecret,
    securityToken: one.securityToken,
  });
  const parameters = { ExecutionId: one.executionId, ...(one.regionId !== undefined && { RegionId: one.regionId }) };
  await client.request("CancelExecution", parameters, { method: methods[`${one.method} ${one.placement}`] });
  return { sent: lastSent() };
});
