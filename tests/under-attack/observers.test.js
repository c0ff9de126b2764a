// What an observer does to its argument changes nothing else.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { OosClient } from "../../pkg/node.js";

const RequestId = "14A07460-EBE7-47CA-9757-12CC4761D47A";
const ExecutionId = "exec-8a2aaf460fdf47c6b5ef";
const Parameters = { targets: ["i-1", { ids: ["i-2"] }], ["__proto__"]: { polluted: true } };
// As `JSON.parse` makes it: an own member that is called __proto__.
const BODY = JSON.stringify({ RequestId, Executions: [{ ExecutionId, Status: "Success", Parameters }] }).replace(
  '"targets"',
  '"__proto__":{"polluted":true},"targets"',
);
const DEPTH = 50_000;
const DEEP = BODY.replace('["i-2"]', `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}`);

let body;
const { fetch } = globalThis;
before(() => {
  globalThis.fetch = async () => new Response(body);
});
after(() => {
  globalThis.fetch = fetch;
});

const client = () => new OosClient({ regionId: "cn-hangzhou", credentials: { accessKeyId: "id", accessKeySecret: "secret" } });

for (const wait of ["waitForExecution", "cancelExecution"]) {
  test(`the execution that onStatus gets shares nothing with the result of ${wait}`, async () => {
    body = BODY;
    const seen = [];
    const onStatus = (execution) => {
      seen.push(JSON.stringify(execution));
      execution.parameters.targets[1].ids[0] = "changed";
      execution.parameters.targets[0] = "changed";
      execution.parameters.added = true;
    };
    const options = wait === "waitForExecution" ? { onStatus } : { onStatus, waitUntil: "ended" };
    const end = await client()[wait](ExecutionId, options);
    const result = end.execution ?? end;
    assert.deepEqual(seen, [JSON.stringify(result)]);
    assert.deepEqual(result.parameters.targets, Parameters.targets);
    assert.equal({}.polluted, undefined);
    assert.ok(Object.hasOwn(result.parameters, "__proto__"));
  });
}

test("parameters that are nested deeply do not overflow the stack", async () => {
  body = DEEP;
  let seen;
  const result = await client().waitForExecution(ExecutionId, { onStatus: (execution) => (seen = execution) });
  assert.equal(seen.status, "Success");
  let depth = 0;
  for (let inner = seen.parameters.targets[1].ids; inner; inner = inner[0]) depth++;
  assert.equal(depth, DEPTH);
  assert.notEqual(seen.parameters.targets, result.parameters.targets);
});
