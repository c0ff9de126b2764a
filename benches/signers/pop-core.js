// The vendor's client on its public path. Its transport is transport.js, which keeps the URL.

import Core from "@alicloud/pop-core";
import { ORIGIN } from "../workloads.js";
import { lastUrl } from "./transport.js";

export function make({ regionId, credentials }) {
  const client = new Core.RPCClient({ ...credentials, endpoint: ORIGIN, apiVersion: "2019-06-01" });
  return async (executionId) => {
    await client.request("CancelExecution", { ExecutionId: executionId, RegionId: regionId });
    return lastUrl();
  };
}
