// Creates the connection of the page: where calls go, with which credentials, and the client that makes them.

import { OosClient } from "oos-cancel";

// Those of the package.
const DEFAULT_ATTEMPTS = 3;
const DEFAULT_MS = { accepted: 10_000, ended: 300_000 };

/** Returns a connection for `session.use`. Throws an InvalidInputError for what is wrong. */
export function openConnection({ regionId, network, endpoint, credentials, advanced = {}, emulated = false }) {
  const clientWith = (more) => new OosClient({ regionId, network, endpoint, credentials, ...advanced, ...more });
  const client = clientWith();
  const provided = typeof credentials === "function";
  return {
    client,
    // A call whose attempts are shown needs a client of its own: an attempt does not say to which call it belongs.
    clientWith,
    regionId,
    network,
    endpoint,
    credentials,
    emulated,
    host: endpoint ? endpoint.replace(/^https:\/\//, "") : `${network === "vpc" ? "oos-vpc" : "oos"}.${regionId}.aliyuncs.com`,
    where: regionId ?? endpoint,
    accessKeyId: provided ? undefined : credentials.accessKeyId,
    expiresAt: !provided && credentials.expiration ? new Date(credentials.expiration).getTime() : undefined,
    canList: undefined,
    /** How many requests a cancel sends at most. */
    mostAttempts: advanced.retry === false ? 1 : (advanced.retry?.maxAttempts ?? DEFAULT_ATTEMPTS),
    /** How long a cancel takes at most, by what it waits for. */
    mostMs: {
      accepted: advanced.timeoutMs ?? DEFAULT_MS.accepted,
      ended: Math.max(advanced.timeoutMs ?? 0, DEFAULT_MS.ended),
    },
  };
}
