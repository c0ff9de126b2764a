import { type CancelResult, OosClient } from "oos-cancel";

const credentials = { accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" };

test("a client cancels at the emulator", async () => {
  const oos = new OosClient({ endpoint: process.env["OOS"]!, regionId: "cn-hangzhou", credentials });
  const result: CancelResult = await oos.cancelExecution(process.env["EXECUTION_TS"]!);
  expect(result.outcome).toBe("accepted");
});
