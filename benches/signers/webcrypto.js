import { byTemplates } from "./parameters.js";

const encoder = new TextEncoder();

export async function macOf(accessKeySecret) {
  const raw = encoder.encode(`${accessKeySecret}&`);
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  return async (text) => new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
}

export async function make(workload) {
  const mac = await macOf(workload.credentials.accessKeySecret);
  return byTemplates(workload, async (text) => btoa(String.fromCharCode(...(await mac(text)))));
}
