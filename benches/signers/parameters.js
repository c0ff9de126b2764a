// What the signers written by hand share: the parameters in order, a fresh nonce, the time. As fast as it gets, so that the
// comparison is about the signing.

import { ORIGIN } from "../workloads.js";

export function encode(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The canonical query around its three holes: ExecutionId, SignatureNonce, Timestamp. */
export function pieces({ regionId, credentials: { accessKeyId, securityToken } }) {
  const token = securityToken === undefined ? "" : `&SecurityToken=${encode(securityToken)}`;
  return [
    `AccessKeyId=${encode(accessKeyId)}&Action=CancelExecution&ExecutionId=`,
    `&Format=JSON&RegionId=${regionId}${token}&SignatureMethod=HMAC-SHA1&SignatureNonce=`,
    "&SignatureVersion=1.0&Timestamp=",
    "&Version=2019-06-01",
  ];
}

/** An id of OOS needs no escaping, and to see that costs less than to escape it. */
export function encodeId(id) {
  return /^[\w.~-]+$/.test(id) ? id : encode(id);
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const pool = new Uint8Array(4096);
let used = pool.length;

/** 128 random bits; the browser is asked for many at once, since a single question costs a microsecond. */
export function nonce() {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  let text = "";
  for (const end = used + 16; used < end; used++) text += hex[pool[used]];
  return text;
}

let second = 0;
let written = "";

/** The Timestamp, encoded; written once a second. */
export function timestamp() {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    written = `${new Date(now * 1000).toISOString().slice(0, 19)}Z`.replaceAll(":", "%3A");
  }
  return written;
}

/** A signer by templates: `mac` turns the StringToSign into base64, at once or as a promise. */
export function byTemplates(workload, mac) {
  const once = pieces(workload);
  const twice = once.map(encode);
  const twiceOf = (text) => text.replaceAll("%", "%25");
  return (executionId) => {
    const [id, fresh, time] = [encodeId(executionId), nonce(), timestamp()];
    const signed = mac(`GET&%2F&${twice[0]}${twiceOf(id)}${twice[1]}${fresh}${twice[2]}${twiceOf(time)}${twice[3]}`);
    const url = (signature) =>
      `${ORIGIN}/?${once[0]}${id}${once[1]}${fresh}${once[2]}${time}${once[3]}&Signature=${encodeURIComponent(signature)}`;
    return typeof signed === "string" ? url(signed) : signed.then(url);
  };
}
