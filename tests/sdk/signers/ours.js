// The npm package, as it is shipped.
import { signCancelUrl, validateCancelUrl } from "../../../pkg/node.js";

const credentialsOf = ({ accessKeyId, accessKeySecret, securityToken }) => ({ accessKeyId, accessKeySecret, securityToken });

export function sign(one) {
  return signCancelUrl({
    executionId: one.executionId,
    credentials: credentialsOf(one),
    method: one.method,
    nonce: one.nonce,
    timestamp: one.milliseconds,
    regionId: one.regionId,
    // By the rule where there is a region to follow it from.
    ...(one.network ? { network: one.network } : { endpoint: one.origin }),
  });
}

export function validate(one, url) {
  const now = Math.min(Math.max(one.milliseconds + one.judgedAfterSeconds * 1000, 0), 253_402_300_799_999);
  return validateCancelUrl(url, {
    method: one.method,
    credentials: credentialsOf(one),
    allowedOrigins: [one.origin],
    now,
  });
}
