// The vendor's unmodified client against the emulator: what it signs is accepted, what it expects
// of answers and errors is met.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RPCClient } from "@alicloud/pop-core";
import { startEmulator } from "./emulator.js";

const RUNNING = "exec-8a2aaf460fdf47c6b5ef";
const SUCCEEDED = "exec-600d600d600d600d600d";

let emulator;
before(async () => {
  emulator = await startEmulator();
});
after(() => emulator?.stop());

const client = (credentials) =>
  new RPCClient({
    endpoint: emulator.oos,
    apiVersion: "2019-06-01",
    accessKeyId: "LTAI-demo-full",
    accessKeySecret: "demo-secret-full",
    opts: { timeout: 10_000 },
    ...credentials,
  });

const sts = (name) => ({
  accessKeyId: `STS.demo-${name}`,
  accessKeySecret: `demo-secret-sts-${name}`,
  securityToken: `demo-token-${name}`,
});

const control = async (method, path, body) => {
  const answer = await fetch(emulator.control + path, { method, body: body && JSON.stringify(body) });
  assert.equal(answer.status, 200);
  return answer.json();
};

async function statusOf(executionId) {
  const { Executions } = await client().request("ListExecutions", { RegionId: "cn-hangzhou", ExecutionId: executionId });
  assert.equal(Executions.length, 1);
  assert.equal(Executions[0].ExecutionId, executionId);
  return Executions[0].Status;
}

async function untilCancelled(executionId) {
  for (let look = 0; look < 100; look++) {
    if ((await statusOf(executionId)) === "Cancelled") return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${executionId} was never cancelled`);
}

const refusal = (call, code, status, message) =>
  assert.rejects(call, (error) => {
    assert.equal(error.code, code);
    assert.equal(error.name, `${code}Error`);
    assert.equal(error.entry.response.statusCode, status);
    assert.equal(error.entry.response.headers["x-acs-request-id"], error.data.RequestId);
    assert.match(error.data.Message, message);
    return true;
  });

for (const method of ["GET", "POST"]) {
  test(`an execution is started, seen running, cancelled and seen cancelled, by ${method}`, async () => {
    await control("POST", "/settings", { cancelDelayMs: 2000 });
    const parameters = JSON.stringify({ note: "a b+c*d~e/f?g=h&i%j\"k'l(m)n!中文😀" });
    const { Execution } = await client().request(
      "StartExecution",
      { TemplateName: "restart", Parameters: parameters, Description: "" },
      { method },
    );
    const id = Execution.ExecutionId;
    assert.match(id, /^exec-[0-9a-f]{20}$/);
    assert.deepEqual({ ...Execution.Parameters }, JSON.parse(parameters));
    assert.equal(await statusOf(id), "Running");

    const answer = await client().request("CancelExecution", { RegionId: "cn-hangzhou", ExecutionId: id }, { method });
    assert.deepEqual(Object.keys(answer), ["RequestId"]);
    assert.match(answer.RequestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    assert.equal(await statusOf(id), "Running");
    await untilCancelled(id);

    const log = await control("GET", `/requests?executionId=${id}`);
    const cancels = log.filter((entry) => entry.parameters.Action === "CancelExecution");
    assert.deepEqual(
      cancels.map((entry) => [entry.method, entry.placement, entry.processed]),
      [[method, method === "GET" ? "query" : "form", true]],
    );
  });
}

test("a wrong secret is refused with the string that the SDK signed", async () => {
  const wrong = client({ accessKeySecret: "wrong" });
  await refusal(
    wrong.request("CancelExecution", { ExecutionId: RUNNING }),
    "SignatureDoesNotMatch",
    400,
    /server string to sign is:GET&%2F&AccessKeyId%3DLTAI-demo-full%26Action%3DCancelExecution%26ExecutionId%3D/,
  );
});

test("an unknown execution", () =>
  refusal(
    client().request("CancelExecution", { ExecutionId: "exec-unknown" }),
    "EntityNotExist.Execution",
    404,
    /^The specific execution exec-unknown does not exist\.$/,
  ));

test("an execution that is over", () =>
  refusal(
    client().request("CancelExecution", { ExecutionId: SUCCEEDED }, { method: "POST" }),
    "ExecutionCancelFailed",
    403,
    /^Execution cancel failed /,
  ));

test("no permission", async () => {
  const denied = client({ accessKeyId: "LTAI-demo-no-permission", accessKeySecret: "demo-secret-no-permission" });
  await refusal(
    denied.request("CancelExecution", { ExecutionId: RUNNING }),
    "User.NoPermission",
    401,
    /^User has no permission to do the action: \(CancelExecution\)$/,
  );
});

test("temporary credentials, in query and form", async () => {
  for (const method of ["GET", "POST"]) {
    const answer = await client(sts("valid")).request("ListExecutions", { ExecutionId: RUNNING }, { method });
    assert.equal(answer.TotalCount, 1);
  }
});

test("temporary credentials that have expired", async () => {
  for (const [name, code] of [["expired", "ExpiredStsToken"], ["expired-gateway", "InvalidSecurityToken.Expired"]]) {
    await refusal(client(sts(name)).request("CancelExecution", { ExecutionId: RUNNING }), code, 400, /xpired/);
  }
});

test("a nonce used twice", async () => {
  const parameters = { ExecutionId: RUNNING, SignatureNonce: "pinned-by-the-caller" };
  await client().request("ListExecutions", parameters);
  await refusal(client().request("ListExecutions", parameters), "SignatureNonceUsed", 400, /used already/);
});
