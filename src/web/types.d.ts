/** An AccessKey, or the temporary triple that STS hands out. */
export interface Credentials {
  /** The AccessKeyId. It travels in every request and is no secret. */
  accessKeyId: string;
  /** The AccessKeySecret. It signs and never travels. Prefer one that expires: see `securityToken`. */
  accessKeySecret: string;
  /** The STS SecurityToken. Required with an AccessKeyId that starts with `STS.` */
  securityToken?: string;
  /** When they expire. What a provider gives is used until a minute before, or until OOS calls it expired. */
  expiration?: Instant;
}

/** Gives credentials when a call needs some. Calls that need them at the same time share one answer. */
export type CredentialsProvider = () => Credentials | Promise<Credentials>;

/** Where a call goes: a region by rule, or an origin named outright. */
export interface Target {
  /**
   * A region id such as `cn-hangzhou`. Picks the host `oos.<regionId>.aliyuncs.com` and is also sent as the RegionId
   * parameter. Required unless `endpoint` is given.
   */
  regionId?: string;
  /** `"vpc"` picks `oos-vpc.<regionId>.aliyuncs.com`. Default: `"public"`. Ignored when `endpoint` is given. */
  network?: "public" | "vpc";
  /** An origin such as `https://oos.example.com`. Overrides the rule. Plain `http:` only for loopback. */
  endpoint?: string;
}

/** A point in time: a `Date`, milliseconds since 1970 as from `Date.now()`, or `YYYY-MM-DDThh:mm:ss[.fff]Z`. */
export type Instant = Date | string | number;

/** What `signCancelUrl` signs. */
export interface SignOptions extends Target {
  /** The execution to cancel, such as `exec-8a2aaf460fdf47c6b5ef`. At most 1,024 UTF-16 units. */
  executionId: string;
  credentials: Credentials;
  /** The HTTP method the URL is signed for; it does not work with another one. Default: `"POST"`. */
  method?: "GET" | "POST";
  /** The SignatureNonce. Each one works once. Default: 128 random bits in hex. At most 256 UTF-16 units. */
  nonce?: string;
  /** The time of signing; whole seconds count. Default: now. */
  timestamp?: Instant;
}

/** A signed URL and every stage on the way to it. `url` can cancel the execution until `expiresAt`: treat it as a secret. */
export interface SignedUrl {
  url: string;
  method: "GET" | "POST";
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

/** How `validateCancelUrl` judges. */
export interface ValidateOptions {
  /** The HTTP method the URL is meant for. Default: `"POST"`. Matters only when `credentials` are given. */
  method?: "GET" | "POST";
  /** With them the signature is recomputed and compared in constant time. Without them it is only checked for its form. */
  credentials?: Credentials;
  /** Origins to trust beside `https://oos.<region>.aliyuncs.com` and `https://oos-vpc.<region>.aliyuncs.com`. */
  allowedOrigins?: string[];
  /** The time to judge by. Default: now. */
  now?: Instant;
  /** How long a timestamp is good, either way: whole minutes from 1 to 60. Default: 15. */
  validityMinutes?: number;
}

/** What a URL would do, or every problem that it has. */
export type UrlReport =
  | {
      valid: true;
      /** The URL rebuilt in canonical form. This, never the string that came in, is what `sendCancelUrl` sends. */
      url: string;
      signature: "verified" | "unchecked";
      executionId: string;
      regionId?: string;
      /** The origin it would be sent to. */
      endpoint: string;
      accessKeyId: string;
      /** Whether it carries an STS SecurityToken. */
      temporary: boolean;
      timestamp: string;
      expiresAt: string;
      nonce: string;
    }
  | { valid: false; problems: UrlProblem[] };

/** One thing that is wrong with a URL. */
export interface UrlProblem {
  code: UrlProblemCode;
  /** The query parameter concerned, by its OOS name. */
  parameter?: string;
  /** A sentence for people. It never repeats a secret, a token or a signature. */
  message: string;
}

/** What can be wrong with a URL. */
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
  | "security-token-mismatch";

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

/** What one call may be told. */
export interface CallOptions {
  /** Aborting it rejects the call at once with the signal's own reason, unchanged. */
  signal?: AbortSignal;
  /** The deadline for the whole call, reading the answer included: whole milliseconds from 1 to 600,000. Default: 10,000. */
  timeoutMs?: number;
}

/** What `sendCancelUrl` may be told. */
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

/** OOS accepted the cancel. The execution turns to Cancelled shortly after; OOS names no moment. */
export interface CancelResult {
  requestId: string;
  executionId: string;
  /** How many requests were sent. */
  attempts: number;
  /** From the call to the whole answer, in whole milliseconds. */
  elapsedMs: number;
  /** Every request that was sent, the accepted one last. */
  history: Attempt[];
}

/** One request of a call, and what came of it. */
export interface Attempt {
  /** Counted from 1. */
  number: number;
  /** How long the call had waited before it, in whole milliseconds. */
  waitedMs: number;
  /** From sending it to its end, in whole milliseconds. */
  elapsedMs: number;
  outcome: "accepted" | "answered" | "unknown";
  /** The HTTP status, if there was an answer. */
  httpStatus?: number;
  /** The name of the error that it ended with, unless it was accepted. `"AbortError"` for your own abort. */
  error?: OosErrorName | "AbortError";
  /** The code of that error. */
  code?: string;
}

/** When a call tries again. Every attempt is signed afresh; all of them share the deadline. */
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

/** How an `OosClient` works. */
export interface ClientOptions extends Target {
  credentials: Credentials | CredentialsProvider;
  /**
   * `"query"` sends the parameters in the URL, as the vendor's SDKs do. `"form"` sends them in the body, which keeps
   * SecurityToken and Signature out of the URL: out of `PerformanceResourceTiming`, which every script of the page can
   * read, and out of the console, where browsers themselves write the URL of a request that failed. Default: `"query"`.
   */
  requestStyle?: "query" | "form";
  /** Default: `"POST"`. `"GET"` does not go with `requestStyle: "form"`. */
  method?: "GET" | "POST";
  /** The deadline of each call unless the call names its own: whole milliseconds from 1 to 600,000. Default: 10,000. */
  timeoutMs?: number;
  /**
   * `false`: one request, whatever happens. Otherwise no answer, an answer that is not OOS's, a 5xx, Throttling and a used
   * nonce are tried again after a wait; a refused timestamp after correcting the clock by the server's, once; an expired
   * token after asking the provider, once. Nothing else is.
   */
  retry?: false | Partial<RetryPolicy>;
  /** Told of each attempt once it has ended. Not waited for, and whatever it throws is dropped. */
  onAttempt?: (attempt: Attempt) => void;
}

/**
 * Signs and sends. The credentials are copied into the module's memory and cannot be read back.
 *
 * @example
 * const oos = new OosClient({ regionId: "cn-hangzhou", credentials });
 * const { requestId } = await oos.cancelExecution("exec-8a2aaf460fdf47c6b5ef", { signal });
 */
export class OosClient {
  /** @throws {InvalidInputError} when an option is missing, of the wrong type or malformed. */
  constructor(options: ClientOptions);
  /** Cancels one execution. Rejects with an {@link OosError}, or with the reason of the aborted `signal`. */
  cancelExecution(executionId: string, options?: CallOptions): Promise<CancelResult>;
  /** Frees the client and wipes its credentials. Safe to call twice; calls already under way finish. */
  free(): void;
}

/** What to do about an error. */
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
 * What is known of the cancel after an error: `"not-sent"`: no request left; `"answered"`: OOS refused it;
 * `"unknown"`: **the execution may have been cancelled although no clear answer came.** Look at it before you act.
 */
export type Outcome = "not-sent" | "answered" | "unknown";

/** The base of every error of this package. No text in it holds a secret, a token, a signature or a signed URL. */
export class OosError extends Error {
  protected constructor();
  readonly name: OosErrorName;
  /** A literal for each kind of error; for a `ServiceError` the code that OOS sent. */
  readonly code: string;
  /** Whether the same call, repeated later without any change, may succeed. */
  readonly retryable: boolean;
  readonly remedy: Remedy;
  readonly outcome: Outcome;
  /** How many requests were sent. */
  readonly attempts: number;
  /** Every request that was sent. One with an open outcome may have cancelled the execution, whatever came after it. */
  readonly history: readonly Attempt[];
}

/** The names of the error classes, to narrow an {@link OosFailure} by. */
export type OosErrorName =
  | "InvalidInputError"
  | "ServiceError"
  | "NetworkError"
  | "TimeoutError"
  | "ResponseError"
  | "CredentialsError";

/** Every error of this package as a union, told apart by `name`. */
export type OosFailure =
  | InvalidInputError
  | ServiceError
  | NetworkError
  | TimeoutError
  | ResponseError
  | CredentialsError;

/** What can be wrong with an option. */
export type OptionProblemCode = "missing-option" | "wrong-type" | "empty" | "malformed" | "out-of-range" | "too-long" | "conflict";

/** One thing that is wrong with the input. */
export interface InputProblem {
  code: OptionProblemCode | UrlProblemCode;
  /** The option by its path, such as `credentials.accessKeyId`, or the query parameter by its OOS name. */
  parameter?: string;
  message: string;
}

/** Wrong options, or a URL that does not validate. Nothing was sent. */
export class InvalidInputError extends OosError {
  readonly name: "InvalidInputError";
  readonly code: "InvalidInput";
  readonly remedy: "fix-input";
  readonly outcome: "not-sent";
  readonly problems: InputProblem[];
}

/** OOS, or the gateway in front of it, answered with an error. */
export class ServiceError extends OosError {
  readonly name: "ServiceError";
  readonly code: ServiceCode;
  readonly httpStatus: number;
  /** What to quote to the vendor's support. */
  readonly requestId?: string;
  /** What OOS wrote, without the string to sign that it may echo. */
  readonly serviceMessage: string;
  /** A page of the vendor's about this error. */
  readonly recommend?: string;
  /** What the code means, in a sentence or two. */
  readonly meaning: string;
  /** For a refused signature: what the server's StringToSign, compared with ours, says about the cause. */
  readonly diagnosis?: SignatureDiagnosis;
  /** For a refused timestamp: by how much this machine's clock is ahead of the server's (behind it when negative). */
  readonly clockAheadSeconds?: number;
}

/** Why a signature was refused. */
export type SignatureDiagnosis =
  /** OOS signed the same string: the AccessKeySecret does not belong to the AccessKeyId. */
  | { kind: "wrong-secret" }
  /** OOS read another request than was sent: `parameter` is the first that differs, or `"method"`. */
  | { kind: "different-request"; parameter?: string };

/** The provider of the credentials failed, or gave something unusable. */
export class CredentialsError extends OosError {
  readonly name: "CredentialsError";
  readonly code: "ProviderFailed" | "UnusableCredentials";
  readonly remedy: "refresh-credentials";
  /** What is wrong with what it gave; empty if it failed itself. Then `cause` is what it threw. */
  readonly problems: readonly InputProblem[];
}

/** No answer came: offline, refused, reset, a redirect, or an answer without CORS headers; browsers do not say which. */
export class NetworkError extends OosError {
  readonly name: "NetworkError";
  readonly code: "NetworkFailure";
}

/** The deadline passed. */
export class TimeoutError extends OosError {
  readonly name: "TimeoutError";
  readonly code: "DeadlineExceeded";
}

/** What was wrong with an answer. */
export type ResponseCode = "EmptyBody" | "NotJson" | "WrongShape" | "BodyTooLarge" | "BodyCutOff" | "MissingRequestId" | "MissingCode";

/** An answer came, but not one of OOS's: a proxy's HTML page, a body cut off, JSON of another shape. */
export class ResponseError extends OosError {
  readonly name: "ResponseError";
  readonly code: ResponseCode;
  readonly httpStatus: number;
}

/** A known code, or any other string that OOS may send. */
export type ServiceCode = KnownServiceCode | (string & {});

/** The codes of the CancelExecution page, then those of the gateway in front of OOS. */
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
