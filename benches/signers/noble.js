import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { byTemplates } from "./parameters.js";

const encoder = new TextEncoder();

export function macOf(accessKeySecret) {
  const keyed = hmac.create(sha1, encoder.encode(`${accessKeySecret}&`));
  return (text) => keyed.clone().update(encoder.encode(text)).digest();
}

export function make(workload) {
  const mac = macOf(workload.credentials.accessKeySecret);
  return byTemplates(workload, (text) => btoa(String.fromCharCode(...mac(text))));
}
