// Compiled, never run: what the declarations must allow, and must not.
import {
  type CancelResult,
  type Attempt,
  type OosFailure,
  type Remedy,
  type SignatureDiagnosis,
  type UrlReport,
  CancelUrlSigner,
  InvalidInputError,
  OosClient,
  OosError,
  ServiceError,
  sendCancelUrl,
  signCancelUrl,
  validateCancelUrl,
} from "oos-cancel";
import { init } from "oos-cancel/init";

const credentials = { accessKeyId: "a", accessKeySecret: "b" };
const oos = new OosClient({ regionId: "cn-hangzhou", credentials });
export const asking = new OosClient({
  endpoint: "https://oos.example.com",
  credentials: async () => ({ ...credentials, securityToken: "t", expiration: new Date() }),
  retry: { maxAttempts: 5 },
  onAttempt: ({ number, waitedMs, outcome }: Attempt) => console.log(number, waitedMs, outcome),
});
// An option that is undefined is one that is not given, whatever exactOptionalPropertyTypes says of it.
export const undecided = (token: string | undefined, retry: { maxAttempts: number | undefined } | undefined) =>
  new OosClient({ regionId: "cn-hangzhou", credentials: { ...credentials, securityToken: token }, retry, timeoutMs: undefined });
// @ts-expect-error Retrying is on by default; it can only be turned off or tuned.
new OosClient({ regionId: "cn-hangzhou", credentials, retry: true });

export async function calls(signal: AbortSignal): Promise<CancelResult[]> {
  await init(new URL("https://example.com/oos.wasm"));
  await init(new Uint8Array());
  const { url, method } = signCancelUrl({ executionId: "e", endpoint: "https://a", credentials, timestamp: new Date() });
  return [await oos.cancelExecution("e", { signal, timeoutMs: 1 }), await sendCancelUrl(url, { method, signal })];
}

export const urls: string[] = ["e"].map((id) => new CancelUrlSigner({ regionId: "cn-x", credentials }).sign(id));
// @ts-expect-error A signer cannot wait for a provider.
new CancelUrlSigner({ regionId: "cn-hangzhou", credentials: async () => credentials });
// @ts-expect-error An ExecutionId is a string.
oos.cancelExecution(5);
// @ts-expect-error Credentials are needed.
signCancelUrl({ executionId: "e", regionId: "cn-hangzhou" });
// @ts-expect-error There are two methods.
signCancelUrl({ executionId: "e", regionId: "cn-hangzhou", credentials, method: "PUT" });
// @ts-expect-error Only the package makes errors.
new ServiceError("mine");
// @ts-expect-error A provider is a function, not a promise.
new OosClient({ regionId: "cn-hangzhou", credentials: Promise.resolve(credentials) });
// @ts-expect-error A misspelt option is none.
new OosClient({ regionId: "cn-hangzhou", credentials, timeout: 1000 });
// @ts-expect-error A client has a style in place of a method.
new OosClient({ regionId: "cn-hangzhou", credentials, method: "GET" });
// @ts-expect-error There are three styles.
new OosClient({ regionId: "cn-hangzhou", credentials, requestStyle: "json" });
// @ts-expect-error A signal is no controller.
oos.cancelExecution("e", { signal: new AbortController() });
// @ts-expect-error A URL is passed as a string.
validateCancelUrl(new URL("https://example.com"));

export function disposed(): void {
  using mine = new OosClient({ regionId: "cn-hangzhou", credentials });
  mine.free();
}

// What the generated glue exports beside the API stays inside.
// @ts-expect-error
import { initSync } from "oos-cancel";
// @ts-expect-error
import { release } from "oos-cancel";
// @ts-expect-error `init` belongs to oos-cancel/init alone.
import { init as none } from "oos-cancel";
// @ts-expect-error Folders of the package are not entrances.
import "oos-cancel/wasm/oos_cancel_wasm.js";

export function report(report: UrlReport): string {
  if (report.valid) {
    const signature: "verified" | "unchecked" = report.signature;
    // @ts-expect-error A good URL has no problems.
    report.problems;
    return signature + report.executionId + (report.regionId ?? "");
  }
  // @ts-expect-error A bad URL has no ExecutionId.
  report.executionId;
  return report.problems.map((problem) => problem.code + problem.message).join();
}

export function everyReport(report: UrlReport): string {
  switch (report.valid) {
    case true:
      return report.url;
    case false:
      return report.problems[0]?.message ?? "";
    default: {
      const none: never = report;
      return none;
    }
  }
}

export function everyDiagnosis(diagnosis: SignatureDiagnosis): string {
  switch (diagnosis.kind) {
    case "wrong-secret":
      // @ts-expect-error Nothing differs then.
      diagnosis.parameter;
      return diagnosis.kind;
    case "different-request":
      return diagnosis.parameter ?? diagnosis.kind;
    default: {
      const none: never = diagnosis;
      return none;
    }
  }
}

export function handled(failure: OosFailure): string {
  switch (failure.name) {
    case "InvalidInputError":
      return failure.problems[0]?.message ?? failure.outcome;
    case "ServiceError":
      if (failure.diagnosis?.kind === "different-request") return failure.diagnosis.parameter ?? "";
      return failure.requestId ?? failure.serviceMessage + failure.meaning + (failure.clockAheadSeconds ?? 0);
    case "CredentialsError":
      return failure.problems.map(({ message }) => message).join() + failure.history.length;
    case "ResponseError":
      return failure.code + failure.httpStatus;
    case "NetworkError":
    case "TimeoutError":
    case "StateError":
      return failure.code;
    default: {
      const none: never = failure;
      return none;
    }
  }
}

export function readOnly(error: OosError): void {
  // @ts-expect-error
  error.outcome = "refused";
  // @ts-expect-error
  error.history.push({ number: 1, waitedMs: 0, elapsedMs: 0, outcome: "accepted" });
  // @ts-expect-error
  if (error instanceof InvalidInputError) error.problems.pop();
}

export function caught(error: unknown): string {
  if (error instanceof ServiceError && error.code === "ExecutionCancelFailed") return error.message;
  if (error instanceof InvalidInputError) return error.problems.map(({ parameter }) => parameter ?? "").join();
  return error instanceof OosError ? advice(error.remedy) : "not ours";
}

function advice(remedy: Remedy): string {
  switch (remedy) {
    case "fix-input":
    case "refresh-credentials":
    case "request-permission":
    case "check-clock":
    case "retry-later":
    case "check-execution":
    case "check-network":
    case "report":
      return remedy;
    default: {
      const none: never = remedy;
      return none;
    }
  }
}
