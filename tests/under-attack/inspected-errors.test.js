// Nothing that an error shows in any runtime holds a secret, a token or a signature: not its message, not its members, not its
// causes, not what the console makes of it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

import { BROWSERS, openBrowser } from "../support/browsers.js";
import { startStaticSite } from "../support/static-site.js";
import { ROWS, startLyingServer } from "./lying-server.js";
import { closedOrigin } from "./support/closed-origin.js";
import { leaked } from "./support/leaks.js";
import { ENTRY, LONG, SECRET, TEMPORARY, TOKEN } from "./support/package.js";
import { RUNTIMES } from "./support/runtimes.js";

const start = promisify(execFile);
const CHILD = fileURLToPath(new URL("children/inspected-errors.js", import.meta.url));
// One of each kind: what they show of the request is tested with the server that lies.
const ANSWERS = [
  "a refusal", "throttling", "408 and a page", "200 and nothing", "200 and an empty object", "a body cut off", "headers cut off", "nothing at all",
  "what is no HTTP", "two lengths", "many headers", "half of what is compressed", "much", "a reset", "no answer", "only a hint", "a redirect 302", "a redirect 307",
];
// Newer versions of Node differ little in this.
const SHORT = ["Node 20", "Deno", "Bun"];
const KINDS = ["InvalidInputError", "CredentialsError", "ServiceError", "NetworkError", "TimeoutError", "ResponseError", "StateError"];

let server, at;
before(async () => {
  const rows = ANSWERS.map((name) => ROWS.find((row) => row.name === name));
  server = await startLyingServer((executionId) => ({ row: rows[Number(executionId.slice(5))] ?? rows[0] }));
  at = { entry: ENTRY, rows: ANSWERS, credentials: TEMPORARY, server: server.origin, closed: await closedOrigin() };
});
after(() => server.stop());

function assertSilent(ends, signatures, consoleText) {
  const leaks = [];
  const look = (where, text) => {
    for (const what of leaked(text, { secret: SECRET, token: TOKEN, signature: signatures })) leaks.push(`${where} shows the ${what}`);
  };
  for (const { name, text } of ends) look(name, text);
  look("the console", consoleText);
  assert.equal(leaks.join("\n"), "");
}

function assertKinds(ends) {
  const strange = ends.filter(({ kind }) => !KINDS.includes(kind)).map(({ name, kind }) => `${name}: ${kind}`);
  assert.equal(strange.join("\n"), "", "what is no error of the package");
  const missing = KINDS.filter((kind) => !ends.some((end) => end.kind === kind));
  assert.equal(missing.join(", "), "", "what no case provokes");
}

describe("inspected errors", () => {
  for (const [title, { command, missing }] of Object.entries(RUNTIMES)) {
    const skip = missing || (!LONG && !SHORT.includes(title) && "only with UNDER_ATTACK_LONG=1");
    describe(title, { skip }, () => {
      let ends, signatures, stderr;
      before(async () => {
        const [program, ...args] = command;
        const said = await start(program, [...args, CHILD, JSON.stringify(at)], { maxBuffer: 2 ** 28, timeout: 120_000 });
        ({ ends, signatures } = JSON.parse(said.stdout));
        stderr = said.stderr;
      });
      test("show nothing", () => assertSilent(ends, signatures, stderr));
      test("are all the package's", () => assertKinds(ends));
      test("some requests were signed", () => assert.ok(signatures.length > 50, `${signatures.length} signatures`));
    });
  }

  for (const title of BROWSERS) {
    describe(title, { skip: title === "Firefox" && !LONG && "only with UNDER_ATTACK_LONG=1" }, () => {
      let site, browser, ends, signatures, messages;
      before(async () => {
        site = await startStaticSite("tests/under-attack/");
        browser = await openBrowser(title);
        await browser.driver.manage().setTimeouts({ script: 120_000 });
        // A document of that origin that does nothing itself.
        await browser.driver.get(`${site.origin}/inspected-errors.js`);
        const script = `
          const [at, done] = arguments;
          Promise.all([import("/inspected-errors.js"), import("/pkg/index.js")])
            .then(([{ provoke }, oos]) => provoke(oos, at))
            .then(done, (error) => done({ failed: String(error.stack) }));`;
        const result = await browser.driver.executeAsyncScript(script, at);
        assert.equal(result.failed, undefined);
        ({ ends, signatures } = result);
        messages = await browser.takeMessages();
      });
      after(async () => {
        await browser?.driver.quit();
        await site?.stop();
      });
      // Browsers themselves report requests that failed, with the URL, which no page can prevent: forms have nothing in it.
      const isBrowsersOwn = (message) => /Failed to load resource|Access to fetch at|Cross-Origin Request Blocked|ERR_/.test(message);
      test("show nothing", () => assertSilent(ends, signatures, messages.filter((message) => !isBrowsersOwn(message)).join("\n")));
      test("are all the package's", () => assertKinds(ends));
    });
  }
});
