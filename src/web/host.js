// What is smaller or safer here than in the module: a step of an asynchronous function weighs a fifth, and an exception
// that reaches the module leaves a handle behind.

/** A promise of what the provider gives or throws. */
export function callProvider(provider) {
  return new Promise((resolve) => resolve(provider()));
}

/** Tells an observer and forgets it: neither an exception nor a rejected promise of its own comes back. */
export function notify(observer, value) {
  callProvider(() => observer(value)).catch(() => {});
}

/**
 * The status, the headers that matter, and the body: RequestId, Code, Message and Recommend of its JSON object, or the name
 * of what is wrong with it. Rejects as the promise of `fetch` does.
 */
export async function readAnswer(promise, limit) {
  const response = await promise;
  const body = await readBody(response, limit).catch(() => "BodyCutOff");
  const headers = ["Date", "Retry-After", "x-acs-retry-after"].map((name) => response.headers.get(name));
  return [response.status, ...headers, ...[body].flat()];
}

async function readBody(response, limit) {
  const bytes = new Uint8Array(limit);
  let length = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length + value.length > limit) {
      // Not awaited: a stream may take its time to close. But its rejection must not go unheard.
      reader.cancel().catch(() => {});
      return "BodyTooLarge";
    }
    bytes.set(value, length);
    length += value.length;
  }
  return length ? parse(bytes.subarray(0, length)) : "EmptyBody";
}

function parse(bytes) {
  let answer;
  try {
    answer = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return "NotJson";
  }
  if (typeof answer !== "object" || !answer || Array.isArray(answer)) return "WrongShape";
  // The vendor's SDKs read both cases of each name.
  return [
    answer.RequestId ?? answer.requestId,
    answer.Code ?? answer.code,
    answer.Message ?? answer.message,
    answer.Recommend,
  ];
}

// In the order of web/options/mod.rs.
const names = [
  "accessKeyId",
  "accessKeySecret",
  "allowedOrigins",
  "baseDelayMs",
  "credentials",
  "endpoint",
  "executionId",
  "expiration",
  "maxAttempts",
  "maxDelayMs",
  "method",
  "network",
  "nonce",
  "now",
  "onAttempt",
  "regionId",
  "requestStyle",
  "retry",
  "securityToken",
  "signal",
  "throttlingBaseDelayMs",
  "timeoutMs",
  "timestamp",
  "validityMinutes",
];

/** The option at that place of the list. It may throw, as the getter of a proxy may. */
export function property(options, place) {
  return options[names[place]];
}
