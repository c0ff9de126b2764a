const { OosClient, OosError, signCancelUrl } = require("oos-cancel");

const credentials = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };

test("a page signs", () => {
  expect(typeof document).toBe("object");
  const { url } = signCancelUrl({ executionId: process.env.EXECUTION_JSDOM, endpoint: process.env.OOS, regionId: "cn-hangzhou", credentials });
  require("node:fs").writeFileSync("signed-url.txt", url);
});

test("a page without fetch gets an error, and one with a mock a result", async () => {
  const oos = new OosClient({ regionId: "cn-hangzhou", credentials, retry: false });
  const error = await oos.cancelExecution("exec-1").catch((reason) => reason);
  expect(OosError.is(error)).toBe(true);
  expect(error).toMatchObject({ name: "NetworkError", outcome: "not-sent" });
  globalThis.fetch = jest.fn(async () => ({ status: 200, headers: new Map(), text: async () => '{"RequestId":"A-1"}' }));
  await expect(oos.cancelExecution("exec-1")).resolves.toMatchObject({ requestId: "A-1" });
});
