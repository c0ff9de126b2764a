// Sends one request and reads its response, with any `fetch` a page has: the platform's, a mock, or a library's.
import { awaitable, race } from "./calls.js";
import { define, elements, own } from "./platform.js";

const { apply } = Reflect;
const { keys } = Object;
const { parse } = JSON;
const { isArray } = Array;
const { decode } = TextDecoder.prototype;
const { encode } = TextEncoder.prototype;
const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

/** Returns whether the platform hides responses without a CORS header, as browsers do in pages and workers. */
export function mayHideResponses() {
  return typeof globalThis.location === "object" && typeof globalThis.document + typeof globalThis.WorkerGlobalScope !== "undefinedundefined";
}

/** The options of a request that the platform refuses. Read once, when no other script can have replaced anything. */
const refuses = { __proto__: null, cache: refusesOption({ cache: "no-store" }), redirect: refusesOption({ redirect: "error" }) };

// workerd does not know `redirect: "error"`, nor, in its older versions, `cache`. WebSocketPair is its own; elsewhere nothing is
// asked, since Node takes tens of milliseconds to load its Request.
function refusesOption(option) {
  if (!("WebSocketPair" in globalThis)) return false;
  try {
    new Request("https://localhost", option);
    return false;
  } catch {
    return true;
  }
}

const MAX_MEMBERS = 100;
const MAX_CAUSES = 5;
// Responses of OOS have some hundred bytes. Room for the largest one would take longer to clear than the rest of a call.
const FIRST_ROOM = 1_024;

/**
 * Sends a request and reads at most `limit` bytes of the response. Never rejects: resolves to the response, or to what
 * `fetch` threw and whether the request may have left.
 */
export function exchange(url, init, limit, watch) {
  return awaitable(settled(url, init, limit, watch));
}

async function settled(url, init, limit, watch) {
  try {
    return await send(url, init, limit, watch);
  } catch {
    // Even reading the failure threw.
    return { __proto__: null, causes: [], mayBeSent: true, notConnected: false, quotaExceeded: false };
  }
}

const REDIRECTS = [301, 302, 303, 307, 308];

async function send(url, init, limit, watch) {
  let sent = false;
  if (refuses.cache) delete init.cache;
  if (refuses.redirect) init.redirect = "manual";
  const started = init.keepalive ? observe(url) : undefined;
  try {
    // Looked up for each request: a test may have replaced it with a mock.
    const pending = fetch(url, init);
    sent = true;
    const response = await race(pending, watch);
    const status = +response.status;
    // A platform that takes `redirect: "error"` rejects by itself.
    if (refuses.redirect && (response.type === "opaqueredirect" || REDIRECTS.includes(status))) {
      cancel(response.body);
      throw new TypeError("The response is a redirect.");
    }
    const headers = [header(response, "date"), header(response, "retry-after"), header(response, "x-acs-retry-after")];
    return { __proto__: null, status, headers, body: await readBody(response, limit, watch), quotaExceeded: false };
  } catch (error) {
    const causes = describe(error);
    const quotaExceeded = started && !watch.endedBy ? !(await started.any()) : false;
    const notConnected = failedBeforeSending(causes);
    return { __proto__: null, causes, mayBeSent: sent && !quotaExceeded && !notConnected, notConnected, quotaExceeded };
  } finally {
    started?.stop();
  }
}

/**
 * Observes whether the browser starts a request. Chromium and Firefox keep a timing entry of every request that they start,
 * even if it fails, and none of a request that exceeds the keepalive limit; the error is the same for both. Returns
 * `undefined` where there are no such entries.
 */
function observe(url) {
  try {
    if (typeof document === "undefined" || !PerformanceObserver.supportedEntryTypes.includes("resource")) return undefined;
    let seen = false;
    const look = (entries) => {
      for (const { name } of entries) if (name === url) seen = true;
    };
    const observer = new PerformanceObserver((list) => look(list.getEntries()));
    observer.observe({ type: "resource" });
    return {
      // Firefox writes the entry a moment later.
      any: () => new Promise((resolve) => setTimeout(() => resolve((look(observer.takeRecords()), seen)), 50)),
      stop: () => observer.disconnect(),
    };
  } catch {
    return undefined;
  }
}

function header(response, name) {
  try {
    const value = response.headers.get(name);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

// Callers await it: an async function that returned the promise would call its `then`, which a page may have replaced.
/** Resolves to the members of a JSON object and the whole value, to a text that is not JSON, or to the name of a fault. */
async function readBody(response, limit, watch) {
  let bytes;
  try {
    bytes = await readBytes(response, limit, watch);
  } catch {
    return fault("BodyCutOff");
  }
  if (typeof bytes === "string") return fault(bytes);
  if (bytes.length === 0) return fault("EmptyBody");
  let text;
  try {
    text = apply(decode, decoder, [bytes]);
  } catch {
    return fault("NotJson");
  }
  let value;
  try {
    value = parse(text);
  } catch {
    return { __proto__: null, text };
  }
  const list = members(value, 2);
  return list ? { __proto__: null, members: list, json: value } : fault("WrongShape");
}

const fault = (name) => ({ __proto__: null, fault: name });

async function readBytes(response, limit, watch) {
  const stream = response.body;
  if (typeof stream?.getReader === "function") return await readStream(stream.getReader(), limit, watch);
  // A library's response: node-fetch has a Node stream, and a mock may have only one of these functions.
  if (typeof response.text === "function") return whole(await race(response.text(), watch), limit);
  if (typeof response.arrayBuffer === "function") {
    const bytes = new Uint8Array(await race(response.arrayBuffer(), watch));
    return bytes.length > limit ? "BodyTooLarge" : bytes;
  }
  if (typeof response.json === "function") return whole(JSON.stringify(await race(response.json(), watch)), limit);
  return "EmptyBody";
}

function whole(text, limit) {
  const bytes = apply(encode, encoder, [text]);
  return bytes.length > limit ? "BodyTooLarge" : bytes;
}

async function readStream(reader, limit, watch) {
  let bytes = new Uint8Array(FIRST_ROOM);
  let length = 0;
  try {
    while (true) {
      const { done, value } = await race(reader.read(), watch);
      if (done) return bytes.subarray(0, length);
      const next = length + value.length;
      if (next > limit) return "BodyTooLarge";
      if (next > bytes.length) {
        const longer = new Uint8Array(2 * next);
        longer.set(bytes);
        bytes = longer;
      }
      bytes.set(value, length);
      length = next;
    }
  } finally {
    cancel(reader);
  }
}

/** Cancels a reader. Callers do not await it, because a stream may be slow to close. */
async function cancel(reader) {
  try {
    await reader.cancel();
  } catch {
    // The stream has ended.
  }
}

/** Lists the own members of a JSON object, names and values in turn and nested objects as lists; `undefined` for other values. */
function members(value, levels) {
  if (typeof value !== "object" || value === null || isArray(value) || levels === 0) return undefined;
  const names = keys(value);
  if (names.length > MAX_MEMBERS) return undefined;
  const list = [];
  for (let index = 0; index < names.length; index++) {
    const member = own(value, names[index]);
    define(list, 2 * index, names[index]);
    define(list, 2 * index + 1, typeof member === "object" && member !== null ? members(member, levels - 1) : member);
  }
  return list;
}

/** The codes of failures that can only come before a request is sent: DNS, routing, connecting, TLS. */
const beforeSending = { __proto__: null };
for (const code of [
  "ENOTFOUND EAI_AGAIN ECONNREFUSED ENETUNREACH EHOSTUNREACH EADDRNOTAVAIL EACCES UND_ERR_CONNECT_TIMEOUT ERR_INVALID_URL",
  "CERT_HAS_EXPIRED CERT_NOT_YET_VALID DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID ERR_SSL_WRONG_VERSION_NUMBER ConnectionRefused FailedToOpenSocket",
].flatMap((line) => line.split(" "))) beforeSending[code] = true;

function failedBeforeSending(causes) {
  for (let level = 0; level < causes.length; level++) if (causes[level][1] in beforeSending) return true;
  return false;
}

/** Returns the name, code and message of an error and of its causes, all of which may be anything. */
function describe(error) {
  const levels = [];
  for (let level = 0; level < MAX_CAUSES && typeof error === "object" && error !== null; level++) {
    define(levels, level, [text(error, "name") || "Error", text(error, "code"), text(error, "message")]);
    error = read(error, "cause");
  }
  return levels;
}

function read(object, name) {
  try {
    return object[name];
  } catch {
    return undefined;
  }
}

function text(object, name) {
  const value = read(object, name);
  return typeof value === "string" ? value : "";
}
