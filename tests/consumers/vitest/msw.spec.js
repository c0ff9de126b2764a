// How a user mocks OOS by MSW: the responses are those of the vendor's documents.
import { OosClient, OosError, ServiceError } from "oos-cancel";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const endpoint = "https://oos.cn-hangzhou.aliyuncs.com/";
const oos = new OosClient({ regionId: "cn-hangzhou", credentials: { accessKeyId: "a", accessKeySecret: "b" } });
const server = setupServer(
  http.post(endpoint, async ({ request }) => {
    const form = new URLSearchParams(await request.text());
    if (form.get("ExecutionId") === "exec-ended") {
      return HttpResponse.json({ RequestId: "A-2", Code: "ExecutionCancelFailed", Message: "It has ended." }, { status: 400 });
    }
    return HttpResponse.json({ RequestId: "A-1" });
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());

test("MSW responds with a success", async () => {
  expect(await oos.cancelExecution("exec-1")).toMatchObject({ outcome: "accepted", requestId: "A-1" });
});

test("MSW responds with a refusal", async () => {
  const error = await oos.cancelExecution("exec-ended").catch((reason) => reason);
  expect(error).toBeInstanceOf(ServiceError);
  expect(error).toMatchObject({ code: "ExecutionCancelFailed", outcome: "refused", requestId: "A-2" });
});

test("a spy rejects with an error that the test constructed", async () => {
  vi.spyOn(oos, "cancelExecution").mockRejectedValueOnce(new ServiceError({ code: "Throttling.User", retryable: true }));
  const error = await oos.cancelExecution("exec-1").catch((reason) => reason);
  expect(OosError.is(error) && error.retryable).toBe(true);
});
