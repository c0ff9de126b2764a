// What one would write to check a URL from a back end: parse, look at the parameters, at the time, and sign again.

import { encode } from "../signers/parameters.js";

const REQUIRED = ["AccessKeyId", "Action", "ExecutionId", "Format", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion", "Timestamp", "Version"];

/** What was signed, and the Signature that the URL carries; throws where anything is missing or out of date. */
export function parse(url) {
  const { searchParams } = new URL(url);
  for (const name of REQUIRED) if (!searchParams.get(name)) throw new Error(`${name} is missing`);
  if (searchParams.get("Action") !== "CancelExecution" || searchParams.get("Version") !== "2019-06-01") throw new Error("not a cancel");
  if (Math.abs(Date.now() - Date.parse(searchParams.get("Timestamp"))) > 15 * 60_000) throw new Error("out of date");
  const names = [...searchParams.keys()].filter((name) => name !== "Signature").sort();
  const query = names.map((name) => `${encode(name)}=${encode(searchParams.get(name))}`).join("&");
  return { stringToSign: `GET&%2F&${encode(query)}`, signature: searchParams.get("Signature") };
}

/** Takes the same time wherever they differ. */
export function equal(signature, bytes) {
  const expected = atob(signature);
  let difference = expected.length ^ bytes.length;
  for (let index = 0; index < bytes.length; index++) difference |= expected.charCodeAt(index) ^ bytes[index];
  return difference === 0;
}
