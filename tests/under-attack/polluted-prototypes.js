// What any script of a page can plant on `Object.prototype`, and how. Checked by polluted-prototypes.test.js.
// Not here: `aborted`, with which Node's own `AbortSignal.any` gives signals that have fired.

import { ENDPOINT, PLANTED } from "./support/exercise.js";

/** A value of the kind that is read under that name, so that it would be taken if it were looked at. */
const TELLING = {
  code: "EntityNotExist.Execution",
  Code: "EntityNotExist.Execution",
  errorCode: "Forbidden",
  success: false,
  RequestId: PLANTED,
  requestId: PLANTED,
  endpoint: `http://${PLANTED}.example`,
  allowedOrigins: [ENDPOINT],
  regionId: "cn-beijing",
  network: "vpc",
  credentials: { accessKeyId: PLANTED, accessKeySecret: PLANTED },
  accessKeyId: PLANTED,
  accessKeySecret: PLANTED,
  securityToken: PLANTED,
  SecurityToken: PLANTED,
  expiration: "2000-01-01T00:00:00Z",
  Expiration: "2000-01-01T00:00:00Z",
  method: "GET",
  requestStyle: "get",
  nonce: PLANTED,
  now: 0,
  timestamp: 0,
  validityMinutes: 1,
  timeoutMs: 1,
  retry: false,
  maxAttempts: 1,
  signal: AbortSignal.abort(),
  onAttempt: 1,
  headers: { planted: PLANTED },
  body: PLANTED,
  mode: "no-cors",
  redirect: "follow",
  cache: "force-cache",
  referrer: PLANTED,
  integrity: PLANTED,
  window: null,
  duplex: "half",
  priority: "low",
  keepalive: false,
  dispatcher: {},
  outcome: "accepted",
  history: [],
  status: 200,
  ok: true,
  done: true,
  value: new Uint8Array(),
  get: () => PLANTED,
  set: () => {},
  writable: false,
  enumerable: false,
  configurable: false,
  toJSON: () => PLANTED,
  // A function would be called with every object that any promise is resolved with: no promise of objects is left then.
  then: PLANTED,
};

const OTHERS = [
  "Message",
  "message",
  "name",
  "cause",
  "stack",
  "recommend",
  "Recommend",
  "AccessDeniedDetail",
  "executionId",
  "ExecutionId",
  "elapsedMs",
  "history",
  "number",
  "problems",
  "parameter",
  "remedy",
  "retryable",
  "diagnosis",
  "reason",
  "deadline",
  "either",
  "once",
  "capture",
  "passive",
  "fatal",
  "ignoreBOM",
  "stream",
  "highWaterMark",
  "size",
  "type",
  "mode",
  "preventCancel",
  "length",
  "0",
  "1",
  "__wbg_ptr",
];

export const NAMES = [...new Set([...Object.keys(TELLING), ...OTHERS])];

/** What is defined on the prototype. */
export const WAYS = {
  "a value": (name) => ({ value: name in TELLING ? TELLING[name] : PLANTED, writable: true }),
  "a value that cannot be overwritten": (name) => ({ value: name in TELLING ? TELLING[name] : PLANTED, writable: false }),
  "a setter that keeps everything for itself": () => ({ get: () => undefined, set() {} }),
  "a getter that throws": (name) => {
    // The platform itself reads these of objects that have none.
    if (PLATFORMS.includes(name)) return undefined;
    const trap = () => {
      throw new RangeError("a neighbour's getter");
    };
    return { get: trap, set: trap };
  },
};

const PLATFORMS = ["then", "get", "set", "value", "writable", "enumerable", "configurable"];
