// Whatever the server says, the outcome is never better than the truth, and no text shows what a request carried.
// `UNDER_ATTACK_SEED` has a run again.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { ROWS, http, startLyingServer } from "./lying-server.js";
import { everyText, leaked } from "./support/leaks.js";
import { ENTRY, LONG, REQUEST_ID, SECRET, TEMPORARY, TOKEN, newExecutionId } from "./support/package.js";

const oos = await import(ENTRY);
const SEED = Number(process.env.UNDER_ATTACK_SEED ?? randomInt(2 ** 32));
const COMBINATIONS = LONG ? 20_000 : 1_500;
const TOGETHER = 50;
const retry = { maxAttempts: 3, baseDelayMs: 1, throttlingBaseDelayMs: 1, maxDelayMs: 2 };

let server;
const plans = new Map();
before(async () => {
  server = await startLyingServer((executionId, count) => {
    // A request may arrive after its call has ended by the deadline.
    const plan = plans.get(executionId) ?? [{ row: { answer: () => undefined } }];
    return plan[Math.min(count, plan.length) - 1];
  });
});
after(() => server.stop());

/** One call whose requests are answered as planned; how it ends. */
async function call(plan, { style, timeoutMs = 5_000, options = {} } = {}) {
  const executionId = newExecutionId();
  plans.set(executionId, plan);
  const attempts = [];
  const end = { executionId, attempts };
  try {
    if (style === "url") {
      const { url } = oos.signCancelUrl({ executionId, endpoint: server.origin, credentials: TEMPORARY });
      end.value = await oos.sendCancelUrl(url, { allowedOrigins: [server.origin], timeoutMs });
    } else {
      const how = style ? { requestStyle: style } : {};
      const common = { endpoint: server.origin, credentials: TEMPORARY, retry, timeoutMs, onAttempt: (it) => attempts.push(it) };
      const client = new oos.OosClient({ ...common, ...how, ...options });
      end.value = await client.cancelExecution(executionId).finally(() => client.free());
    }
  } catch (error) {
    end.error = error;
  }
  plans.delete(executionId);
  return { ...end, truth: server.truth(executionId) };
}

function assertHonest({ value, error, truth }, title) {
  const { carriedOut, requests } = truth;
  if (value) return assert.ok(carriedOut > 0, `${title}: accepted, but nothing was carried out`);
  assert.ok(error instanceof oos.OosError, `${title}: ended with ${error?.stack ?? error}`);
  if (carriedOut > 0) assert.equal(error.outcome, "unknown", `${title}: carried out, but ${error.name} ${error.code} says so`);
  if (requests.length > 0) assert.notEqual(error.outcome, "not-sent", `${title}: ${requests.length} requests came`);
}

function assertSilent({ value, error, attempts, truth }, title) {
  const text = everyText([value, error, attempts]);
  const signatures = truth.requests.map(({ Signature }) => Signature);
  assert.deepEqual(leaked(text, { secret: SECRET, token: TOKEN, signatures }), [], `${title} shows them`);
}

const truths = { never: [false], always: [true], either: [false, true] };
const STYLES = LONG ? [undefined, "query", "form", "url"] : [undefined, "url"];

describe("a response that a call may get", { concurrency: 8 }, () => {
  for (const row of ROWS) {
    test(row.name, async () => {
      for (const carriesOut of truths[row.truth]) {
        for (const style of STYLES) {
          const title = `${style ?? "default"}, ${carriesOut ? "carried out" : "not carried out"}`;
          const end = await call([{ row, carriesOut }], { style, timeoutMs: row.endless ? 200 : 5_000 });
          assertHonest(end, title);
          assertSilent(end, title);
          if (row.wanted === "accepted") assert.ok(end.value, `${title}: ended with ${end.error}`);
          if (row.wanted === "refused") assert.equal(end.error?.outcome, "refused", title);
          if (row.code) assert.equal(end.error?.code, row.code, title);
          if (row.requestId) assert.equal(end.error?.requestId, row.requestId, title);
          if (row.holds) assert.ok(everyText(end.error).includes(row.holds), `${title}: ${row.holds} is lost`);
          if (row.throttles && style !== "url") assert.equal(end.truth.requests.length, 3, `${title}: is not tried again`);
        }
      }
    });
  }
});

/** Numbers from 0 up to 1: the generator mulberry32, since `Math.random` takes no seed. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test(`${COMBINATIONS} calls with up to four different responses, from the seed ${SEED}`, async (t) => {
  const random = randomFrom(SEED);
  const oneOf = (list) => list[Math.floor(random() * list.length)];
  const counts = {};
  let left = COMBINATIONS;
  await Promise.all(Array.from({ length: TOGETHER }, async () => {
    while (left-- > 0) {
      const plan = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
        const row = oneOf(ROWS);
        return { row, carriesOut: oneOf(truths[row.truth]) };
      });
      const style = oneOf(STYLES);
      const endless = plan.some(({ row }) => row.endless);
      const end = await call(plan, { style, timeoutMs: endless ? oneOf([50, 150, 400]) : 5_000 });
      const title = `${style ?? "default"}: ${plan.map(({ row, carriesOut }) => `${row.name}${carriesOut ? ", carried out" : ""}`).join("; ")}`;
      assertHonest(end, title);
      assertSilent(end, title);
      const kind = end.error ? `${end.error.name} ${end.error.outcome}` : "accepted";
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
  }));
  t.diagnostic(JSON.stringify(counts));
});

const twice = (encode) => (text) => encode(encode(text));
const named = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const ENCODINGS = {
  "as it is": (text) => text,
  "percent-encoded": encodeURIComponent,
  "percent-encoded twice": twice(encodeURIComponent),
  "percent-encoded three times": (text) => encodeURIComponent(twice(encodeURIComponent)(text)),
  "percent-encoded with small hex": (text) => encodeURIComponent(text).replace(/%../g, (hex) => hex.toLowerCase()),
  "percent-encoded twice with small hex": (text) => twice(encodeURIComponent)(text).replace(/%../g, (hex) => hex.toLowerCase()),
  "form-encoded": (text) => new URLSearchParams({ x: text }).toString().slice(2),
  "form-encoded twice": (text) => encodeURIComponent(new URLSearchParams({ x: text }).toString().slice(2)),
  "each letter percent-encoded": (text) => [...text].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, "0")}`).join(""),
  "HTML-escaped": (text) => text.replace(/[&<>"']/g, (letter) => named[letter]),
  "HTML-escaped in numbers": (text) => text.replace(/[^0-9a-z]/gi, (letter) => `&#${letter.charCodeAt(0)};`),
  "HTML-escaped in hex": (text) => text.replace(/[^0-9a-z]/gi, (letter) => `&#x${letter.charCodeAt(0).toString(16)};`),
  "HTML-escaped, then percent-encoded": (text) => encodeURIComponent(text.replace(/[&<>"']/g, (letter) => named[letter])),
  "escaped as in JSON": (text) => JSON.stringify(text).slice(1, -1),
  "escaped as in JSON, in hex": (text) => text.replace(/[^0-9a-z]/gi, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "its first half": (text) => text.slice(0, text.length / 2),
  "its second half": (text) => text.slice(text.length / 2),
  "its first half percent-encoded": (text) => encodeURIComponent(text.slice(0, text.length / 2)),
  "between words": (text) => `The token ${text} is not good; ask for another one than ${text}.`,
};

const stringToSign = (parameters) => {
  const query = Object.keys(parameters).filter((name) => name !== "Signature").sort()
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(parameters[name])}`).join("&");
  return `POST&%2F&${encodeURIComponent(query)}`;
};

const CARRIED = {
  "the token": (parameters) => parameters.SecurityToken,
  "the Signature": (parameters) => parameters.Signature,
  "the URL": (parameters) => `https://oos.cn-hangzhou.aliyuncs.com/?${new URLSearchParams(parameters)}`,
  "the StringToSign": stringToSign,
};

const STATUSES = LONG ? [400, 200, 500] : [400];
const body = (text, field) => ({
  Message: { RequestId: REQUEST_ID, Code: "InvalidParameter", Message: text },
  Code: { RequestId: REQUEST_ID, Code: text, Message: "No." },
  RequestId: { RequestId: text, Code: "InvalidParameter", Message: "No." },
  Recommend: { RequestId: REQUEST_ID, Code: "InvalidParameter", Message: "No.", Recommend: `https://next.api.aliyun.com/troubleshoot?q=${text}` },
  AccessDeniedDetail: { RequestId: REQUEST_ID, Code: "NoPermission", Message: "No.", AccessDeniedDetail: { EncodedDiagnosticMessage: text, [text]: 1 } },
  "all names small": { requestid: REQUEST_ID, code: text, message: text },
})[field];
const FIELDS = ["Message", "Code", "RequestId", "Recommend", "AccessDeniedDetail", "all names small"];

describe("a response that echoes the request", { concurrency: 8 }, () => {
  for (const [what, take] of Object.entries(CARRIED)) {
    for (const [how, encode] of Object.entries(ENCODINGS)) {
      test(`${what}, ${how}`, async () => {
        for (const field of FIELDS) {
          for (const status of STATUSES) {
            const answer = ({ parameters }) => http(status, JSON.stringify(body(encode(take(parameters)), field)));
            const end = await call([{ row: { answer } }], { style: status === 400 ? "url" : undefined });
            assertSilent(end, `${status}, ${field}`);
            const own = await call([{ row: { answer } }], { options: { retry: false } });
            assertSilent(own, `${status}, ${field}, own request`);
          }
        }
      });
    }
  }

  const messages = {
    "a V1 refusal": (parameters) => `Specified signature is not matched with our calculation. server string to sign is:${stringToSign(parameters)}`,
    "an ACS3 refusal": (parameters) => `Specified signature does not match our calculation. server StringToSign is [ACS3-HMAC-SHA256\n${stringToSign(parameters)}] server CanonicalRequest is [POST\n/\n${new URLSearchParams(parameters)}]`,
    "a request that something in between shows": (parameters) => `400 Bad Request: POST /?${new URLSearchParams(parameters)} HTTP/1.1`,
  };
  for (const [name, message] of Object.entries(messages)) {
    test(name, async () => {
      for (const code of ["SignatureDoesNotMatch", "IncompleteSignature", "InvalidParameter"]) {
        const answer = ({ parameters }) => http(400, JSON.stringify({ RequestId: REQUEST_ID, Code: code, Message: message(parameters) }));
        const end = await call([{ row: { answer } }]);
        assertSilent(end, code);
        if (name.endsWith("refusal")) assert.doesNotMatch(everyText(end.error), /SignatureNonce(=|%3D)/, `${code}: the echo is not cut`);
      }
    });
  }

  test("a page that shows the request", async () => {
    const answer = ({ parameters }) => http(403, `<pre>${new URLSearchParams(parameters)}</pre>`, { "Content-Type": "text/html" });
    for (const style of STYLES) assertSilent(await call([{ row: { answer } }], { style }), style);
  });
});
