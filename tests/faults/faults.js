// What a call makes of each fault: written down by hand, checked by matrix.test.js, written into docs/reliability.md by table.js.
//
// `every` is how a call ends when the fault strikes each of its requests, `once` when it strikes the first one only.
// `settings` are the emulator's for this row; `then` is another fault, which strikes all requests after the first.
// Rows with the same `words` end alike and share a line of the printed table; `detail` tells them apart in the tests. What is
// not `printed` would tell its readers nothing new.

export const WAYS = ["GET", "POST", "form"];

// Cancels stay under way, so that another one is accepted too. And each request has a connection of its own: both browsers
// silently repeat a request whose kept connection breaks, which would leave it to chance what a call sees of a fault.
export const SETTINGS = { cancelDelayMs: 600_000, keepAlive: false };

const accepted = (attempts, ran) => ({ got: "accepted", attempts, ran });
const end = (got, code, outcome) => (attempts, ran) => ({ got, code, outcome, attempts, ran });

const noAnswer = end("NetworkError", "NetworkFailure", "unknown");
const late = end("TimeoutError", "DeadlineExceeded", "unknown");
const notOfOos = (code) => end("ResponseError", code, "unknown");
const refused = (code) => end("ServiceError", code, "refused");
const unclear = (code) => end("ServiceError", code, "unknown");

const DEADLINE = 1_000;
/** When the emulator is done with requests that it lets wait. */
export const LATE = 2_500;

// What stands in OOS's place answers. The end must be the same if OOS has cancelled behind it: `ran` at every attempt.
const eitherWay = { behind: [false, true] };

export const ROWS = [
  {
    words: "Nothing",
    every: accepted(1, 1),
  },
  {
    words: "The response is slow, but within the deadline",
    fault: { kind: "delay", delayMs: 100 },
    every: accepted(1, 1),
  },
  {
    words: "OOS does nothing until the deadline",
    fault: { kind: "delay", delayMs: LATE },
    timeoutMs: DEADLINE,
    every: late(1, 0),
    // It goes on with an aborted request that was sent with `keepalive`, so OOS still finds it when it wakes.
    except: { Chromium: { every: late(1, 1) } },
  },
  {
    words: "OOS cancels, but the deadline passes before its response",
    detail: "no response begun",
    fault: { kind: "delay", delayMs: LATE, where: "headers" },
    timeoutMs: DEADLINE,
    every: late(1, 1),
  },
  {
    words: "OOS cancels, but the deadline passes before its response",
    detail: "in the middle of the response",
    fault: { kind: "delay", delayMs: LATE, where: "body" },
    timeoutMs: DEADLINE,
    every: late(1, 1),
  },
  {
    words: "The connection breaks before OOS has done anything",
    fault: { kind: "reset-before" },
    once: accepted(2, 1),
    every: noAnswer(3, 0),
    // It repeats a GET, and no POST, on a broken connection that has not carried anything before, too.
    except: { "Firefox GET": { once: accepted(1, 1) } },
  },
  {
    words: "OOS cancels, but the connection breaks before the response",
    fault: { kind: "reset-after" },
    once: accepted(2, 2),
    // The repetition by Firefox meets `SignatureNonceUsed`, so the nonce keeps it from cancelling again.
    every: noAnswer(3, 3),
  },
  {
    words: "As above, and the execution is `Cancelled` when the next attempt comes",
    fault: { kind: "reset-after" },
    settings: { cancelDelayMs: 0 },
    once: unclear("ExecutionCancelFailed")(2, 1),
  },
  {
    words: "As above, and the next attempt is refused",
    fault: { kind: "reset-after" },
    then: { kind: "error", code: "User.NoPermission" },
    once: unclear("User.NoPermission")(2, 1),
    // The limit of what a page can know: Firefox repeats the GET, and the page sees only the answer to the repetition. As a
    // rule that is `SignatureNonceUsed`, which says it all; a gateway that refuses before it looks at the nonce hides it.
    except: { "Firefox GET": { once: { ...refused("User.NoPermission")(1, 1), hiddenByBrowser: true } } },
  },
  {
    words: "OOS cancels, but its response has no CORS header",
    fault: { kind: "no-cors" },
    once: accepted(2, 2),
    every: noAnswer(3, 3),
  },
  {
    words: "A redirect",
    fault: { kind: "redirect", location: "/" },
    ...eitherWay,
    once: accepted(2, 1),
    every: noAnswer(3, 0),
  },
  {
    words: "A proxy's page instead of a response",
    detail: "502",
    fault: { kind: "html" },
    ...eitherWay,
    once: accepted(2, 1),
    every: notOfOos("NotJson")(3, 0),
  },
  {
    words: "A proxy's page instead of a response",
    detail: "200",
    fault: { kind: "html", httpStatus: 200 },
    ...eitherWay,
    once: accepted(2, 1),
    every: notOfOos("NotJson")(3, 0),
  },
  {
    words: "A proxy's page that refuses, 403",
    fault: { kind: "html", httpStatus: 403 },
    ...eitherWay,
    every: notOfOos("NotJson")(1, 0),
  },
  {
    words: "An empty response",
    fault: { kind: "empty" },
    ...eitherWay,
    once: accepted(2, 1),
    every: notOfOos("EmptyBody")(3, 0),
  },
  {
    words: "JSON of another form",
    fault: { kind: "wrong-type", body: '["RequestId"]' },
    ...eitherWay,
    once: accepted(2, 1),
    every: notOfOos("WrongShape")(3, 0),
  },
  {
    words: "OOS cancels, but the connection ends in the middle of the response",
    fault: { kind: "truncated" },
    once: accepted(2, 2),
    every: notOfOos("BodyCutOff")(3, 3),
  },
  {
    words: "OOS cancels, but half of the response is missing",
    fault: { kind: "truncated-json" },
    once: accepted(2, 2),
    every: notOfOos("NotJson")(3, 3),
  },
  {
    words: "OOS cancels, but the response is far too large",
    fault: { kind: "huge" },
    once: accepted(2, 2),
    every: notOfOos("BodyTooLarge")(3, 3),
  },
  {
    words: "OOS cancels, but the response has no RequestId",
    fault: { kind: "no-request-id" },
    once: accepted(2, 2),
    every: notOfOos("MissingRequestId")(3, 3),
  },
  {
    words: "OOS has an internal error, 500",
    fault: { kind: "internal-error" },
    ...eitherWay,
    once: accepted(2, 1),
    every: unclear("InternalError")(3, 0),
  },
  {
    words: "OOS is unavailable, 503",
    fault: { kind: "unavailable" },
    ...eitherWay,
    once: accepted(2, 1),
    every: unclear("ServiceUnavailable")(3, 0),
  },
  {
    words: "OOS calls the nonce used",
    fault: { kind: "status", code: "SignatureNonceUsed" },
    ...eitherWay,
    once: accepted(2, 1),
    every: unclear("SignatureNonceUsed")(3, 0),
  },
  {
    words: "Throttling",
    detail: "without Retry-After",
    fault: { kind: "throttling" },
    once: accepted(2, 1),
    every: refused("Throttling.User")(3, 0),
  },
  {
    words: "Throttling",
    detail: "with a Retry-After within the deadline",
    fault: { kind: "throttling", retryAfter: 1 },
    waitsMs: 1_000,
    once: accepted(2, 1),
    every: refused("Throttling.User")(3, 0),
  },
  {
    words: "Throttling, with a `Retry-After` beyond the deadline",
    fault: { kind: "throttling", httpStatus: 429, retryAfter: 3_600 },
    every: refused("Throttling.User")(1, 0),
  },
  {
    words: "A refusal",
    detail: "with a documented code",
    fault: { kind: "error", code: "User.NoPermission" },
    every: refused("User.NoPermission")(1, 0),
  },
  {
    words: "A refusal with an unknown code",
    printed: false,
    fault: { kind: "status", code: "Brand.New", httpStatus: 418, message: "No." },
    every: refused("Brand.New")(1, 0),
  },
  {
    words: "OOS's clock is an hour off",
    detail: "ahead",
    fault: { kind: "clock", offsetSeconds: 3_600 },
    // The second attempt comes with the clock of the first answer, which is wrong by then.
    once: accepted(3, 1),
    every: accepted(2, 1),
  },
  {
    words: "OOS's clock is an hour off",
    detail: "behind",
    fault: { kind: "clock", offsetSeconds: -3_600 },
    once: accepted(3, 1),
    every: accepted(2, 1),
  },
  {
    words: "The token has expired; a provider returns another",
    fault: { kind: "token-expired" },
    credentials: "provider",
    once: accepted(2, 1),
    every: refused("ExpiredStsToken")(2, 0),
  },
  {
    words: "As above, in the spelling of the gateway",
    printed: false,
    fault: { kind: "token-expired" },
    settings: { tokenFamily: "gateway" },
    credentials: "provider",
    once: accepted(2, 1),
    every: refused("InvalidSecurityToken.Expired")(2, 0),
  },
  {
    words: "The token has expired, and there is no provider",
    fault: { kind: "token-expired" },
    credentials: "temporary",
    every: refused("ExpiredStsToken")(1, 0),
  },
];

/** A URL that was signed elsewhere cannot be signed afresh, so it is sent once, whatever comes. */
export const SENT_ONCE = [
  { words: "nothing", every: accepted(1, 1) },
  {
    words: "no response before the deadline",
    fault: { kind: "delay", delayMs: LATE, where: "headers" },
    timeoutMs: DEADLINE,
    every: late(1, 1),
  },
  {
    words: "a broken connection",
    fault: { kind: "reset-before" },
    every: noAnswer(1, 0),
  },
  {
    words: "a broken connection after the cancel",
    fault: { kind: "reset-after" },
    every: noAnswer(1, 1),
  },
  {
    words: "a broken connection after the cancel, once",
    fault: { kind: "reset-after" },
    once: noAnswer(1, 1),
    // Its own repetition carries the nonce of the first request; that must not be taken for a refusal.
    except: { "Firefox GET": { once: unclear("SignatureNonceUsed")(1, 1) } },
  },
  { words: "a proxy's page", fault: { kind: "html" }, ...eitherWay, every: notOfOos("NotJson")(1, 0) },
  { words: "an error inside OOS", fault: { kind: "internal-error" }, ...eitherWay, every: unclear("InternalError")(1, 0) },
  { words: "throttling", fault: { kind: "throttling" }, every: refused("Throttling.User")(1, 0) },
  { words: "a clock that is off", fault: { kind: "clock", offsetSeconds: 3_600 }, every: refused("InvalidTimeStamp.Expired")(1, 0) },
];

const TIMES = { once: 1, every: 99 };

/** Every case of a row, for one browser, with how it must end. */
export function casesOf(row, browser, ways) {
  const cases = [];
  for (const [often, times] of Object.entries(TIMES)) {
    if (!row[often]) continue;
    for (const behind of row.behind ?? [false]) {
      for (const way of ways) {
        const exception = row.except?.[`${browser} ${way}`] ?? row.except?.[browser];
        const { hiddenByBrowser = false, ...expected } = exception?.[often] ?? row[often];
        cases.push({
          title: `${way}, ${often}${behind ? ", cancelled behind it" : ""}`,
          way,
          faults: faultsOf(row, times, behind),
          repeatedByBrowser: browser === "Firefox" && way === "GET" && /^reset/.test(row.fault?.kind),
          hiddenByBrowser,
          expected: behind ? { ...expected, ran: expected.attempts } : expected,
        });
      }
    }
  }
  return cases;
}

function faultsOf({ fault, then }, times, behind) {
  const faults = [];
  if (fault) faults.push({ ...fault, times, ...(behind && { processed: true }) });
  if (then) faults.push({ ...then, times: TIMES.every });
  return faults;
}
