// ListExecutions by the vendor's unmodified clients: they page through thousands, their ways of writing filters are
// understood, and they read every field, refusal and delay.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { startClients } from "./clients/all.js";
import { Failure } from "./clients/failure.js";
import { startEmulator } from "../support/emulator.js";

const account = (name) => ({ accessKeyId: `LTAI-demo-${name}`, accessKeySecret: `demo-secret-${name}` });
const FULL = account("full");
const ONE = { templateName: "Fleet one", description: "a b+c&d=e/f", tags: { "k 1": "v+1", k2: "中文" }, resourceIds: ["i-1"] };

const { clients, python } = startClients();
let emulator;
before(async () => {
  emulator = await startEmulator();
});
beforeEach(async () => {
  await emulator.ask("POST", "reset");
  // Each call is by a new client, and some keep their connections open until the emulator's are used up.
  await emulator.ask("POST", "settings", { keepAlive: false });
});
after(async () => {
  await python.stop();
  await emulator?.stop();
});

for (const client of clients) {
  const call = (action, parameters, credentials = FULL) => client.call(action, parameters, { origin: emulator.oos, credentials });
  const list = (filters, credentials) => call("ListExecutions", { RegionId: "cn-hangzhou", ...filters }, credentials);
  const ids = ({ Executions }) => Executions.map((one) => one.ExecutionId);
  const make = (order) => emulator.ask("POST", "executions", order);
  // The current Python SDK takes objects and writes JSON itself; the others take what is sent.
  const json = (value) => (client.name.startsWith("alibabacloud-oos20190601") ? value : JSON.stringify(value));
  const failed = (promise) =>
    promise.then(
      () => assert.fail("a refusal was expected"),
      (error) => {
        assert.ok(error instanceof Failure, error);
        return error;
      },
    );

  describe(client.name, () => {
    test("pages through all executions of a filter", async () => {
      const { executionIds } = await make({ count: 250, details: ONE });
      const seen = [];
      for (let token; token !== null; ) {
        const page = await list({ TemplateName: "Fleet", MaxResults: 100, ...(token && { NextToken: token }) });
        assert.deepEqual([page.MaxResults, page.TotalCount], [100, 250]);
        seen.push(...ids(page));
        token = page.NextToken ?? null;
      }
      assert.deepEqual(seen, executionIds.toReversed());
      const { ListExecutions } = await emulator.ask("GET", "requests/counts");
      assert.deepEqual([ListExecutions.requests, ListExecutions.success], [3, 3]);
    });

    test("writes every kind of filter so that it is understood", async () => {
      const { executionId } = await make({ details: ONE });
      const { executionId: child } = await make({ parentExecutionId: executionId, details: ONE });
      const both = [child, executionId];
      for (const [filters, expected] of [
        [{ Tags: json({ "k 1": "v+1", k2: "中文" }) }, [executionId]],
        [{ Tags: json({ k2: "other" }) }, []],
        [{ Description: "a b+c&d=e/f", Status: "Running" }, [executionId]],
        [{ ResourceId: "i-1", IncludeChildExecution: true }, both],
        [{ ResourceId: "i-1", IncludeChildExecution: false }, [executionId]],
        [{ ResourceId: "i-1", Depth: "FirstChildDepth", SortField: "StartDate", SortOrder: "Ascending" }, both.toReversed()],
        [{ ParentExecutionId: executionId, Depth: "FirstChildDepth" }, [child]],
        [{ ResourceId: "i-1", Categories: JSON.stringify(["Other", "TimerTrigger"]) }, [executionId]],
        [{ ResourceId: "i-1", StartDateAfter: "2020-01-01T00:00:00Z", StartDateBefore: "2100-01-01T00:00:00Z" }, [executionId]],
        [{ ResourceId: "i-1", EndDateAfter: "2020-01-01T00:00:00Z" }, []],
      ]) {
        assert.deepEqual(ids(await list(filters)), expected, JSON.stringify(filters));
      }
      const log = await emulator.ask("GET", "requests?action=ListExecutions");
      const [sent] = log.map(({ parameters }) => parameters.IncludeChildExecution).filter(Boolean);
      assert.equal(sent, client.name.includes("oos") ? "True" : "true");
    });

    test("reads the fields of an execution", async () => {
      const { executionId } = await make({ status: "Failed", details: { ...ONE, statusMessage: "No such instance.", outputs: '{"a":1}' } });
      const { Executions } = await list({ ExecutionId: executionId });
      const [one] = Executions;
      assert.deepEqual([one.Status, one.StatusMessage, one.Outputs, one.IsParent], ["Failed", "No such instance.", '{"a":1}', false]);
      assert.deepEqual({ ...one.Tags }, ONE.tags);
      assert.equal(Object.keys(one).length, 35);
    });

    test("sees a cancel take its time, and an execution end first", async () => {
      const { executionId: cancelled } = await make({ cancelDelayMs: 500 });
      const { executionId: ended } = await make({ cancelDelayMs: 60_000, steps: [{ afterMs: 300, status: "Success" }] });
      const status = async (id) => (await list({ ExecutionId: id })).Executions[0].Status;
      for (const id of [cancelled, ended]) await call("CancelExecution", { ExecutionId: id });
      assert.equal(await status(cancelled), "Running");
      const deadline = Date.now() + 10_000;
      while ((await status(cancelled)) === "Running" || (await status(ended)) === "Running") assert.ok(Date.now() < deadline);
      assert.deepEqual([await status(cancelled), await status(ended)], ["Cancelled", "Success"]);
    });

    test("is refused bad filters and missing permissions, for either action", async () => {
      const bad = await failed(list({ Status: "running" }));
      assert.deepEqual([bad.code, bad.status], ["InvalidParameter", 400]);
      const { executionId } = await make({});
      await call("CancelExecution", { ExecutionId: executionId }, account("cancel-only"));
      await list({}, account("list-only"));
      for (const [promise, action] of [
        [list({}, account("cancel-only")), "oos:ListExecutions"],
        [call("CancelExecution", { ExecutionId: executionId }, account("list-only")), "oos:CancelExecution"],
      ]) {
        const denied = await failed(promise);
        assert.deepEqual([denied.code, denied.status], ["NoPermission", 403]);
        if (!client.name.startsWith("aliyun-python-sdk")) assert.equal(denied.denied.AuthAction, action);
      }
    });

    test("is throttled by a rate limit, and recognises it", async () => {
      await emulator.ask("POST", "rate-limits", { action: "ListExecutions", perSecond: 0.5, burst: 2 });
      await list({});
      await list({});
      const throttled = await failed(list({}));
      assert.deepEqual([throttled.code, throttled.status], ["Throttling.User", 400]);
      if (client.name.startsWith("alibabacloud-oos20190601")) {
        assert.equal(throttled.errorClass, "ThrottlingException");
        assert.ok(throttled.retryAfter > 0 && throttled.retryAfter <= 2000, String(throttled.retryAfter));
      }
    });
  });
}
