// Lists that almost say "Cancelled": the outcome stays what is known of the cancel.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { OosClient } from "../../pkg/node.js";

const RequestId = "14A07460-EBE7-47CA-9757-12CC4761D47A";
const ID = "exec-8a2aaf460fdf47c6b5ef";

/** What the list of each execution has, as JSON. */
const LIES = {
  "a space after the status": (id) => JSON.stringify({ ExecutionId: id, Status: "Cancelled " }),
  "a status in lower case": (id) => JSON.stringify({ ExecutionId: id, Status: "cancelled" }),
  "a status in upper case": (id) => JSON.stringify({ ExecutionId: id, Status: "CANCELLED" }),
  "a list of states": (id) => JSON.stringify({ ExecutionId: id, Status: ["Cancelled"] }),
  "no status": (id) => JSON.stringify({ ExecutionId: id, Status: null }),
  "a status twice, of which the last counts": (id) => `{"ExecutionId":"${id}","Status":"Cancelled","Status":"Running"}`,
  "an id in upper case": (id) => JSON.stringify({ ExecutionId: id.toUpperCase(), Status: "Cancelled" }),
  "a space after the id": (id) => JSON.stringify({ ExecutionId: `${id} `, Status: "Cancelled" }),
  "the id of another": () => JSON.stringify({ ExecutionId: "exec-1", Status: "Cancelled" }),
};

const { fetch } = globalThis;
let bodies;
before(() => {
  globalThis.fetch = async (_, { body }) => {
    const parameters = new URLSearchParams(body);
    if (parameters.get("Action") === "CancelExecution") return Response.json({ RequestId });
    const shown = bodies(parameters.get("ExecutionId"));
    return new Response(`{"RequestId":"${RequestId}","Executions":[${shown}]}`);
  };
});
after(() => {
  globalThis.fetch = fetch;
});

const client = () => new OosClient({ regionId: "cn-hangzhou", credentials: { accessKeyId: "id", accessKeySecret: "secret" } });

for (const [what, lie] of Object.entries(LIES)) {
  test(`${what} is no end of a cancel`, { timeout: 20_000 }, async () => {
    bodies = (id) => lie(id ?? ID);
    const one = client().cancelExecution(ID, { waitUntil: "ended", timeoutMs: 1_500 });
    const many = client().cancelExecutions([ID], { waitUntil: "ended", timeoutMs: 1_500 });
    await assert.rejects(one, { outcome: "accepted" });
    assert.equal((await many).results[0].outcome, "accepted");
  });
}

test("the truth is one", async () => {
  bodies = (id) => JSON.stringify({ ExecutionId: id ?? ID, Status: "Cancelled" });
  const one = await client().cancelExecution(ID, { waitUntil: "ended", timeoutMs: 5_000 });
  const many = await client().cancelExecutions([ID], { waitUntil: "ended", timeoutMs: 5_000 });
  assert.deepEqual([one.outcome, many.results[0].outcome], ["cancelled", "cancelled"]);
});
