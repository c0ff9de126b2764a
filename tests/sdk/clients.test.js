// The vendor's unmodified clients against the emulator: what they sign is accepted, what they expect of answers and
// errors is met, and what was changed or sent twice is refused.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, describe, test } from "node:test";
import { startClients } from "./clients/all.js";
import { CODES } from "./clients/codes.js";
import { Failure } from "./clients/failure.js";
import { resend, startRecorder, statusAndCode } from "./clients/recorder.js";
import { startEmulator } from "../support/emulator.js";

const RUNNING = "exec-8a2aaf460fdf47c6b5ef";
const OTHER = "exec-6be6d6ff805349d9ac13";
const FULL = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };
const STS = { accessKeyId: "STS.demo-valid", accessKeySecret: "demo-secret-sts-valid", securityToken: "demo-token-valid" };
const UUID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;
const DENIALS = ["User.NoPermission", "NoPermission", "Forbidden.RAM"];

const { clients, python } = startClients();
let emulator;
let recorder;
before(async () => {
  emulator = await startEmulator();
  recorder = await startRecorder(emulator.oos);
});
beforeEach(async () => {
  await emulator.ask("POST", "reset");
  await emulator.ask("POST", "settings", { keepAlive: false });
});
after(async () => {
  await python.stop();
  await recorder?.stop();
  await emulator?.stop();
});

test("every code that the package knows is provoked", () => {
  const types = readFileSync(new URL("../../src/web/types.d.ts", import.meta.url), "utf8");
  const known = [...types.split("export type KnownServiceCode =")[1].split(";")[0].matchAll(/"([^"]+)"/g)].map(([, code]) => code);
  assert.ok(known.length > 40);
  assert.deepEqual(known.filter((code) => !CODES.some((one) => one.code === code)), []);
});

for (const client of clients) {
  const call = (action, parameters, credentials = FULL) => client.call(action, parameters, { origin: recorder.origin, credentials });
  const cancel = (executionId = RUNNING, credentials = FULL) => call("CancelExecution", { RegionId: "cn-hangzhou", ExecutionId: executionId }, credentials);
  const list = (executionId, credentials) => call("ListExecutions", { RegionId: "cn-hangzhou", ExecutionId: executionId }, credentials);

  /** Refused by one of the client's own errors, which says what was on the wire. */
  const refused = async (promise, code, status) => {
    const failure = await promise.then(
      () => assert.fail(`${code} was expected`),
      (error) => error,
    );
    assert.ok(failure instanceof Failure, failure);
    assert.deepEqual([failure.code, failure.status, failure.errorClass], [code, status, client.errorClass(failure)]);
    assert.match(failure.requestId, UUID);
    const { requestId, ...onTheWire } = statusAndCode(recorder.last().answer);
    assert.equal(failure.requestId, requestId);
    return { failure, onTheWire };
  };

  describe(client.name, () => {
    test("an execution is started, seen running, cancelled and seen cancelled", async () => {
      await emulator.ask("POST", "settings", { cancelDelayMs: 500 });
      const parameters = JSON.stringify({ note: "a b+c*d~e/f?g=h&i%j\"k'l(m)n!中文😀" });
      const { Execution } = await call("StartExecution", { TemplateName: "restart", Parameters: parameters, Description: "" });
      const id = Execution.ExecutionId;
      assert.match(id, /^exec-[0-9a-f]{20}$/);
      assert.deepEqual({ ...Execution.Parameters }, JSON.parse(parameters));
      const status = async () => {
        const { Executions } = await list(id);
        assert.deepEqual(Executions.map((one) => one.ExecutionId), [id]);
        return Executions[0].Status;
      };
      assert.equal(await status(), "Running");

      const answer = await cancel(id);
      assert.deepEqual(Object.keys(answer), ["RequestId"]);
      assert.match(answer.RequestId, UUID);
      const deadline = Date.now() + 10_000;
      while ((await status()) !== "Cancelled") assert.ok(Date.now() < deadline, `${id} was never cancelled`);

      const log = await emulator.ask("GET", `requests?executionId=${id}`);
      assert.ok(log.every((entry) => entry.processed && entry.placement === client.placement));
      assert.ok(log.every((entry) => "authorization" in entry.headers === (client.signature === "ACS3")));
    });

    test("temporary credentials", async () => {
      const { TotalCount } = await list(RUNNING, STS);
      assert.equal(TotalCount, 1);
    });

    for (const { code, status, credentials, executionId, clock, fault } of CODES) {
      const how = credentials ? credentials.accessKeyId : executionId ? executionId : fault ? "a fault" : `a clock off by ${clock} s`;
      test(`${code} ${status}, by ${how}`, async () => {
        if (clock) await emulator.ask("POST", "clock", { offsetSeconds: clock });
        if (fault) await emulator.ask("POST", "faults", fault);
        // It compares the server's string to sign with its own, and says so when only the secret can be wrong.
        const itsCode = code === "SignatureDoesNotMatch" && client.name.startsWith("aliyun-python-sdk") ? "InvalidAccessKeySecret" : code;
        const { failure, onTheWire } = await refused(cancel(executionId, credentials), itsCode, status);
        assert.deepEqual(onTheWire, { status, code });
        if (code === "SignatureDoesNotMatch" && itsCode === code) {
          assert.match(failure.message, client.signature === "ACS3" ? /server StringToSign is \[ACS3/ : /server string to sign is:(GET|POST)&%2F&AccessKeyId%3D/);
        }
        if (DENIALS.includes(code) && !client.name.startsWith("aliyun-python-sdk")) {
          assert.equal(failure.denied.AuthAction, "oos:CancelExecution");
        }
      });
    }

    describe("the same request, sent again", () => {
      const recorded = async () => {
        await cancel();
        return recorder.last().request;
      };
      const again = async (request) => {
        const { status, code } = await resend(emulator.oos, request);
        return `${code} ${status}`;
      };
      const changed = (request, from, to) => {
        assert.ok(request.includes(from), `${from} is not in ${request}`);
        return request.replace(from, to);
      };

      test("unchanged: the nonce is used", async () => {
        assert.equal(await again(await recorded()), "SignatureNonceUsed 400");
      });

      test("with another method", async () => {
        const request = await recorded();
        const [method, other] = request.startsWith("GET ") ? ["GET ", "POST "] : ["POST ", "GET "];
        // A form is not read with GET; what is then missing depends on what stood in it.
        const expected = client.placement === "form" && client.signature === "1.0" ? "MissingAction 400" : "SignatureDoesNotMatch 400";
        assert.equal(await again(changed(request, method, other)), expected);
        assert.equal(await again(changed(request, method, "PUT ")), "UnsupportedHTTPMethod 403");
      });

      test("for another execution", async () => {
        assert.equal(await again(changed(await recorded(), RUNNING, OTHER)), "SignatureDoesNotMatch 400");
        const { cancelCount } = await emulator.ask("GET", `executions/${OTHER}`);
        assert.equal(cancelCount, 0);
      });

      test("by another name, at another time, with another nonce", async () => {
        const request = await recorded();
        const acs3 = client.signature === "ACS3";
        const time = acs3 ? /(x-acs-date: )\S+/ : /(Timestamp=)[^&\s]+/;
        const nonce = acs3 ? /(x-acs-signature-nonce: )\S+/ : /(SignatureNonce=)[^&\s]+/;
        const key = acs3 ? /(Credential=)[^,]+/ : /(AccessKeyId=)[^&\s]+/;
        const of = (pattern, to) => {
          const [found] = pattern.exec(request) ?? assert.fail(`${pattern} is not in ${request}`);
          // Of the same length, so that a form keeps its own.
          const value = to.padEnd(found.length, "0").slice(0, found.length);
          return request.replace(pattern, (whole, name) => name + value.slice(0, whole.length - name.length));
        };
        assert.equal(await again(of(nonce, "f00d")), "SignatureDoesNotMatch 400");
        assert.equal(await again(of(key, "LTAI-demo-fuzz")), "InvalidAccessKeyId.NotFound 404");
        const later = new Date(Date.now() + 60_000).toISOString().slice(0, 19) + "Z";
        assert.equal(await again(of(time, acs3 ? later : encodeURIComponent(later))), "SignatureDoesNotMatch 400");
      });
    });
  });
}

test("alibabacloud-oos20190601 recognises throttling by x-acs-retry-after", async () => {
  const [, acs3] = python.clients;
  await emulator.ask("POST", "faults", { kind: "throttling", xAcsRetryAfter: 1500 });
  const call = acs3.call("CancelExecution", { ExecutionId: RUNNING }, { origin: recorder.origin, credentials: FULL });
  await assert.rejects(call, { errorClass: "ThrottlingException", code: "Throttling.User", status: 400, retryAfter: 1500 });
});
