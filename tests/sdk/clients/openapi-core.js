// @alicloud/openapi-core, the base of the vendor's present Node SDKs: ACS3, or signature 1.0 as "v2".
import core from "@alicloud/openapi-core";
import { Failure } from "./failure.js";

const { default: Client, $OpenApiUtil } = core;

export const openApiCoreClient = ({ signature, method, placement }) => ({
  name: `@alicloud/openapi-core, ${signature}, ${method} ${placement}`,
  signature,
  // The common parameters of 1.0 stay in the query.
  placement: placement === "form" && signature === "1.0" ? "both" : placement,
  errorClass: ({ code, status }) =>
    code.includes("Throttling") ? "ThrottlingError" : status < 500 ? "ClientError" : "ServerError",
  async call(action, parameters, { origin, credentials }) {
    const client = new Client(
      new $OpenApiUtil.Config({
        ...credentials,
        endpoint: new URL(origin).host,
        protocol: "http",
        readTimeout: 10_000,
        connectTimeout: 10_000,
        ...(signature === "1.0" && { signatureAlgorithm: "v2" }),
      }),
    );
    const api = { action, version: "2019-06-01", pathname: "/", method, authType: "AK", style: "RPC", reqBodyType: "formData", bodyType: "json" };
    const request = new $OpenApiUtil.OpenApiRequest(placement === "form" ? { body: parameters } : { query: parameters });
    try {
      return (await client.callApi(api, request, {})).body;
    } catch (error) {
      if (!(error instanceof core.AlibabaCloudError)) throw error;
      throw new Failure({
        errorClass: error.name,
        code: error.code,
        status: error.statusCode,
        requestId: error.requestId,
        denied: error.accessDeniedDetail,
        message: error.message,
      });
    }
  },
});
