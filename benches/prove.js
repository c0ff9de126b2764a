// Nothing is timed before it is proved: each signer's URL carries the signature that WebCrypto makes of its parameters, and
// each validator tells a good URL from a changed one.

import { macOf } from "./signers/webcrypto.js";
import { equal, parse } from "./validators/by-hand.js";

export async function proveSigner(name, sign, ids, { credentials, regionId }) {
  const mac = await macOf(credentials.accessKeySecret);
  for (const id of ids) {
    const url = await sign(id);
    const { stringToSign, signature } = parse(url);
    const { searchParams } = new URL(url);
    const fits =
      searchParams.get("ExecutionId") === id &&
      searchParams.get("RegionId") === regionId &&
      searchParams.get("AccessKeyId") === credentials.accessKeyId &&
      searchParams.get("SecurityToken") === (credentials.securityToken ?? null);
    if (!fits || !equal(signature, await mac(stringToSign))) throw new Error(`${name} signs ${JSON.stringify(id)} wrongly: ${url}`);
  }
  if ((await sign(ids[0])) === (await sign(ids[0]))) throw new Error(`${name} repeats its nonce`);
}

export async function proveValidator(name, validate, url) {
  const changed = url.replace("exec-", "exec_");
  if ((await validate(url)) !== true) throw new Error(`${name} refuses a good URL`);
  if ((await validate(changed)) !== false) throw new Error(`${name} accepts a changed URL`);
}
