// Provokes every kind of error, in any runtime: this file imports nothing. `at` holds the addresses and the secrets.

/** A host that nobody can have, or that no parser takes. */
const HOSTS = [
  "https://nowhere.invalid",
  "https://xn--.invalid",
  "https://xn--0.invalid",
  "https://xn--a.invalid",
  "https://xn--zzzzzzz.invalid",
  "https://xn--99999999.invalid",
  "https://xn--a-b-c-.xn--0.invalid",
  "https://xn--ls8h.invalid",
  "https://-a-.invalid",
  "https://a..invalid",
  "https://a_b.invalid",
  `https://${"a".repeat(64)}.invalid`,
  `https://${"a.".repeat(120)}invalid`,
  "https://1.2.3.4.5.invalid",
  "https://0x7f.1.invalid",
];

// Ports that `fetch` never connects to.
const BLOCKED = ["http://127.0.0.1:1", "http://127.0.0.1:25", "http://localhost:6000"];

const withCause = (message, cause, more) => Object.assign(new Error(message, { cause }), more);

/** What other runtimes and wrappers of `fetch` reject with. */
const REJECTIONS = {
  "the URL in its message": (url) => new TypeError(`error sending request for url (${url}): connection refused`),
  "the URL as a member": (url) => Object.assign(new Error("Unable to connect"), { path: url, code: "ConnectionRefused", errno: 0 }),
  "the URL in a cause": (url) => withCause("fetch failed", withCause("Invalid URL", undefined, { input: url, code: "ERR_INVALID_URL" })),
  "the URL far down": (url) => withCause("a", withCause("b", withCause("c", withCause("d", new Error(`cannot GET ${url}`))))),
  "the URL in a list of errors": (url) => new AggregateError([new Error(url), { url }], `all of ${url} failed`),
  "the URL in its name": (url) => Object.assign(new Error("no"), { name: `Error at ${url}` }),
  "the URL in its code": (url) => Object.assign(new Error("no"), { code: url }),
  "the request as a hidden member": (url, init) => Object.defineProperty(new Error("no"), "request", { value: { url, init } }),
  "the request under a symbol": (url, init) => Object.assign(new Error("no"), { [Symbol("request")]: { url, init } }),
  "the URL on its prototype": (url) => Object.assign(Object.create({ url }), { message: "no" }),
  "the URL twice percent-encoded": (url) => new Error(`proxy failed: ?target=${encodeURIComponent(encodeURIComponent(url))}`),
  "the body": (url, init) => new Error(`could not send ${init.body ?? url}`),
  "a text that is the URL": (url) => url,
  "a list with the URL": (url) => [url],
  "a Map with the URL": (url) => new Map([["url", url]]),
  "a DOMException": (url) => new DOMException(`Failed to fetch ${url}`, "NetworkError"),
  "itself as its cause": (url) => {
    const error = new Error(url);
    error.cause = error;
    return error;
  },
};

/** Each gives a promise that rejects. */
export function cases(oos, at) {
  const { credentials, server, closed } = at;
  const retry = { maxAttempts: 2, baseDelayMs: 1 };
  const client = (options) => new oos.OosClient({ endpoint: server, credentials, retry, timeoutMs: 2_000, ...options });
  const cancel = (options, id = "exec-8a2aaf460fdf47c6b5ef") => client(options).cancelExecution(id);
  const signed = (endpoint) => oos.signCancelUrl({ executionId: "exec-8a2aaf460fdf47c6b5ef", endpoint, credentials }).url;
  const send = (endpoint) => oos.sendCancelUrl(signed(endpoint), { allowedOrigins: [endpoint], timeoutMs: 2_000 });
  const all = {};
  const add = (name, work) => {
    all[name] = async () => work();
  };

  for (const origin of [...HOSTS, ...BLOCKED, closed, server.replace("http:", "https:")]) {
    add(`cancel at ${origin}`, () => cancel({ endpoint: origin }));
    add(`cancel at ${origin} by a query`, () => cancel({ endpoint: origin, requestStyle: "query" }));
    add(`send to ${origin}`, () => send(origin));
  }
  at.rows.forEach((row, index) => {
    add(`the server gives ${row}`, () => cancel({}, `exec-${index}`));
    add(`the server gives ${row}, by a query`, () => cancel({ requestStyle: "query" }, `exec-${index}`));
  });
  for (const [name, make] of Object.entries(REJECTIONS)) {
    const replaced = async (work) => {
      const { fetch } = globalThis;
      globalThis.fetch = (url, init) => Promise.reject(make(String(url?.url ?? url), init));
      try {
        return await work();
      } finally {
        globalThis.fetch = fetch;
      }
    };
    add(`a fetch that rejects with ${name}`, () => replaced(() => cancel()));
    add(`a fetch that rejects with ${name}, by a query`, () => replaced(() => cancel({ requestStyle: "query" })));
    add(`a fetch that rejects with ${name}, for a URL`, () => replaced(() => send(server)));
  }

  add("no options", () => new oos.OosClient({}));
  add("secrets where none belong", () => new oos.OosClient({ regionId: credentials.securityToken, endpoint: signed(server), credentials, method: credentials.accessKeySecret, timeoutMs: credentials.securityToken }));
  add("a secret with a line break", () => new oos.OosClient({ endpoint: server, credentials: { ...credentials, accessKeySecret: `${credentials.accessKeySecret}\n`, securityToken: `${credentials.securityToken}\n`, accessKeyId: "a b" } }));
  add("a URL that is none", () => oos.sendCancelUrl(`${signed(server)}&Signature=x#${credentials.securityToken}`));
  add("a URL elsewhere", () => oos.sendCancelUrl(signed("https://nowhere.invalid")));
  add("a URL as an ExecutionId", () => cancel({}, signed(server)));
  add("a freed client", () => {
    const freed = client();
    freed.free();
    return freed.cancelExecution("exec-8a2aaf460fdf47c6b5ef");
  });
  add("a provider that fails", () => cancel({ credentials: () => Promise.reject(new Error("no")) }));
  add("a provider that gives half", () => cancel({ credentials: async () => ({ accessKeyId: credentials.accessKeySecret, accessKeySecret: 7, securityToken: credentials.securityToken }) }));
  add("a provider that gives what has expired", () => cancel({ credentials: async () => ({ ...credentials, expiration: credentials.securityToken }) }));
  add("a deadline", () => cancel({ timeoutMs: 1 }, `exec-${at.rows.indexOf("no answer")}`));
  return all;
}

/** Everything that can be read from an error without the runtime's help. */
function walkedText(error) {
  const texts = [];
  const seen = new Set();
  const walk = (value) => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return texts.push(String(value));
    if (seen.has(value) || value === Object.prototype || value === Error.prototype) return undefined;
    seen.add(value);
    for (const name of ["stack", "message", "name", "cause", "code"]) if (name in value) walk(value[name]);
    for (const key of Reflect.ownKeys(value)) if (typeof value !== "function") walk(value[key]);
    return undefined;
  };
  walk(error);
  for (const text of [() => String(error), () => JSON.stringify(error), () => String(structuredClone(error).stack)]) {
    try {
      texts.push(text());
    } catch {
      // It has no such form.
    }
  }
  return texts.join("\n");
}

/**
 * Runs all cases. `inspect` gives the runtime's own view of a value. Gives what each ended with, and every Signature that was sent.
 */
export async function provoke(oos, at, inspect = () => "") {
  const signatures = new Set();
  const { fetch } = globalThis;
  globalThis.fetch = (url, init) => {
    const text = `${url?.url ?? url}&${init?.body ?? ""}`;
    for (const [, signature] of text.matchAll(/[?&]Signature=([^&#]+)/g)) signatures.add(decodeURIComponent(signature));
    return fetch(url, init);
  };
  const ends = [];
  const waiting = Object.entries(cases(oos, at));
  // Some of them replace `fetch`, so those go one by one.
  const work = async ([name, start]) => {
    try {
      const value = await start();
      ends.push({ name, kind: "none", text: JSON.stringify(value) ?? "" });
    } catch (error) {
      console.error(error);
      const kind = error instanceof oos.OosError ? error.name : `no OosError but ${error}`;
      ends.push({ name, kind, text: `${walkedText(error)}\n${inspect(error)}` });
    }
  };
  const apart = waiting.filter(([name]) => name.startsWith("a fetch that"));
  const together = waiting.filter(([name]) => !name.startsWith("a fetch that"));
  await Promise.all(together.map(work));
  for (const it of apart) await work(it);
  globalThis.fetch = fetch;
  return { ends, signatures: [...signatures] };
}
