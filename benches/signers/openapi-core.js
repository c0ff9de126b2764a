// The vendor's newer client on its public path, told to sign as OOS's RPC calls are signed. Its transport is transport.js.

import core from "@alicloud/openapi-core";
import { ORIGIN } from "../workloads.js";
import { lastUrl } from "./transport.js";

// In bundles the module itself stands in the place of its default export.
const { default: Client, $OpenApiUtil } = core;
const api = {
  action: "CancelExecution",
  version: "2019-06-01",
  protocol: "HTTPS",
  pathname: "/",
  method: "GET",
  authType: "AK",
  style: "RPC",
  reqBodyType: "formData",
  bodyType: "json",
};
const runtime = {};

export function make({ regionId, credentials }) {
  const endpoint = new URL(ORIGIN).host;
  const client = new Client(new $OpenApiUtil.Config({ ...credentials, endpoint, signatureAlgorithm: "v2" }));
  return async (executionId) => {
    const query = { ExecutionId: executionId, RegionId: regionId };
    await client.callApi(api, new $OpenApiUtil.OpenApiRequest({ query }), runtime);
    return lastUrl();
  };
}
