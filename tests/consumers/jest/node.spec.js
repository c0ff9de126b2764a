const { OosClient, OosError, ServiceError } = require("oos-cancel");
const { init, validateCancelUrl } = require("oos-cancel/init");

const credentials = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };
const executionId = process.env.EXECUTION_NODE;

test("a client cancels at the emulator", async () => {
  const oos = new OosClient({ endpoint: process.env.OOS, regionId: "cn-hangzhou", credentials });
  await expect(oos.cancelExecution(executionId)).resolves.toMatchObject({ outcome: "accepted", executionId });
});

test("the API with an explicit start", async () => {
  await init();
  expect(validateCancelUrl("").valid).toBe(false);
});

test("a mock of the package rejects with an error that the test constructed", async () => {
  const cancelExecution = jest.fn().mockRejectedValue(new ServiceError({ code: "Throttling.User", retryable: true }));
  const error = await cancelExecution("exec-1").catch((reason) => reason);
  expect(OosError.is(error) && error instanceof ServiceError).toBe(true);
});

test("a call settles under fake timers", async () => {
  jest.useFakeTimers();
  const { fetch } = globalThis;
  globalThis.fetch = jest.fn(async () => Response.json({ RequestId: "A-1" }));
  const oos = new OosClient({ regionId: "cn-hangzhou", credentials });
  await expect(oos.cancelExecution("exec-1")).resolves.toMatchObject({ requestId: "A-1" });
  globalThis.fetch = fetch;
  jest.useRealTimers();
});
