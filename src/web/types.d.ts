/**
 * An AccessKey, or the temporary triple that STS hands out.
 *
 * @example
 * const temporary: Credentials = { accessKeyId, accessKeySecret, securityToken, expiration: "2030-01-01T00:00:00Z" };
 */
export interface Credentials {
  /** The AccessKeyId. It travels in every request and is no secret. */
  accessKeyId: string;
  /** The AccessKeySecret. It signs and never travels. Prefer one that expires: see `securityToken`. */
  accessKeySecret: string;
  /** The STS SecurityToken. Required with an AccessKeyId that starts with `STS.` */
  securityToken?: string | null | undefined;
  /** When they expire. What a provider gives is used until a minute before, or until OOS calls it expired. */
  expiration?: Instant | null | undefined;
}

/**
 * Gives credentials when a call needs some. Calls that need them at the same time share one answer.
 *
 * @example
 * const fromBackEnd: CredentialsProvider = async () => (await fetch("/sts")).json();
 * const oos = new OosClient({ regionId: "cn-hangzhou", credentials: fromBackEnd });
 */
export type CredentialsProvider = () =>
  | Credentials
  | AssumeRoleCredentials
  | { Credentials: AssumeRoleCredentials }
  | Promise<Credentials | AssumeRoleCredentials | { Credentials: AssumeRoleCredentials }>;

/**
 * Credentials under the names of the AssumeRole response of STS. A provider may return them, or the whole response.
 *
 * @example
 * const fromBackEnd: CredentialsProvider = async () => (await fetch("/assume-role")).json();
 */
export interface AssumeRoleCredentials {
  AccessKeyId: string;
  AccessKeySecret: string;
  SecurityToken: string;
  Expiration?: string | null | undefined;
}

/**
 * Where a call goes: a region by rule, or an origin named outright.
 *
 * @example
 * const insideTheVpc: Target = { regionId: "cn-hangzhou", network: "vpc" };
 * const onThisMachine: Target = { endpoint: "http://127.0.0.1:8787" };
 */
export interface Target {
  /**
   * A region id such as `cn-hangzhou`. Picks the host `oos.<regionId>.aliyuncs.com` and is also sent as the RegionId
   * parameter. Required unless `endpoint` is given.
   */
  regionId?: string | null | undefined;
  /** `"vpc"` picks `oos-vpc.<regionId>.aliyuncs.com`. Default: `"public"`. Ignored when `endpoint` is given. */
  network?: "public" | "vpc" | null | undefined;
  /** An origin such as `https://oos.example.com`. Overrides the rule. Plain `http:` only for loopback. */
  endpoint?: string | null | undefined;
}

/**
 * A point in time: a `Date`, milliseconds since 1970 as from `Date.now()`, or `YYYY-MM-DDThh:mm:ss[.fff]Z`.
 *
 * @example
 * const same: Instant[] = [new Date(0), 0, "1970-01-01T00:00:00Z"];
 */
export type Instant = Date | string | number;

/**
 * What {@link signCancelUrl} signs.
 *
 * @example
 * const options: SignOptions = { executionId: "exec-8a2aaf460fdf47c6b5ef", regionId: "cn-hangzhou", credentials };
 */
export interface SignOptions extends Target {
  /** The execution to cancel, such as `exec-8a2aaf460fdf47c6b5ef`. At most 1,024 UTF-16 units. */
  executionId: string;
  /** Who signs. */
  credentials: Credentials;
  /** The HTTP method the URL is signed for; it does not work with another one. Default: `"POST"`. */
  method?: "GET" | "POST" | null | undefined;
  /** The SignatureNonce. Each one works once. Default: 128 random bits in hex. At most 256 UTF-16 units. */
  nonce?: string | null | undefined;
  /** The time of signing; whole seconds count. Default: now. */
  timestamp?: Instant | null | undefined;
}

/**
 * A signed URL and every stage on the way to it. `url` can cancel the execution until `expiresAt`: treat it as a secret.
 *
 * @example
 * const { url, method, expiresAt }: SignedUrl = signCancelUrl({ executionId, regionId: "cn-hangzhou", credentials });
 */
export interface SignedUrl {
  /** Where to send the request, parameters and Signature included. */
  url: string;
  /** The only HTTP method that the URL works with. */
  method: "GET" | "POST";
  /** The execution that it cancels. */
  executionId: string;
  /** 15 minutes after the timestamp, the shorter of the two validities that the documents name. */
  expiresAt: string;
  /** The parameters without the Signature, sorted and percent-encoded. */
  canonicalQuery: string;
  /** What was signed. It holds the SecurityToken, twice percent-encoded. */
  stringToSign: string;
  /** base64 of the HMAC-SHA1. */
  signature: string;
}

/**
 * Signs a CancelExecution URL. Synchronous; sends nothing.
 *
 * @throws {InvalidInputError} when an option is missing, of the wrong type or malformed.
 * @example
 * const { url, method } = signCancelUrl({
 *   executionId: "exec-8a2aaf460fdf47c6b5ef",
 *   regionId: "cn-hangzhou",
 *   credentials: { accessKeyId, accessKeySecret, securityToken },
 * });
 */
export function signCancelUrl(options: SignOptions): SignedUrl;

/**
 * What all URLs of a {@link CancelUrlSigner} have in common.
 *
 * @example
 * const options: SignerOptions = { regionId: "cn-hangzhou", credentials, method: "POST" };
 */
export interface SignerOptions extends Target {
  /** Who signs; copied once. They are not renewed: make a new signer before they expire. */
  credentials: Credentials;
  /** The HTTP method the URLs are signed for; they do not work with another one. Default: `"POST"`. */
  method?: "GET" | "POST" | null | undefined;
}

/**
 * Signs many URLs with the same credentials, each in a sixth of the time that `signCancelUrl` takes: what they have in
 * common is encoded and hashed once. The credentials are copied into the module's memory and cannot be read back.
 *
 * @example
 * const signer = new CancelUrlSigner({ regionId: "cn-hangzhou", credentials });
 * const urls = ["exec-8a2aaf460fdf47c6b5ef", "exec-600d600d600d600d600d"].map((executionId) => signer.sign(executionId));
 * signer.free();
 */
export class CancelUrlSigner {
  /** @throws {InvalidInputError} when an option is missing, of the wrong type or malformed. */
  constructor(options: SignerOptions);
  /**
   * A URL that cancels this execution, once, within 15 minutes: with a fresh nonce, signed now. Treat it as a secret.
   *
   * @throws {InvalidInputError} when this can be no ExecutionId, or the signer was freed.
   */
  sign(executionId: string): string;
  /** Wipes the credentials. Safe to call twice. */
  free(): void;
  /** The same, for `using`. Only there where the platform has `Symbol.dispose`. */
  [Symbol.dispose](): void;
}

/**
 * How {@link validateCancelUrl} judges.
 *
 * @example
 * const rules: ValidateOptions = { allowedOrigins: ["https://oos.example.com"], validityMinutes: 5 };
 */
export interface ValidateOptions {
  /** The HTTP method the URL is meant for. Default: `"POST"`. Matters only when `credentials` are given. */
  method?: "GET" | "POST" | null | undefined;
  /** With them the signature is recomputed and compared in constant time. Without them it is only checked for its form. */
  credentials?: Credentials | null | undefined;
  /** Origins to trust beside `https://oos.<region>.aliyuncs.com` and `https://oos-vpc.<region>.aliyuncs.com`. */
  allowedOrigins?: readonly string[] | null | undefined;
  /** The time to judge by. Default: now. */
  now?: Instant | null | undefined;
  /** How long a timestamp is good, either way: whole minutes from 1 to 60. Default: 15. */
  validityMinutes?: number | null | undefined;
}

/**
 * What a URL would do, or every problem that it has.
 *
 * @example
 * const report: UrlReport = validateCancelUrl(pasted);
 * const text = report.valid ? `cancels ${report.executionId}` : report.problems.map(({ message }) => message).join(" ");
 */
export type UrlReport =
  | {
      /** It would cancel one execution. */
      valid: true;
      /** The URL rebuilt in canonical form. This, never the string that came in, is what `sendCancelUrl` sends. */
      url: string;
      /** `"verified"` with the `credentials` given; otherwise only its form was looked at. */
      signature: "verified" | "unchecked";
      /** The execution that would be cancelled. */
      executionId: string;
      /** The RegionId parameter, if there is one. */
      regionId?: string;
      /** The origin it would be sent to. */
      endpoint: string;
      /** The AccessKeyId that signed. */
      accessKeyId: string;
      /** Whether it carries an STS SecurityToken. */
      temporary: boolean;
      /** When it was signed. */
      timestamp: string;
      /** When it stops being good. */
      expiresAt: string;
      /** The SignatureNonce. */
      nonce: string;
    }
  | {
      /** It must not be sent. */
      valid: false;
      /** Everything that is wrong, in the order of the URL's parts, what repeats itself once; never empty, and at most 100. */
      problems: UrlProblem[];
    };

/**
 * One thing that is wrong with a URL.
 *
 * @example
 * const expired = (problem: UrlProblem) => problem.code === "expired";
 */
export interface UrlProblem {
  /** What kind of thing. */
  code: UrlProblemCode;
  /** The query parameter concerned, by its OOS name. */
  parameter?: string;
  /** A sentence for people. It never repeats a secret, a token or a signature. */
  message: string;
  /** The largest size or number that is allowed, where that is what was exceeded. */
  limit?: number;
  /** The one value that is allowed, where there is one. */
  allowed?: string;
}

/**
 * What can be wrong with a URL.
 *
 * @example
 * const curable: UrlProblemCode[] = ["expired", "not-yet-valid"];
 */
export type UrlProblemCode =
  | "invalid-url"
  | "too-long"
  | "scheme-not-allowed"
  | "credentials-in-url"
  | "host-not-allowed"
  | "region-mismatch"
  | "port-not-allowed"
  | "path-not-allowed"
  | "fragment-not-allowed"
  | "invalid-encoding"
  | "duplicate-parameter"
  | "unknown-parameter"
  | "missing-parameter"
  | "empty-parameter"
  | "wrong-action"
  | "wrong-version"
  | "wrong-format"
  | "wrong-signature-method"
  | "wrong-signature-version"
  | "wrong-signature-type"
  | "malformed-timestamp"
  | "expired"
  | "not-yet-valid"
  | "malformed-signature"
  | "signature-mismatch"
  | "access-key-mismatch"
  | "security-token-mismatch"
  | "malformed"
  | "too-many-problems";

/**
 * Judges a URL that came from outside. Synchronous; sends nothing; reports every problem, not only the first.
 *
 * @throws {InvalidInputError} when an *option* is wrong, or `url` is not a string. A bad URL is a report, not an exception.
 * @example
 * const report = validateCancelUrl(pasted);
 * if (report.valid) console.log(report.executionId, report.expiresAt);
 * else for (const { code, message } of report.problems) console.log(code, message);
 */
export function validateCancelUrl(url: string, options?: ValidateOptions): UrlReport;

/**
 * What one call may be told.
 *
 * @example
 * const patient: CallOptions = { signal, timeoutMs: 30_000 };
 */
export interface CallOptions {
  /** Aborting it rejects the call at once with the signal's own reason, unchanged. */
  signal?: AbortSignal | null | undefined;
  /** The deadline for the whole call, reading the answer included: whole milliseconds from 1 to 600,000. Default: 10,000. */
  timeoutMs?: number | null | undefined;
}

/**
 * What {@link sendCancelUrl} may be told.
 *
 * @example
 * const options: SendOptions = { method: "GET", signal, timeoutMs: 30_000 };
 */
export interface SendOptions extends ValidateOptions, CallOptions {}

/**
 * Validates a URL that was signed elsewhere, rebuilds it and sends it. No secret needs to be in the page.
 *
 * @returns a promise that rejects with an {@link OosError}, or with the reason of the aborted `signal`.
 * @example
 * const { url, method } = await (await fetch("/my-back-end/cancel-url")).json();
 * const { requestId } = await sendCancelUrl(url, { method });
 */
export function sendCancelUrl(url: string, options?: SendOptions): Promise<CancelResult>;

/**
 * OOS accepted the cancel. The execution turns to Cancelled shortly after; OOS names no moment.
 *
 * @example
 * const { requestId, attempts }: CancelResult = await oos.cancelExecution("exec-8a2aaf460fdf47c6b5ef");
 */
export interface CancelResult {
  /** What to quote to the vendor's support. */
  requestId: string;
  /** The execution that is being cancelled. */
  executionId: string;
  /** How many requests were sent. */
  attempts: number;
  /** From the call to the whole answer, in whole milliseconds. */
  elapsedMs: number;
  /** Every request that was sent, the accepted one last. */
  history: Attempt[];
}

/**
 * One request of a call, and what came of it.
 *
 * @example
 * const line = ({ number, outcome, code }: Attempt) => `${number}: ${outcome} ${code ?? ""}`;
 */
export interface Attempt {
  /** Counted from 1. */
  number: number;
  /** How long the call had waited before it, in whole milliseconds. */
  waitedMs: number;
  /** From sending it to its end, in whole milliseconds. */
  elapsedMs: number;
  /** `"accepted"`, or what is known of the cancel after it: see {@link Outcome}. */
  outcome: "accepted" | Outcome;
  /** The HTTP status, if there was an answer. */
  httpStatus?: number;
  /** The name of the error that it ended with, unless it was accepted. `"AbortError"` for your own abort. */
  error?: OosErrorName | "AbortError";
  /** The code of that error. */
  code?: string;
}

/**
 * When a call tries again. Every attempt is signed afresh; all of them share the deadline.
 *
 * @example
 * const retry: Partial<RetryPolicy> = { maxAttempts: 5, baseDelayMs: 500 };
 */
export interface RetryPolicy {
  /** How many requests a call may send in all: 1 to 10. Default: 3. */
  maxAttempts: number;
  /** The first wait is a random time up to this, each further one up to twice the one before; 1 to 600,000. Default: 200. */
  baseDelayMs: number;
  /** The same after an answer that says Throttling; 1 to 600,000. Default: 1,000. */
  throttlingBaseDelayMs: number;
  /** No wait is longer, unless the server asks for one; 1 to 600,000. Default: 20,000. */
  maxDelayMs: number;
}

/**
 * How the parameters of a request travel: in the body of a POST, in the URL of a POST, or in the URL of a GET.
 *
 * @example
 * const style: RequestStyle = "form";
 */
export type RequestStyle = "form" | "query" | "get";

/**
 * How an {@link OosClient} works.
 *
 * @example
 * const options: ClientOptions = {
 *   regionId: "cn-hangzhou",
 *   credentials,
 *   requestStyle: "query",
 *   timeoutMs: 30_000,
 *   retry: { maxAttempts: 5 },
 *   onAttempt: ({ number, outcome }) => console.debug("attempt", number, outcome),
 * };
 */
export interface ClientOptions extends Target {
  /** Who signs: given once, or asked of a function when a call needs them. */
  credentials: Credentials | CredentialsProvider;
  /**
   * How the parameters travel. `"form"` sends them in the body of a POST, which keeps SecurityToken and Signature out of the
   * URL: out of `PerformanceResourceTiming`, which every script of the page can read, and out of the console, where browsers
   * write the URL of a request that failed. `"query"` sends them in the URL of a POST, as the vendor's SDKs do, and `"get"`
   * in the URL of a GET. Default: `"form"`.
   */
  requestStyle?: RequestStyle | null | undefined;
  /** The deadline of each call unless the call names its own: whole milliseconds from 1 to 600,000. Default: 10,000. */
  timeoutMs?: number | null | undefined;
  /**
   * `false`: one request, whatever happens. Otherwise no answer, an answer that is not OOS's, a 5xx, Throttling and a used
   * nonce are tried again after a wait; a refused timestamp after correcting the clock by the server's, once; an expired
   * token after asking the provider, once. Nothing else is.
   */
  retry?: false | { [Key in keyof RetryPolicy]?: RetryPolicy[Key] | undefined } | null | undefined;
  /** Told of each attempt once it has ended. Not waited for, and whatever it throws is dropped. */
  onAttempt?: ((attempt: Attempt) => void) | null | undefined;
}

/**
 * Signs and sends. The credentials are copied into the module's memory and cannot be read back.
 *
 * @example
 * const oos = new OosClient({ regionId: "cn-hangzhou", credentials });
 * const { requestId } = await oos.cancelExecution("exec-8a2aaf460fdf47c6b5ef", { signal });
 * @example
 * // Freed at the end of the block, where the platform or the compiler knows `using`.
 * using oos = new OosClient({ regionId: "cn-hangzhou", credentials });
 */
export class OosClient {
  /**
   * Reads the options and copies the credentials.
   *
   * @throws {InvalidInputError} when an option is missing, of the wrong type or malformed.
   */
  constructor(options: ClientOptions);
  /** Cancels one execution. Rejects with an {@link OosError}, or with the reason of the aborted `signal`. */
  cancelExecution(executionId: string, options?: CallOptions): Promise<CancelResult>;
  /** Frees the client and wipes its credentials. Safe to call twice; calls already under way finish. */
  free(): void;
  /** The same, for `using`. Only there where the platform has `Symbol.dispose`. */
  [Symbol.dispose](): void;
}

// As the library `esnext.disposable` declares them: the package compiles without it, and beside it.
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
  interface Disposable {
    [Symbol.dispose](): void;
  }
}

/**
 * What to do about an error.
 *
 * @example
 * const hopeful = (remedy: Remedy) => remedy === "retry-later" || remedy === "check-network";
 */
export type Remedy =
  | "fix-input"
  | "refresh-credentials"
  | "request-permission"
  | "check-clock"
  | "retry-later"
  | "check-execution"
  | "check-network"
  | "report";

/**
 * What is known of the cancel after an error: `"not-sent"`: no request left; `"refused"`: OOS refused it;
 * `"unknown"`: **the execution may have been cancelled although no clear answer came.** Look at it before you act.
 *
 * @example
 * const mustLook = (outcome: Outcome) => outcome === "unknown";
 */
export type Outcome = "not-sent" | "refused" | "unknown";

/**
 * The base of every error of this package. No text in it holds a secret, a token, a signature or a signed URL.
 *
 * @example
 * try {
 *   await oos.cancelExecution("exec-8a2aaf460fdf47c6b5ef", { signal });
 * } catch (error) {
 *   if (!(error instanceof OosError)) throw error; // your own abort
 *   if (error.outcome === "unknown") console.warn("It may have been cancelled: look at the execution.");
 *   else console.warn(error.message, error.remedy);
 * }
 */
export class OosError extends Error {
  protected constructor();
  /**
   * Recognises errors of another copy of the package or of another realm, which `instanceof` does not.
   *
   * @example
   * if (OosError.is(error)) console.warn(error.remedy);
   */
  static is(value: unknown): value is OosError;
  /** The name of the class, as a literal that survives minifiers. */
  readonly name: OosErrorName;
  /** A literal for each kind of error; for a `ServiceError` the code that OOS sent. */
  readonly code: string;
  /** Whether the same call, repeated later without any change, may succeed. */
  readonly retryable: boolean;
  /** What to do about it. */
  readonly remedy: Remedy;
  /** What is known of the cancel. */
  readonly outcome: Outcome;
  /** How many requests were sent. */
  readonly attempts: number;
  /** Every request that was sent. One with an open outcome may have cancelled the execution, whatever came after it. */
  readonly history: readonly Attempt[];
}

/**
 * The names of the error classes, to narrow an {@link OosFailure} by.
 *
 * @example
 * const noAnswer: OosErrorName[] = ["NetworkError", "TimeoutError"];
 */
export type OosErrorName =
  | "InvalidInputError"
  | "ServiceError"
  | "NetworkError"
  | "TimeoutError"
  | "ResponseError"
  | "CredentialsError"
  | "StateError";

/**
 * Every error of this package as a union, told apart by `name`.
 *
 * @example
 * function status(failure: OosFailure): number | undefined {
 *   switch (failure.name) {
 *     case "ServiceError":
 *     case "ResponseError":
 *       return failure.httpStatus;
 *     default:
 *       return undefined;
 *   }
 * }
 */
export type OosFailure =
  | InvalidInputError
  | ServiceError
  | NetworkError
  | TimeoutError
  | ResponseError
  | CredentialsError
  | StateError;

/**
 * What can be wrong with an option.
 *
 * @example
 * const left: OptionProblemCode[] = ["missing-option", "empty"];
 */
export type OptionProblemCode = "missing-option" | "wrong-type" | "empty" | "malformed" | "out-of-range" | "too-long" | "conflict" | "too-many-problems";

/**
 * One thing that is wrong with the input.
 *
 * @example
 * const line = ({ parameter, message }: InputProblem) => `${parameter ?? "the URL"}: ${message}`;
 */
export interface InputProblem {
  /** What kind of thing. */
  code: OptionProblemCode | UrlProblemCode;
  /** The option by its path, such as `credentials.accessKeyId`, or the query parameter by its OOS name. */
  parameter?: string;
  /** A sentence for people. It never repeats a secret, a token or a signature. */
  message: string;
  /** The largest size or number that is allowed, where that is what was exceeded. */
  limit?: number;
  /** The one value that is allowed, where there is one. */
  allowed?: string;
}

/**
 * Wrong options, or a URL that does not validate. Nothing was sent.
 *
 * @example
 * if (error instanceof InvalidInputError) for (const { parameter, message } of error.problems) console.warn(parameter, message);
 */
export class InvalidInputError extends OosError {
  readonly name: "InvalidInputError";
  readonly code: "InvalidInput";
  readonly remedy: "fix-input";
  readonly outcome: "not-sent";
  /** Everything that is wrong; never empty. */
  readonly problems: readonly InputProblem[];
}

/**
 * OOS, or the gateway in front of it, answered with an error.
 *
 * @example
 * if (error instanceof ServiceError && error.code === "EntityNotExist.Execution") console.warn(error.requestId);
 */
export class ServiceError extends OosError {
  readonly name: "ServiceError";
  readonly code: ServiceCode;
  /** The status of the last answer. */
  readonly httpStatus: number;
  /** What to quote to the vendor's support. */
  readonly requestId?: string;
  /** What OOS wrote, without the string to sign that it may echo. */
  readonly serviceMessage: string;
  /** A page of the vendor's about this error. */
  readonly recommend?: string;
  /** Why RAM denied the call: names such as `AuthAction` and their values, as OOS sent them. */
  readonly accessDeniedDetail?: Readonly<Record<string, string>>;
  /** What the code means, in a sentence or two. */
  readonly meaning: string;
  /** For a refused signature: what the server's StringToSign, compared with ours, says about the cause. */
  readonly diagnosis?: SignatureDiagnosis;
  /** For a refused timestamp: by how much this machine's clock is ahead of the server's (behind it when negative). */
  readonly clockAheadSeconds?: number;
}

/**
 * Why a signature was refused.
 *
 * @example
 * const wrongSecret = error instanceof ServiceError && error.diagnosis?.kind === "wrong-secret";
 */
export type SignatureDiagnosis =
  | {
      /** OOS signed the same string: the AccessKeySecret does not belong to the AccessKeyId. */
      kind: "wrong-secret";
    }
  | {
      /** OOS read another request than was sent. */
      kind: "different-request";
      /** The first parameter that differs, or `"method"`. */
      parameter?: string;
    };

/**
 * The provider of the credentials failed, or gave something unusable.
 *
 * @example
 * if (error instanceof CredentialsError && error.code === "ProviderFailed") console.warn(error.cause);
 */
export class CredentialsError extends OosError {
  readonly name: "CredentialsError";
  readonly code: "ProviderFailed" | "UnusableCredentials";
  readonly remedy: "refresh-credentials";
  /** What is wrong with what it gave; empty if it failed itself. Then `cause` is what it threw. */
  readonly problems: readonly InputProblem[];
}

/**
 * No answer came: offline, refused, reset, a redirect, or an answer without CORS headers; browsers do not say which.
 *
 * @example
 * if (error instanceof NetworkError && error.outcome === "unknown") console.warn("It may have been cancelled all the same.");
 */
export class NetworkError extends OosError {
  readonly name: "NetworkError";
  readonly code: "NetworkFailure";
}

/**
 * The deadline passed.
 *
 * @example
 * if (error instanceof TimeoutError) console.warn("no answer in time, after", error.attempts, "attempts");
 */
export class TimeoutError extends OosError {
  readonly name: "TimeoutError";
  readonly code: "DeadlineExceeded";
}

/**
 * What was wrong with an answer.
 *
 * @example
 * const broken: ResponseCode[] = ["BodyCutOff", "EmptyBody"];
 */
export type ResponseCode = "EmptyBody" | "NotJson" | "WrongShape" | "BodyTooLarge" | "BodyCutOff" | "MissingRequestId" | "MissingCode";

/**
 * An answer came, but not one of OOS's: a proxy's HTML page, a body cut off, JSON of another shape.
 *
 * @example
 * if (error instanceof ResponseError && error.code === "NotJson") console.warn("a proxy answered", error.httpStatus);
 */
export class ResponseError extends OosError {
  readonly name: "ResponseError";
  readonly code: ResponseCode;
  /** The status of the last answer. */
  readonly httpStatus: number;
}

/**
 * What kept a call from being made although the input was right.
 *
 * - `"Freed"`: the client or signer was freed.
 * - `"NoRandomness"`, `"MissingPlatformFeature"`: the platform lacks what a call needs.
 * - `"StackExhausted"`: the caller has used up the stack.
 * - `"ModuleInterrupted"`: an exception ended the running instance of the module, with every call under way.
 * - `"NotUsable"`: the client or signer belongs to such an instance, or to another copy of the package.
 *
 * @example
 * const makeAnew: StateCode[] = ["Freed", "ModuleInterrupted", "NotUsable"];
 */
export type StateCode =
  | "Freed"
  | "NoRandomness"
  | "MissingPlatformFeature"
  | "StackExhausted"
  | "ModuleInterrupted"
  | "NotUsable";

/**
 * The object or the platform cannot carry the call through; no input would help.
 *
 * @example
 * if (error instanceof StateError && error.code === "Freed") console.warn("Make a new client.");
 */
export class StateError extends OosError {
  readonly name: "StateError";
  readonly code: StateCode;
}

/**
 * A known code, or any other string that OOS may send.
 *
 * @example
 * const busy = (code: ServiceCode) => code.startsWith("Throttling");
 */
export type ServiceCode = KnownServiceCode | (string & {});

/**
 * The codes of the CancelExecution page, then those of the gateway in front of OOS.
 *
 * @example
 * const ended: KnownServiceCode = "ExecutionCancelFailed";
 */
export type KnownServiceCode =
  | "InvalidVersion"
  | "InvalidAction.NotFound"
  | "User.NoPermission"
  | "InvalidStsToken"
  | "ExpiredStsToken"
  | "InvalidAccountType"
  | "ExecutionCancelFailed"
  | "EntityNotExist.Execution"
  | "EntityNotExists.Execution"
  | "InvalidParameter"
  | "MissingParameter"
  | "MissingSecurityToken"
  | "InvalidAccessKeyId.NotFound"
  | "InvalidAccessKeyId.Inactive"
  | "SignatureDoesNotMatch"
  | "IncompleteSignature"
  | "InvalidTimeStamp.Format"
  | "InvalidTimeStamp.Expired"
  | "IllegalTimestamp"
  | "SignatureNonceUsed"
  | "InvalidSignatureMethod"
  | "InvalidSecurityToken.Expired"
  | "InvalidSecurityToken.Malformed"
  | "InvalidSecurityToken.MismatchWithAccessKey"
  | "InvalidParameter.Format"
  | "InvalidParameter.Accept"
  | "InvalidApi.NotFound"
  | "InvalidProduct.NotFound"
  | "InvalidRegion.NotFound"
  | "InvalidProtocol.NeedSsl"
  | "UnsupportedHTTPMethod"
  | "ContentLengthDoesNotMatch"
  | "ContentMD5NotMatched"
  | "Throttling"
  | "Throttling.User"
  | "Throttling.Api"
  | "NoPermission"
  | "Forbidden.RAM"
  | "Forbidden.AccessKeyDisabled"
  | "InternalError"
  | "ServiceUnavailable"
  | "UnknownError";
