// Signs whatever it is given, as the vendor's SDKs sign: what the package itself would refuse to sign, too.

import { createHmac } from "node:crypto";

import { PERMANENT } from "./package.js";

const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** A CancelExecution URL; `more` are further parameters, or others in the place of the usual ones. */
export function signedUrl(executionId, { origin = "https://oos.cn-hangzhou.aliyuncs.com", credentials = PERMANENT, more = {}, at = new Date() } = {}) {
  const parameters = {
    Action: "CancelExecution",
    Version: "2019-06-01",
    Format: "JSON",
    ExecutionId: executionId,
    AccessKeyId: credentials.accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: Math.random().toString(16).slice(2),
    Timestamp: `${at.toISOString().slice(0, 19)}Z`,
    ...(credentials.securityToken && { SecurityToken: credentials.securityToken }),
    ...more,
  };
  const query = Object.keys(parameters).sort().map((name) => `${encode(name)}=${encode(parameters[name])}`).join("&");
  const signature = createHmac("sha1", `${credentials.accessKeySecret}&`).update(`POST&%2F&${encode(query)}`).digest("base64");
  return `${origin}/?${query}&Signature=${encode(signature)}`;
}
