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
 * The status, the headers that matter, and the body: a list of RequestId, Code, Message and Recommend of its JSON object, or
 * the name of what is wrong with it. Rejects as the promise of `fetch` does.
 */
export async function readAnswer(promise, limit) {
  const response = await promise;
  const body = await readBody(response, limit).catch(() => "BodyCutOff");
  const headers = ["Date", "Retry-After", "x-acs-retry-after"].map((name) => response.headers.get(name));
  return [response.status, ...headers, body];
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

// In the order of the module's own list.
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

/** Copies a short text in ASCII. Says how long it is, and 0 where it is none: then it has to cross as any text does. */
export function copyShort(text, place) {
  if (typeof text !== "string" || text.length > place.length) return 0;
  let all = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    all |= unit;
    place[index] = unit;
  }
  return all < 128 ? text.length : 0;
}

// Texts with the names of members, taken apart once.
const shapes = new Map();

/** An object of its values and their names, each of which has a space behind it. */
export function objectOf(text, values) {
  let shape = shapes.get(text);
  if (!shape) shapes.set(text, (shape = text.split(" ")));
  const object = {};
  for (let place = 0; place < values.length; place++) object[shape[place]] = values[place];
  return object;
}

const encoder = new TextEncoder();

/** The same for a long text: letter by letter takes ten times as long in Node, and twice as long in Chromium. */
export function copyLong(text, place) {
  return encoder.encodeInto(text, place).read;
}

/**
 * A URL of its pieces, of which only the Signature is new to this side. Its 27 letters come four in a number, since numbers
 * cross for nothing: as bytes in the module's memory they took three times as long.
 */
export function signedUrl(beforeId, id, beforeNonce, nonces, at, beforeSignature, odd, a, b, c, d, e, f, g) {
  // Letter by letter: a list of them takes twice as long.
  const signature = String.fromCharCode(
    a & 127, (a >> 7) & 127, (a >> 14) & 127, a >> 21, b & 127, (b >> 7) & 127, (b >> 14) & 127, b >> 21,
    c & 127, (c >> 7) & 127, (c >> 14) & 127, c >> 21, d & 127, (d >> 7) & 127, (d >> 14) & 127, d >> 21,
    e & 127, (e >> 7) & 127, (e >> 14) & 127, e >> 21, f & 127, (f >> 7) & 127, (f >> 14) & 127, f >> 21,
    g & 127, (g >> 7) & 127, (g >> 14) & 127,
  );
  return beforeId + id + beforeNonce + nonces.slice(at, at + 32) + beforeSignature + encoded(signature, odd) + "%3D";
}

/** Base64, percent-encoded where the bits of `odd` say so. In a third of the time of encodeURIComponent. */
function encoded(base64, odd) {
  let text = "";
  let start = 0;
  for (; odd; odd &= odd - 1) {
    const at = 31 - Math.clz32(odd & -odd);
    text += base64.slice(start, at) + (base64[at] === "+" ? "%2B" : "%2F");
    start = at + 1;
  }
  return text + base64.slice(start);
}
