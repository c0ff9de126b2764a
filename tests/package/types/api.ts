// Compiled, never run: what the declarations must allow, and must not.
import {
  type AnyOosError,
  type Attempt,
  type CancelResult,
  type Execution,
  type ExecutionFilter,
  type ExecutionStatus,
  type HttpMethod,
  type Problem,
  type Remedy,
  type RetryOptions,
  type SignatureDiagnosis,
  type SignedUrl,
  type UrlProblemCode,
  type UrlReport,
  CancelUrlSigner,
  InvalidInputError,
  NetworkError,
  OosClient,
  OosError,
  ServiceError,
  StateError,
  isEnded,
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
export const tuned: RetryOptions = { maxAttempts: 5, baseDelayMs: undefined, maxDelayMs: null };
// @ts-expect-error Retrying is on by default; it can only be turned off or tuned.
new OosClient({ regionId: "cn-hangzhou", credentials, retry: true });

export async function calls(signal: AbortSignal): Promise<CancelResult[]> {
  await init(new URL("https://example.com/oos.wasm"));
  await init(new Uint8Array());
  const { url, method } = signCancelUrl({ executionId: "e", endpoint: "https://a", credentials, timestamp: new Date() });
  return [await oos.cancelExecution("e", { signal, timeoutMs: 1 }), await sendCancelUrl(url, { method, signal })];
}

// Looking, listing and waiting.
export async function looks(signal: AbortSignal): Promise<readonly Execution[]> {
  const found: Execution | undefined = await oos.getExecution("e", { signal });
  const ended: Execution = await oos.waitForExecution("e", { timeoutMs: 1, onStatus: ({ status }) => console.log(status) });
  const result = await oos.cancelExecution("e", { waitUntil: "ended", onStatus: null });
  const outcome: "accepted" | "cancelled" | "ended" = result.outcome;
  const status: ExecutionStatus = "Brand.New";
  const filter: ExecutionFilter = { status: ["Running", status], tags: { a: "b" }, startedAfter: new Date(), sort: undefined };
  for await (const { executionId, tags } of oos.listExecutions(filter, { signal })) console.log(executionId, tags?.["a"]);
  for await (const { executions, totalCount } of oos.listExecutions().pages()) console.log(executions.length, totalCount);
  return found && isEnded(found.status) && outcome === "ended" ? [found] : [ended];
}
// @ts-expect-error A look does not wait.
oos.getExecution("e", { onStatus: () => {} });
// @ts-expect-error A cancel waits for one of two things.
oos.cancelExecution("e", { waitUntil: "stopped" });
// @ts-expect-error A misspelt condition is none.
oos.listExecutions({ stauts: "Running" });
// @ts-expect-error The executions come one after the other.
oos.listExecutions()[0];
// @ts-expect-error The list is not a promise.
oos.listExecutions().then();

export const urls: string[] = ["e"].map((id) => new CancelUrlSigner({ regionId: "cn-x", credentials }).sign(id));
// @ts-expect-error A signer cannot wait for a provider.
new CancelUrlSigner({ regionId: "cn-hangzhou", credentials: async () => credentials });
// @ts-expect-error An ExecutionId is a string.
oos.cancelExecution(5);
// @ts-expect-error Credentials are needed.
signCancelUrl({ executionId: "e", regionId: "cn-hangzhou" });
// @ts-expect-error There are two methods.
signCancelUrl({ executionId: "e", regionId: "cn-hangzhou", credentials, method: "PUT" });
const method: HttpMethod = "GET";
signCancelUrl({ executionId: "e", regionId: "cn-hangzhou", credentials, method });
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

// Wherever there may be a URL, it may be an object.
validateCancelUrl(new URL("https://example.com"), { allowedOrigins: [new URL("https://a"), "https://b"] });
sendCancelUrl(new URL("https://example.com"));
signCancelUrl({ executionId: "e", endpoint: new URL("https://example.com"), credentials });
// @ts-expect-error A place where a page is, is no URL.
validateCancelUrl({ href: "https://example.com", origin: "https://example.com" });
// @ts-expect-error
validateCancelUrl(5);

// Errors for the tests of callers.
export const errors: AnyOosError[] = [
  new ServiceError({ code: "Throttling.User", httpStatus: 400, requestId: undefined, message: "Slow down.", history: [] }),
  new NetworkError({ outcome: "not-sent", cause: new TypeError("Failed to fetch") }),
  new InvalidInputError({ problems: [{ code: "empty", parameter: "executionId", message: "executionId is empty." }] }),
  new StateError(),
];
// @ts-expect-error The fields are those of the class.
new NetworkError({ httpStatus: 400 });
// @ts-expect-error The class decides the name.
new NetworkError({ name: "ServiceError" });
// @ts-expect-error Nothing was sent of what is wrong.
new InvalidInputError({ outcome: "unknown" });
// @ts-expect-error A message is one of the fields.
new ServiceError("mine");
// @ts-expect-error No error is of the base class alone.
new OosError();
new NetworkError({ outcome: "accepted" });
// @ts-expect-error An error never says that the execution has ended.
new NetworkError({ outcome: "cancelled" });

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

export function handled(failure: AnyOosError): string {
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

export function problemsOfOneKind(problems: readonly Problem<UrlProblemCode>[]): readonly Problem[] {
  // @ts-expect-error An option that is missing is no problem of a URL.
  const codes: UrlProblemCode[] = problems.map(({ code }: Problem) => code);
  return codes.length > 0 ? problems : [];
}

export function readOnly(error: OosError, signed: SignedUrl, report: UrlReport, result: CancelResult, attempt: Attempt): void {
  // @ts-expect-error
  signed.url = "";
  // @ts-expect-error
  signed.method = "GET";
  // @ts-expect-error
  report.valid = true;
  if (report.valid) {
    // @ts-expect-error
    report.nonce = "";
  } else {
    // @ts-expect-error
    report.problems.pop();
    // @ts-expect-error
    for (const problem of report.problems) problem.limit = 5;
  }
  const accepted: "accepted" | "cancelled" | "ended" = result.outcome;
  // @ts-expect-error
  result.outcome = accepted;
  // @ts-expect-error
  result.history.push(attempt);
  // @ts-expect-error
  attempt.code = "";
  // @ts-expect-error
  if (error instanceof ServiceError && error.diagnosis) error.diagnosis.kind = "wrong-secret";
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
    case "fix-program":
    case "report":
      return remedy;
    default: {
      const none: never = remedy;
      return none;
    }
  }
}
