// @alicloud/openapi-core with `signatureAlgorithm: "v2"`: its public `callApi`, down to Node's own http; and for the
// parameters that we sign, which differ in the case of Format, its public getRPCSignature.
import core from "@alicloud/openapi-core";
import { parametersOf } from "./cases.js";
import { lastSent, setClock } from "./pinned.js";
import { answerCases } from "./program.js";

const { default: Client, OpenApiUtil, $OpenApiUtil } = core;
const api = {
  action: "CancelExecution",
  version: "2019-06-01",
  pathname: "/",
  authType: "AK",
  style: "RPC",
  reqBodyType: "formData",
  bodyType: "json",
};
const runtime = {};

await answerCases(async (one) => {
  setClock(one.milliseconds);
  OpenApiUtil.getNonce = () => one.nonce;
  const { protocol, host } = new URL(one.origin);
  const client = new Client(
    new $OpenApiUtil.Config({
      accessKeyId: one.accessKeyId,
      accessKeySecret: one.accessKeySecret,
      securityToken: one.securityToken,
      endpoint: host,
      protocol: protocol.slice(0, -1),
      signatureAlgorithm: "v2",
    }),
  );
  const parameters = { ExecutionId: one.executionId, ...(one.regionId !== undefined && { RegionId: one.regionId }) };
  const request = new $OpenApiUtil.OpenApiRequest(one.placement === "form" ? { body: parameters } : { query: parameters });
  await client.callApi({ ...api, method: one.method }, request, runtime);
  const sent = lastSent();
  const signature = OpenApiUtil.getRPCSignature(parametersOf(one), one.method, one.accessKeySecret);
  return { sent, exact: { stringToSign: lastSent().stringToSign, signature } };
});
