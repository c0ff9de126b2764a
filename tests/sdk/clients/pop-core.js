// @alicloud/pop-core: signature 1.0 by query (GET) or form (POST).
import popCore from "@alicloud/pop-core";
import { Failure } from "./failure.js";

export const popCoreClient = (method) => ({
  name: `@alicloud/pop-core, ${method}`,
  signature: "1.0",
  placement: method === "GET" ? "query" : "form",
  errorClass: ({ code }) => `${code}Error`,
  async call(action, parameters, { origin, credentials }) {
    const client = new popCore.RPCClient({
      endpoint: origin,
      apiVersion: "2019-06-01",
      ...credentials,
      opts: { timeout: 10_000 },
    });
    try {
      return await client.request(action, parameters, { method });
    } catch (error) {
      if (error.entry === undefined) throw error;
      throw new Failure({
        errorClass: error.name,
        code: error.code,
        status: error.entry.response.statusCode,
        requestId: error.data.RequestId,
        denied: error.data.AccessDeniedDetail,
        message: error.message,
      });
    }
  },
});
