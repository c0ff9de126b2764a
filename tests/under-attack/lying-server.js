// A server in the place of OOS that keeps the truth and answers what it likes. On raw sockets, since no HTTP library writes what
// is wrong enough.
//
// `truth` says whether the cancel may have been carried out when this is the answer: "never" and "always" are answers that OOS
// itself gives, "either" is everything else. `wanted` is what a call ends with that gets this answer to each of its requests, and
// `endless` is an answer that only the deadline ends.

import { createServer } from "node:net";
import { gzipSync } from "node:zlib";

import { REQUEST_ID } from "./support/package.js";

const json = (value) => JSON.stringify(value);
const error = (Code, Message = "No.", more = {}) => json({ RequestId: REQUEST_ID, HostId: "oos.cn-hangzhou.aliyuncs.com", Code, Message, ...more });
const ACCEPTED = json({ RequestId: REQUEST_ID });

// As OOS does, so that pages can read the answers as well.
const CORS = { "Access-Control-Allow-Origin": "*" };

/** A whole answer. */
export function http(status, body, headers = {}) {
  const bytes = Buffer.from(body);
  const all = { "Content-Type": "application/json;charset=utf-8", "Content-Length": bytes.length, Connection: "close", ...CORS, ...headers };
  const lines = Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} X\r\n${lines.join("")}\r\n`), bytes]);
}

const never = (name, status, body, more) => ({ name, truth: "never", answer: () => http(status, body), ...more });
const always = (name, status, body, headers) => ({ name, truth: "always", answer: () => http(status, body, headers), wanted: "accepted" });
const either = (name, status, body, headers, more) => ({ name, truth: "either", answer: () => http(status, body, headers), ...more });
const raw = (name, answer, more) => ({ name, truth: "either", answer, ...more });
const endless = (name, answer) => raw(name, answer, { endless: true });

const xml = (name, inside) => `<?xml version='1.0' encoding='UTF-8'?><${name}>${inside}</${name}>`;
const HTML = { "Content-Type": "text/html" };
const detail = { AuthAction: "oos:CancelExecution", PolicyType: "AccountLevelIdentityBasedPolicy", NoPermissionType: "ImplicitDeny" };

const REFUSALS = [
  never("a refusal", 404, error("EntityNotExist.Execution"), { wanted: "refused", code: "EntityNotExist.Execution" }),
  never("a refusal with a byte order mark", 404, `\ufeff${error("EntityNotExist.Execution")}`, { wanted: "refused", code: "EntityNotExist.Execution" }),
  never("a refusal whose names begin small", 403, json({ requestId: REQUEST_ID, code: "ExecutionCancelFailed", message: "No." }), { wanted: "refused", code: "ExecutionCancelFailed" }),
  never("a refusal whose names are small", 403, json({ requestid: REQUEST_ID, code: "ExecutionCancelFailed", message: "No." }), { wanted: "refused", code: "ExecutionCancelFailed" }),
  never("a refusal in XML", 404, xml("Error", `<RequestId>${REQUEST_ID}</RequestId><HostId>oos</HostId><Code>EntityNotExist.Execution</Code><Message>No.</Message>`), { wanted: "refused", code: "EntityNotExist.Execution", requestId: REQUEST_ID }),
  never("a refusal with its reasons", 403, error("NoPermission", "No.", { AccessDeniedDetail: detail }), { wanted: "refused", code: "NoPermission", holds: "ImplicitDeny" }),
  never("a refusal with a code of a later time", 409, error("SomethingNew.Conflict"), { wanted: "refused", code: "SomethingNew.Conflict" }),
  never("throttling", 400, error("Throttling.User"), { throttles: true }),
  never("throttling by another code and the header", 400, error("FlowLimitExceeded"), { throttles: true, headers: { "x-acs-retry-after": "50" } }),
  never("throttling that ends with the word", 400, error("Request.Throttling"), { throttles: true }),
  never("throttling with the word inside", 429, error("System.ThrottlingPolicy.Api"), { throttles: true }),
].map((row) => (row.headers ? { ...row, answer: () => http(400, error("FlowLimitExceeded"), row.headers) } : row));

const SUCCESSES = [
  always("a success", 200, ACCEPTED),
  always("a success with a byte order mark", 200, `\ufeff${ACCEPTED}`),
  always("a success whose name begins small", 200, json({ requestId: REQUEST_ID })),
  always("a success whose name is small", 200, json({ requestid: REQUEST_ID })),
  always("a success with room around", 200, ` \r\n\t${ACCEPTED}\n\n`),
  always("a success as text", 200, ACCEPTED, { "Content-Type": "text/plain" }),
  always("a success of no type", 200, ACCEPTED, { "Content-Type": undefined }),
  always("a success that calls itself HTML", 200, ACCEPTED, HTML),
  always("a compressed success", 200, gzipSync(ACCEPTED), { "Content-Encoding": "gzip" }),
  { ...always("a success after a hint"), answer: () => Buffer.concat([Buffer.from("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"), http(200, ACCEPTED)]) },
  { ...always("a success in chunks"), answer: () => Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${[...ACCEPTED].map((letter) => `1\r\n${letter}\r\n`).join("")}0\r\n\r\n`) },
  { ...always("a success until the connection ends"), answer: () => Buffer.from(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${ACCEPTED}`) },
  { ...always("a success in XML", 200, xml("CancelExecutionResponse", `<RequestId>${REQUEST_ID}</RequestId>`)), wanted: undefined },
];

/** A success that says in some way that it is none. */
const DENIALS = [
  { success: false, errorCode: "Forbidden" }, { Success: false }, { success: "false" }, { Success: "False" }, { SUCCESS: 0 },
  { errorCode: "Forbidden" }, { ErrorCode: "Forbidden" }, { error_code: "Forbidden" }, { errCode: 403 }, { errorMessage: "No." },
  { ErrorMessage: "No." }, { error: "forbidden" }, { error: { code: 403 } }, { Error: { Code: "Forbidden" } }, { errors: ["forbidden"] },
  { Code: "Forbidden" }, { code: "Forbidden" }, { CODE: "Forbidden" }, { Code: 403 }, { code: 403, msg: "forbidden" }, { Code: { Value: "Forbidden" } },
  { Code: ["Forbidden"] }, { HttpStatusCode: 403, Success: false }, { result: { success: false } },
].flatMap((denial) => [{ RequestId: REQUEST_ID, ...denial }, { requestId: "1", ...denial }]);

const IN_BETWEEN = [408, 425, 499, 403, 401, 404, 400, 409, 410, 413, 429, 451, 500, 502, 503, 504, 520, 599];
const FOREIGN = {
  "JSON of something in between": json({ code: "upstream_timeout", message: "upstream request timeout" }),
  "JSON with a number for a code": json({ code: 40301, message: "denied", data: null }),
  "JSON with an error": json({ error: "forbidden", request_id: "abc" }),
  "JSON with a trace": json({ timestamp: "2030-01-01T00:00:00Z", status: 403, error: "Forbidden", path: "/" }),
  "a page": "<html><body>Access denied by policy</body></html>",
  "a word": "denied",
  nothing: "",
};

const UNCLEAR_CODES = ["InternalError", "ServiceUnavailable", "UnknownError", "InternalError.Timeout"];

const NO_SUCCESS = {
  "an empty object": "{}", "an empty list": "[]", null: "null", true: "true", "a text": '"OK"', "a number": "200",
  "an empty RequestId": json({ RequestId: "" }), "null for a RequestId": json({ RequestId: null }), "an object for a RequestId": json({ RequestId: {} }),
  "a number for a RequestId": json({ RequestId: 1 }), "a list with a RequestId": json([{ RequestId: REQUEST_ID }]),
  "a RequestId in a prototype": `{"__proto__":{"RequestId":"${REQUEST_ID}"}}`, "a RequestId inside": json({ data: { RequestId: REQUEST_ID } }),
  "half of a success": ACCEPTED.slice(0, -9), "two successes": ACCEPTED + ACCEPTED, "a success in a call": `callback(${ACCEPTED})`,
  "a page": "<html><body>Welcome</body></html>", nothing: "", "a zero byte": "\0", "what is no UTF-8": Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  "UTF-16": Buffer.from(`\ufeff${json({})}`, "utf16le"), "deep lists": "[".repeat(50_000),
};

const BROKEN = [
  raw("a body cut off", () => Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n${ACCEPTED}`)),
  raw("a refusal cut off", () => Buffer.from(`HTTP/1.1 404 X\r\nContent-Length: 500\r\n\r\n${error("EntityNotExist.Execution")}`)),
  raw("chunks cut off", () => Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n26\r\n${ACCEPTED.slice(0, 20)}`)),
  raw("headers cut off", () => Buffer.from("HTTP/1.1 200 OK\r\nContent-Len")),
  raw("nothing at all", () => Buffer.alloc(0)),
  raw("what is no HTTP", () => Buffer.from("SSH-2.0-OpenSSH_9.6\r\n\r\n")),
  raw("two lengths", () => Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 50\r\n\r\n${ACCEPTED}`)),
  raw("a length below zero", () => Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n${ACCEPTED}`)),
  raw("a status that is none", () => Buffer.from(`HTTP/1.1 999 X\r\nContent-Length: 2\r\n\r\n{}`)),
  raw("only a hint", () => Buffer.from("HTTP/1.1 103 Early Hints\r\n\r\n")),
  raw("many headers", () => http(200, "{}", Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`X-${index}`, "x".repeat(20)])))),
  raw("what is not compressed", () => http(200, ACCEPTED, { "Content-Encoding": "gzip" })),
  raw("half of what is compressed", () => http(200, gzipSync("x".repeat(1_000)).subarray(0, 15), { "Content-Encoding": "gzip" })),
  raw("a bomb", () => http(200, gzipSync(Buffer.alloc(20_000_000, " ")), { "Content-Encoding": "gzip" })),
  raw("much", () => http(200, " ".repeat(200_000) + "{}")),
  raw("a reset", (request, socket) => void socket.resetAndDestroy()),
  endless("no answer", () => undefined),
  endless("a body that never ends", (request, socket) => drip(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{", " ")),
  endless("headers that never end", (request, socket) => drip(socket, "HTTP/1.1 200 OK\r\n", "X: y\r\n")),
  endless("hints that never end", (request, socket) => drip(socket, "", "HTTP/1.1 103 Early Hints\r\n\r\n")),
];

const REDIRECTS = [301, 302, 303, 307, 308].map((status) =>
  raw(`a redirect ${status}`, ({ origin }) => http(status, "", { Location: `${origin}/?elsewhere` })));

// The call must not wait longer than its deadline, nor an endless time without one.
const WAITS = ["-1", "0", "1e9", "99999999999999999999", "NaN", "Wed, 21 Oct 2099 07:28:00 GMT", "soon", ""].flatMap((value) => [
  either(`"retry after ${value}"`, 503, "busy", { "Retry-After": value }, { endless: true }),
  either(`"x-acs-retry-after ${value}"`, 503, error("ServiceUnavailable"), { "x-acs-retry-after": value }, { endless: true }),
]);

export const ROWS = [
  ...REFUSALS,
  ...SUCCESSES,
  ...DENIALS.map((denial) => never(`200 ${json(denial).replace(REQUEST_ID, "…")}`, 200, json(denial))),
  ...IN_BETWEEN.flatMap((status) => Object.entries(FOREIGN).map(([name, body]) => either(`${status} and ${name}`, status, body))),
  ...[408, 425, 499].map((status) => either(`${status} with a RequestId`, status, error("RequestTimeout"))),
  ...UNCLEAR_CODES.flatMap((code) => [400, 403, 409, 429, 500, 503].map((status) => either(`${status} ${code}`, status, error(code)))),
  ...Object.entries(NO_SUCCESS).flatMap(([name, body]) => [200, 201, 204, 206].map((status) => either(`${status} and ${name}`, status, status === 204 ? "" : body))),
  ...BROKEN,
  ...REDIRECTS,
  ...WAITS,
];

function drip(socket, start, again) {
  socket.write(start);
  const timer = setInterval(() => socket.write(again), 20);
  socket.once("close", () => clearInterval(timer));
}

/**
 * `plan(executionId, count, parameters)` gives the row for the request with that number and whether the cancel is carried out.
 */
export async function startLyingServer(plan) {
  const seen = new Map();
  const sockets = new Set();

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const request = parse(text);
      if (!request) return;
      text = "";
      answer(socket, request);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;

  function answer(socket, parameters) {
    const executionId = parameters.ExecutionId;
    // A redirect that was followed.
    if (!executionId) return socket.end(http(200, ACCEPTED));
    const record = seen.get(executionId) ?? { requests: [], carriedOut: 0 };
    seen.set(executionId, record);
    record.requests.push(parameters);
    const { row, carriesOut } = plan(executionId, record.requests.length, parameters);
    if (carriesOut) record.carriedOut += 1;
    const bytes = row.answer({ parameters, origin }, socket);
    if (bytes) socket.end(bytes);
  }

  return {
    origin,
    /** What was received for an execution, and how often it was really cancelled. */
    truth: (executionId) => seen.get(executionId) ?? { requests: [], carriedOut: 0 },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The parameters of a whole request. */
function parse(text) {
  const [head] = text.split("\r\n\r\n", 1);
  if (head.length === text.length) return undefined;
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const body = text.slice(head.length + 4);
  if (body.length < length) return undefined;
  const [, path] = head.split(" ", 2);
  return Object.fromEntries([...new URL(path, "http://x").searchParams, ...new URLSearchParams(body)]);
}
