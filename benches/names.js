// What the competitors are called in the results.

export const OURS = "oos-cancel, CancelUrlSigner";
export const OURS_ONCE = "oos-cancel, signCancelUrl";
export const POP_CORE = "@alicloud/pop-core";
export const OPENAPI_CORE = "@alicloud/openapi-core, v2";
export const WEBCRYPTO = "WebCrypto, key imported once";
export const NOBLE = "@noble/hashes, keyed once";
export const NODE_CRYPTO = "node:crypto, keyed once";
export const PLAIN = "plain JavaScript";

export const OUR_VALIDATOR = "oos-cancel, validateCancelUrl";
export const WEBCRYPTO_VALIDATOR = "URLSearchParams and WebCrypto";
export const NOBLE_VALIDATOR = "URLSearchParams and @noble/hashes";
