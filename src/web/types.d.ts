/**
 * Credentials: an AccessKey, or the temporary credentials that STS issues.
 *
 * @example
 * const temporary: Credentials = { accessKeyId, accessKeySecret, securityToken, expiration: "2030-01-01T00:00:00Z" };
 */
export interface Credentials {
  /** The AccessKeyId. Every request carries it, and it is not a secret. */
  accessKeyId: string;
  /** The AccessKeySecret. It signs requests and is never sent. Prefer one that expires: see `securityToken`. */
  accessKeySecret: string;
  /** The STS SecurityToken. Required if the AccessKeyId starts with `STS.`; an empty string counts as absent. */
  securityToken?: string | null | undefined;
  /** When the credentials expire. The client reuses what a provider returned until a minute before, or until OOS refuses it. */
  expiration?: DateInput | null | undefined;
}

/**
 * Returns credentials when a call needs them. Calls that need them at the same time share one call of the provider.
 *
 * @example
 * const fromBackEnd: CredentialsProvider = async () => (await fetch("/sts")).json();
 * const oos = new OosClient({ regionId: "cn-hangzhou", credentials: fromBackEnd });
 */
export type CredentialsProvider = () =>
  | Credentials
  | AssumeRoleCredentials
  | AssumeRoleResponse
  | Promise<Credentials | AssumeRoleCredentials | AssumeRoleResponse>;

/**
 * The AssumeRole response of STS. A provider may return all of it.
 *
 * @example
 * const fromBackEnd: CredentialsProvider = async (): Promise<AssumeRoleResponse> => (await fetch("/assume-role")).json();
 */
export interface AssumeRoleResponse {
  /** The credentials in the response. */
  Credentials: AssumeRoleCredentials;
}

/**
 * Credentials under the names of the AssumeRole response of STS.
 *
 * @example
 * const fromBackEnd: CredentialsProvider = async () => (await fetch("/assume-role")).json();
 */
export interface AssumeRoleCredentials {
  /** See {@link Credentials.accessKeyId}. */
  AccessKeyId: string;
  /** See {@link Credentials.accessKeySecret}. */
  AccessKeySecret: string;
  /** See {@link Credentials.securityToken}. */
  SecurityToken: string;
  /** See {@link Credentials.expiration}. */
  Expiration?: string | null | undefined;
}

/**
 * The destination of a call: a region, or an endpoint.
 *
 * @example
 * const insideTheVpc: EndpointOptions = { regionId: "cn-hangzhou", network: "vpc" };
 * const onThisMachine: EndpointOptions = { endpoint: "http://127.0.0.1:8787" };
 */
export interface EndpointOptions {
  /**
   * A region id such as `cn-hangzhou`. It selects the host `oos.<regionId>.aliyuncs.com` and is also sent as the
   * RegionId parameter. Required unless `endpoint` is given.
   */
  regionId?: string | null | undefined;
  /**
   * `"vpc"` selects `oos-vpc.<regionId>.aliyuncs.com`. Ignored when `endpoint` is given.
   *
   * @defaultValue `"public"`
   */
  network?: "public" | "vpc" | null | undefined;
  /** An origin such as `https://oos.example.com`, used instead of the region's host. `http:` is allowed only for loopback. */
  endpoint?: string | UrlLike | null | undefined;
}

/**
 * The HTTP methods that OOS accepts.
 *
 * @example
 * const methods: HttpMethod[] = ["GET", "POST"];
 */
export type HttpMethod = "GET" | "POST";

/**
 * A `URL`, declared by its members so that the declarations compile without the library `dom`. Other objects with these
 * members are refused.
 *
 * @example
 * const endpoint: UrlLike = new URL("https://oos.example.com");
 */
export interface UrlLike {
  /** The URL as a string. The package reads nothing else. */
  readonly href: string;
  /** As in `URL`. */
  readonly origin: string;
  /** As in `URL`. */
  readonly searchParams: object;
  /** As in `URL`. */
  toJSON(): string;
}

/**
 * An `AbortSignal`, declared by its members so that the declarations compile without the library `dom`. Other objects with
 * these members are refused.
 *
 * @example
 * const signal: AbortSignalLike = new AbortController().signal;
 */
export interface AbortSignalLike {
  /** Whether the signal has aborted. */
  readonly aborted: boolean;
  /** What a call rejects with once the signal has aborted. */
  readonly reason: any;
  /** As in `AbortSignal`. */
  throwIfAborted(): void;
}

/**
 * A point in time: a `Date`, milliseconds since 1970 as from `Date.now()`, or `YYYY-MM-DDThh:mm:ss[.fff]Z`.
 *
 * @example
 * const same: DateInput[] = [new Date(0), 0, "1970-01-01T00:00:00Z"];
 */
export type DateInput = Date | string | number;

/**
 * Options for {@link signCancelUrl}.
 *
 * @example
 * const options: SignOptions = { executionId: "exec-8a2aaf460fdf47c6b5ef", regionId: "cn-hangzhou", credentials };
 */
export interface SignOptions extends EndpointOptions {
  /** The execution to cancel, such as `exec-8a2aaf460fdf47c6b5ef`. At most 1,024 bytes. */
  executionId: string;
  /** The credentials to sign with. */
  credentials: Credentials;
  /**
   * The HTTP method to sign for; the URL works with no other.
   *
   * @defaultValue `"POST"`
   */
  method?: HttpMethod | null | undefined;
  /**
   * The SignatureNonce. OOS accepts each one once. At most 256 bytes.
   *
   * @defaultValue 128 random bits in hex
   */
  nonce?: string | null | undefined;
  /**
   * The time of signing; fractions of a second are dropped.
   *
   * @defaultValue now
   */
  timestamp?: DateInput | null | undefined;
}

/**
 * A signed URL and every intermediate stage of the signature. `url` can cancel the execution until `expiresAt`: treat it as a secret.
 *
 * @example
 * const { url, method, expiresAt }: SignedUrl = signCancelUrl({ executionId, regionId: "cn-hangzhou", credentials });
 */
export interface SignedUrl {
  /** The URL to request, with all parameters and the Signature. */
  readonly url: string;
  /** The only HTTP method that works with the URL. */
  readonly method: HttpMethod;
  /** The execution that the URL cancels. */
  readonly executionId: string;
  /** 15 minutes after the timestamp: the shorter of the two validities that Alibaba Cloud documents. */
  readonly expiresAt: string;
  /** The parameters without the Signature, sorted and percent-encoded. */
  readonly canonicalQuery: string;
  /** The string that was signed. It contains the SecurityToken, percent-encoded twice. */
  readonly stringToSign: string;
  /** The HMAC-SHA1 in base64. */
  readonly signature: string;
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
 * Options for `CancelUrlSigner`.
 *
 * @example
 * const options: SignerOptions = { regionId: "cn-hangzhou", credentials, method: "POST" };
 */
export interface SignerOptions extends EndpointOptions {
  /** The credentials to sign with, copied once. They are not renewed: create a new signer before they expire. */
  credentials: Credentials;
  /**
   * The HTTP method to sign for; the URLs work with no other.
   *
   * @defaultValue `"POST"`
   */
  method?: HttpMethod | null | undefined;
}

/**
 * A method `[Symbol.dispose]()` that calls `free()`, for `using`. It is declared if the compiler's library declares
 * `Symbol.dispose` (the library `esnext.disposable`), and present if the platform has that symbol.
 *
 * @example
 * const owned: MaybeDisposable[] = [oos, new CancelUrlSigner({ regionId: "cn-hangzhou", credentials })];
 */
export type MaybeDisposable = {
  /** Same as `free()`. */
  [Key in typeof Symbol extends { readonly dispose: infer Dispose extends symbol } ? Dispose : never]: () => void;
};

/**
 * Signs many URLs with the same credentials, several times faster than {@link signCancelUrl}: the parts that all URLs share
 * are encoded and hashed once. The credentials are copied into the module's memory and cannot be read back.
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
   * Returns a URL that cancels this execution, once, within 15 minutes. It has a fresh nonce: treat it as a secret.
   *
   * @throws {InvalidInputError} when the ExecutionId is not valid.
   * @throws {StateError} when the signer was freed.
   */
  sign(executionId: string): string;
  /** Wipes the credentials. It is safe to call this twice. */
  free(): void;
}
export interface CancelUrlSigner extends MaybeDisposable {}

/**
 * Options for {@link validateCancelUrl}.
 *
 * @example
 * const rules: ValidateOptions = { allowedOrigins: ["https://oos.example.com"], validityMinutes: 5 };
 */
export interface ValidateOptions {
  /**
   * The HTTP method that the URL will be requested with. Checked only when `credentials` are given.
   *
   * @defaultValue `"POST"`
   */
  method?: HttpMethod | null | undefined;
  /** Recomputes the signature with these credentials and compares it in constant time. Without them only its form is checked. */
  credentials?: Credentials | null | undefined;
  /** Origins to trust in addition to `https://oos.<region>.aliyuncs.com` and `https://oos-vpc.<region>.aliyuncs.com`. */
  allowedOrigins?: readonly (string | UrlLike)[] | null | undefined;
  /**
   * The time to check the timestamp against; `sendCancelUrl` leaves that to the server.
   *
   * @defaultValue now
   */
  now?: DateInput | null | undefined;
  /**
   * How far the timestamp may be from `now`, in either direction: whole minutes from 1 to 60.
   *
   * @defaultValue `15`
   */
  validityMinutes?: number | null | undefined;
}

/**
 * The report on a URL: what it would do, or every problem it has.
 *
 * @example
 * const report: UrlReport = validateCancelUrl(pasted);
 * const text = report.valid ? `cancels ${report.executionId}` : report.problems.map(({ message }) => message).join(" ");
 */
export type UrlReport =
  | {
      /** The URL would cancel one execution. */
      readonly valid: true;
      /** The URL rebuilt in canonical form. `sendCancelUrl` sends this one, never the input string. */
      readonly url: string;
      /** `"verified"` if `credentials` were given; `"unchecked"` if only the form of the signature was checked. */
      readonly signature: "verified" | "unchecked";
      /** The execution that the URL would cancel. */
      readonly executionId: string;
      /** The RegionId parameter, if the URL has one. */
      readonly regionId?: string;
      /** The origin that the request would go to. */
      readonly endpoint: string;
      /** The AccessKeyId that signed the URL. */
      readonly accessKeyId: string;
      /** Whether the URL carries an STS SecurityToken. */
      readonly temporary: boolean;
      /** When the URL was signed. */
      readonly timestamp: string;
      /** When the URL expires. */
      readonly expiresAt: string;
      /** The SignatureNonce. */
      readonly nonce: string;
    }
  | {
      /** The URL must not be sent. */
      readonly valid: false;
      /** Every problem, in the order of the URL's parts, repeated ones once; never empty, and at most 100. */
      readonly problems: readonly Problem<UrlProblemCode>[];
    };

/**
 * The kinds of problems that a URL can have.
 *
 * @example
 * const aboutTime: UrlProblemCode[] = ["expired", "not-yet-valid"];
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
 * Validates a URL that was signed elsewhere. Synchronous; sends nothing; reports every problem, not only the first.
 *
 * @throws {InvalidInputError} when an *option* is wrong, or `url` is neither a string nor a `URL`. A bad URL gives a report, not an
 * exception.
 * @example
 * const report = validateCancelUrl(pasted);
 * if (report.valid) console.log(report.executionId, report.expiresAt);
 * else for (const { code, message } of report.problems) console.log(code, message);
 */
export function validateCancelUrl(url: string | UrlLike, options?: ValidateOptions): UrlReport;

/**
 * Options for {@link explainSignature}.
 *
 * @example
 * const refusal: ExplainOptions = { serverMessage: message, sent: pasted };
 */
export interface ExplainOptions {
  /** What the server wrote: a message, a body of JSON or XML, or a line of a log. At most 65,536 characters. */
  serverMessage: string;
  /** The signed URL or the StringToSign of the refused request. At most 65,536 characters. */
  sent: string | UrlLike;
  /**
   * The method by which the URL was sent. A StringToSign names its own.
   *
   * @defaultValue `"POST"`
   */
  method?: HttpMethod | null | undefined;
  /** The secret that signed the URL, to check the Signature with. It is not kept. */
  accessKeySecret?: string | null | undefined;
}

/**
 * Why a signature was refused.
 *
 * @example
 * const explanation: SignatureExplanation = explainSignature({ serverMessage: message, sent: pasted });
 * for (const { parameter, message } of explanation.differences) console.log(parameter, message);
 */
export interface SignatureExplanation {
  /**
   * - `different-request`: the server read a request other than the one that was signed; `differences` says where.
   * - `different-secret`: the server read what was signed, so the AccessKeySecret does not belong to the AccessKeyId.
   * - `different-signature`: the server read the request of the URL. Its Signature was made with another secret, or of another
   *   StringToSign. Pass `accessKeySecret`, or the StringToSign as `sent`.
   * - `not-found`: the server's text has no StringToSign.
   */
  readonly verdict: "different-request" | "different-secret" | "different-signature" | "not-found";
  /** What differs, at most 100. */
  readonly differences: readonly SignedDifference[];
  /** Whether `accessKeySecret` made the Signature of the URL. Absent without either. */
  readonly secretMatches?: boolean;
}

/**
 * One difference between what was signed and what the server read.
 *
 * @example
 * const show = ({ parameter, sent, server }: SignedDifference) => `${parameter}: ${sent ?? "?"} / ${server ?? "?"}`;
 */
export interface SignedDifference {
  /** The name of the parameter, or `method`, `path` or `query`. */
  readonly parameter: string;
  /** The signed value, percent-encoded. Absent for a token, a value above 256 bytes and a parameter that was not signed. */
  readonly sent?: string;
  /** The value that the server read, with the same exceptions. */
  readonly server?: string;
  /** The likely cause. */
  readonly cause:
    | "method"
    | "missing"
    | "added"
    | "not-encoded"
    | "encoded-twice"
    | "plus-for-space"
    | "lower-case-hex"
    | "cut-off"
    | "order"
    | "changed";
  /** What happened and what to do. */
  readonly message: string;
}

/**
 * Explains why a signature was refused: compares what the server wrote with what was sent, parameter by parameter.
 * Synchronous; sends nothing. The result contains no token and no signature.
 *
 * @throws {InvalidInputError} when an option is wrong, or `sent` is neither a URL nor a StringToSign.
 * @example
 * const { verdict, differences } = explainSignature({ serverMessage: message, sent: pasted });
 */
export function explainSignature(options: ExplainOptions): SignatureExplanation;

/**
 * Options for a single call.
 *
 * @example
 * const patient: CallOptions = { signal, timeoutMs: 30_000 };
 */
export interface CallOptions {
  /** Ends the call when it aborts. The call then rejects with the signal's own reason, unchanged. */
  signal?: AbortSignalLike | null | undefined;
  /**
   * The deadline of the whole call, all attempts included: whole milliseconds from 1 to 600,000.
   *
   * @defaultValue `10_000`
   */
  timeoutMs?: number | null | undefined;
}

/**
 * Options for `OosClient.cancelExecution`.
 *
 * @example
 * const untilItEnded: CancelOptions = { waitUntil: "ended", onStatus: ({ status }) => console.log(status) };
 */
export interface CancelOptions extends WaitOptions {
  /**
   * `"accepted"` resolves once OOS has accepted the cancel. `"ended"` goes on until the execution has ended, and settles a
   * cancel without a clear response by looking at the execution. It needs the RAM permission `oos:ListExecutions`.
   *
   * @defaultValue `"accepted"`
   */
  waitUntil?: "accepted" | "ended" | null | undefined;
}

/**
 * Options for a call that waits for the end of an execution.
 *
 * @example
 * const patient: WaitOptions = { timeoutMs: 600_000, onStatus: ({ status }) => console.log(status) };
 */
export interface WaitOptions extends CallOptions {
  /**
   * The deadline of the whole call, all looks included: whole milliseconds from 1 to 600,000.
   *
   * @defaultValue `300_000`, or the deadline of the client if that is longer; for a cancel that does not wait, the deadline of
   * the client
   */
  timeoutMs?: number | null | undefined;
  /** Called when the execution is first seen and when its status has changed. The client ignores what it throws. */
  onStatus?: ((execution: Execution) => void) | null | undefined;
}

/**
 * The status of an execution: one that the documents name, or any other string that OOS may send.
 *
 * @example
 * const alive: ExecutionStatus[] = ["Started", "Queued", "Running", "Waiting"];
 */
export type ExecutionStatus =
  | "Started"
  | "Queued"
  | "Running"
  | "Waiting"
  | "Success"
  | "Failed"
  | "Cancelled"
  | (string & {});

/**
 * Returns whether an execution with this status has ended: `"Success"`, `"Failed"` or `"Cancelled"`. A timer that goes back
 * from `"Running"` to `"Waiting"` has not ended, and neither has a status that is not known.
 *
 * @example
 * const execution = await oos.getExecution("exec-8a2aaf460fdf47c6b5ef");
 * if (execution && !isEnded(execution.status)) await oos.cancelExecution(execution.executionId);
 */
export function isEnded(status: ExecutionStatus): boolean;

/**
 * An execution, as ListExecutions describes it. Dates and JSON inside of strings are as OOS sends them; a member that OOS does
 * not send, or sends empty, is absent.
 *
 * @example
 * const line = ({ executionId, status, templateName }: Execution) => `${executionId} ${status} ${templateName ?? ""}`;
 */
export interface Execution {
  /** The ExecutionId. */
  readonly executionId: string;
  /** The status. */
  readonly status: ExecutionStatus;
  /** A message about the status, such as the error of a failed task. */
  readonly statusMessage?: string;
  /** The reason of the status. */
  readonly statusReason?: string;
  /** What a waiting execution waits for. */
  readonly waitingStatus?: string;
  /** The name of the template. */
  readonly templateName?: string;
  /** The id of the template. */
  readonly templateId?: string;
  /** The version of the template. */
  readonly templateVersion?: string;
  /** The execution that started this one, such as a timer. Cancelling this one does not stop the timer. */
  readonly parentExecutionId?: string;
  /** Whether other executions belong to this one. */
  readonly isParent?: boolean;
  /** `Other`, `TimerTrigger`, `EventTrigger` or `AlarmTrigger`. */
  readonly category?: string;
  /** `Automatic`, `Debug` or `FailurePause`. */
  readonly mode?: string;
  /** The user who started it. */
  readonly executedBy?: string;
  /** The description by that user. */
  readonly description?: string;
  /** When it was created. */
  readonly createDate?: string;
  /** When it started. */
  readonly startDate?: string;
  /** When it last changed. */
  readonly updateDate?: string;
  /** When it ended. */
  readonly endDate?: string;
  /** The tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /** How many tasks have each status, by names such as `Failed`, `Success` and `Total`. */
  readonly counters?: Readonly<Record<string, number>>;
  /** The parameters that it was started with. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The outputs: a JSON text. */
  readonly outputs?: string;
  /** The tasks that run now. */
  readonly currentTasks?: readonly CurrentTask[];
  /** When a timer fires next. */
  readonly nextScheduleTime?: string;
}

/**
 * A task that runs now.
 *
 * @example
 * const names = ({ currentTasks = [] }: Execution) => currentTasks.map(({ taskName }: CurrentTask) => taskName);
 */
export interface CurrentTask {
  /** The name in the template. */
  readonly taskName?: string;
  /** The action, such as `ACS::TimerTrigger`. */
  readonly taskAction?: string;
  /** The id of this run of the task. */
  readonly taskExecutionId?: string;
}

/**
 * Which executions a list has. Every condition must be met; without any, the list has all executions of the region. A name that
 * is not one of these is refused, so that a misspelled condition never widens a list.
 *
 * @example
 * const filter: ExecutionFilter = { templateName: "restart", status: ["Running", "Waiting"], startedAfter: new Date(0) };
 */
export interface ExecutionFilter {
  /**
   * One status, or several. OOS filters by one alone. Several, and `"Queued"`, which the documents do not name as a filter, are
   * filtered here: the list reads every execution that meets the other conditions, and misses none that changes its status
   * meanwhile. Limit it with `startedAfter` or `templateName`.
   */
  status?: ExecutionStatus | readonly ExecutionStatus[] | null | undefined;
  /** A part of the template's name: `"patch"` also finds `"patch-kernel"`. Compare `templateName` yourself for an exact match. */
  templateName?: string | null | undefined;
  /** The user who started it. */
  executedBy?: string | null | undefined;
  /** The execution that started it, such as a timer. */
  parentExecutionId?: string | null | undefined;
  /** `Other`, `TimerTrigger`, `EventTrigger` or `AlarmTrigger`. */
  category?: string | null | undefined;
  /** The resource group. */
  resourceGroupId?: string | null | undefined;
  /** Tags that it has, at most 20. */
  tags?: Readonly<Record<string, string>> | null | undefined;
  /** It started then or later; fractions of a second are dropped. */
  startedAfter?: DateInput | null | undefined;
  /** It started then or earlier. */
  startedBefore?: DateInput | null | undefined;
  /** It ended then or later. */
  endedAfter?: DateInput | null | undefined;
  /** It ended then or earlier. */
  endedBefore?: DateInput | null | undefined;
  /**
   * The order, by the start of the executions.
   *
   * @defaultValue `"newest-first"`
   */
  sort?: "newest-first" | "oldest-first" | null | undefined;
}

/**
 * A page of a list.
 *
 * @example
 * for await (const { executions, totalCount } of oos.listExecutions().pages()) console.log(executions.length, totalCount);
 */
export interface ExecutionPage {
  /** The executions, each once in the whole list. A page may be empty although others follow. */
  readonly executions: readonly Execution[];
  /** How many executions match on all pages, if OOS says so and applies the whole filter itself. */
  readonly totalCount?: number;
}

/**
 * A list of executions. Each iteration reads the filter and the options anew and sends a request for each page of up to 100
 * executions, when the loop needs it. Leaving the loop ends it.
 *
 * @example
 * for await (const { executionId, status } of oos.listExecutions({ templateName: "restart" })) console.log(executionId, status);
 */
export interface ExecutionList extends AsyncIterable<Execution> {
  /** Returns the pages instead of the executions. */
  pages(): AsyncIterable<ExecutionPage>;
}

/**
 * Options for {@link sendCancelUrl}.
 *
 * @example
 * const options: SendOptions = { method: "GET", signal, timeoutMs: 30_000 };
 */
export interface SendOptions extends ValidateOptions, CallOptions {}

/**
 * Validates a URL that was signed elsewhere, rebuilds it and sends it. The page needs no secret. The server checks the
 * timestamp by its own clock, so a wrong clock on this machine does no harm.
 *
 * @returns a promise that rejects with an {@link OosError}, or with the reason of the aborted `signal`.
 * @example
 * const { url, method } = await (await fetch("/my-back-end/cancel-url")).json();
 * const { requestId } = await sendCancelUrl(url, { method });
 */
export function sendCancelUrl(url: string | UrlLike, options?: SendOptions): Promise<AcceptedCancel>;

/**
 * The result of a cancel.
 *
 * @example
 * const { outcome, execution }: CancelResult = await oos.cancelExecution("exec-8a2aaf460fdf47c6b5ef", { waitUntil: "ended" });
 * if (outcome === "ended") console.log("It ended before the cancel took hold:", execution?.status);
 */
export interface CancelResult {
  /**
   * `"accepted"`: OOS accepted the cancel, and the execution may not have ended yet. With `waitUntil: "ended"` instead
   * `"cancelled"`: OOS says that it is cancelled, or `"ended"`: it ended by itself, as Success or Failed.
   */
  readonly outcome: "accepted" | "cancelled" | "ended";
  /** The execution. */
  readonly executionId: string;
  /**
   * The RequestId of the cancel, to quote to Alibaba Cloud's support. Absent if a look settled a cancel that got no clear response,
   * or that OOS refused because the execution had ended.
   */
  readonly requestId?: string;
  /** With `waitUntil: "ended"`, the execution after its end. */
  readonly execution?: Execution;
  /** The time from the call to its end, in whole milliseconds. */
  readonly elapsedMs: number;
  /** Every request of the call, the looks included. */
  readonly history: readonly Attempt[];
}

/**
 * The result of a cancel that OOS accepted, from a call that does not wait.
 *
 * @example
 * const { requestId }: AcceptedCancel = await oos.cancelExecution("exec-8a2aaf460fdf47c6b5ef");
 */
export interface AcceptedCancel extends CancelResult {
  /** OOS accepted the cancel. The execution may not have ended yet. */
  readonly outcome: "accepted";
  /** The RequestId of the cancel, to quote to Alibaba Cloud's support. */
  readonly requestId: string;
}

/**
 * Options for `OosClient.cancelExecutions`.
 *
 * @example
 * const careful: FleetOptions = { concurrency: 2, waitUntil: "ended", onProgress: ({ settled, total }) => console.log(settled, total) };
 */
export interface FleetOptions extends CallOptions {
  /**
   * Stops the fleet when it aborts: nothing more is sent, what was sent gets its true outcome, and the promise resolves. With
   * `waitUntil: "ended"` what was sent is looked at once more, for at most 10 seconds.
   */
  signal?: AbortSignalLike | null | undefined;
  /**
   * How long each execution may take from its first request: whole milliseconds from 1 to 600,000.
   *
   * @defaultValue the deadline of the client; with `waitUntil: "ended"` `300_000`, or the deadline of the client if that is longer
   */
  timeoutMs?: number | null | undefined;
  /**
   * `"accepted"` settles an execution once OOS has accepted its cancel. `"ended"` waits until it has ended. The fleet sees most ends in
   * lists of what has ended lately, which costs few requests. It needs the RAM permission `oos:ListExecutions`.
   *
   * @defaultValue `"accepted"`
   */
  waitUntil?: "accepted" | "ended" | null | undefined;
  /**
   * How many requests may be in progress at once: a whole number from 1 to 100. The client sends fewer while OOS throttles it.
   *
   * @defaultValue `6`
   */
  concurrency?: number | null | undefined;
  /** Called with each result as it settles. The client ignores what it throws. */
  onResult?: ((result: FleetResult) => void) | null | undefined;
  /** Called with the progress, at most ten times a second and once at the end. The client ignores what it throws. */
  onProgress?: ((progress: FleetProgress) => void) | null | undefined;
}

/**
 * What is known of one execution of a fleet: an {@link Outcome} of a cancel.
 *
 * @example
 * const mayStillRun: FleetOutcome[] = ["accepted", "refused", "unknown", "not-sent"];
 */
export type FleetOutcome = "accepted" | "cancelled" | "ended" | "refused" | "unknown" | "not-sent";

/**
 * The result of one execution of a fleet.
 *
 * @example
 * const line = ({ executionId, outcome, error }: FleetResult) => `${executionId}: ${outcome} ${error?.code ?? ""}`;
 */
export interface FleetResult {
  /** The execution. For an invalid id the string itself, or `""` if it is none or longer than 1,024 characters. */
  readonly executionId: string;
  /** What is known of the execution. */
  readonly outcome: FleetOutcome;
  /** The RequestId of an accepted cancel. */
  readonly requestId?: string;
  /** With `waitUntil: "ended"`, the execution after its end. */
  readonly execution?: Execution;
  /** What went wrong. Absent if nothing did, and where the fleet was stopped: see {@link FleetReport.stopped}. */
  readonly error?: OosError;
}

/**
 * How far a fleet is, in plain numbers.
 *
 * @example
 * const percent = ({ settled, total }: FleetProgress) => Math.round((100 * settled) / total);
 */
export interface FleetProgress {
  /** How many ids have been taken: all of them for an array or a set. An id that came twice counts once. */
  readonly total: number;
  /** How many have a result. */
  readonly settled: number;
  /** How many requests are in progress. */
  readonly inFlight: number;
  /** How many requests may be in progress now: fewer than wanted while OOS throttles the client. */
  readonly concurrency: number;
  /** Whether OOS throttles the client. */
  readonly throttled: boolean;
  /** The time that the rest takes at the speed so far, in whole milliseconds. Absent while an iterable may return further ids. */
  readonly etaMs?: number;
  /** How many have each outcome. */
  readonly counts: Readonly<Record<FleetOutcome, number>>;
}

/**
 * What became of a fleet.
 *
 * @example
 * const { counts, results }: FleetReport = await oos.cancelExecutions(["exec-8a2aaf460fdf47c6b5ef"], { waitUntil: "ended" });
 * const open = results.filter(({ outcome }) => outcome !== "cancelled" && outcome !== "ended");
 */
export interface FleetReport {
  /** One result for each execution, in the order in which the ids came. */
  readonly results: readonly FleetResult[];
  /** How many have each outcome. Together they are as many as the results. */
  readonly counts: Readonly<Record<FleetOutcome, number>>;
  /** The time from the start to the end, in whole milliseconds. */
  readonly elapsedMs: number;
  /**
   * Why the fleet stopped early; absent if it did not.
   *
   * - `"aborted"`: the `signal` aborted.
   * - `"credentials"`: OOS accepts no credentials that the client has, or the provider failed.
   * - `"clock"`: OOS does not accept the time of this machine, and the client could not correct it.
   * - `"source"`: the iterable threw. What it had returned before was cancelled.
   */
  readonly stopped?: "aborted" | "credentials" | "clock" | "source";
  /** What the iterable threw, or the reason of the aborted `signal`. */
  readonly cause?: unknown;
}

/**
 * One request of a call and its outcome.
 *
 * @example
 * const line = ({ number, action, outcome, code, status }: Attempt) => `${number}: ${action} ${outcome} ${code ?? status ?? ""}`;
 */
export interface Attempt {
  /** The number of the attempt, counted from 1. */
  readonly number: number;
  /** The operation of OOS: a call that waits looks at the execution after the cancel. */
  readonly action: "CancelExecution" | "ListExecutions";
  /** The time from the start of the call to sending the request, in whole milliseconds. */
  readonly startedMs: number;
  /** The delay before this attempt, in whole milliseconds. */
  readonly waitedMs: number;
  /** The time from sending the request to its end, in whole milliseconds. */
  readonly elapsedMs: number;
  /** What is known of this request alone: `"accepted"` if OOS accepted it, the cancel or the look. */
  readonly outcome: Outcome;
  /** The HTTP status, if a response came. */
  readonly httpStatus?: number;
  /** The name of the attempt's error, unless OOS accepted. `"AbortError"` for your own abort. */
  readonly error?: OosErrorName | "AbortError";
  /** The code of that error. */
  readonly code?: string;
  /** The status of the execution that this look saw. */
  readonly status?: ExecutionStatus;
}

/**
 * When a call is retried. Every attempt is signed anew, and all of them share one deadline.
 *
 * @example
 * const retry: RetryOptions = { maxAttempts: 5, baseDelayMs: 500 };
 */
export interface RetryOptions {
  /**
   * The maximum number of attempts of one call: 1 to 10.
   *
   * @defaultValue `3`
   */
  maxAttempts?: number | null | undefined;
  /**
   * The first delay is a random time up to this; the bound doubles with each retry. 1 to 600,000 ms.
   *
   * @defaultValue `200`
   */
  baseDelayMs?: number | null | undefined;
  /**
   * The same bound after OOS throttled the call; 1 to 600,000 ms.
   *
   * @defaultValue `1_000`
   */
  throttlingBaseDelayMs?: number | null | undefined;
  /**
   * The longest delay, unless the server asks for a longer one; 1 to 600,000 ms.
   *
   * @defaultValue `20_000`
   */
  maxDelayMs?: number | null | undefined;
}

/**
 * Where the parameters of a request are sent: in the body of a POST, in the URL of a POST, or in the URL of a GET.
 *
 * @example
 * const style: RequestStyle = "form";
 */
export type RequestStyle = "form" | "query" | "get";

/**
 * Options for `OosClient`.
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
export interface ClientOptions extends EndpointOptions {
  /** The credentials to sign with, or a function that returns them when a call needs them. */
  credentials: Credentials | CredentialsProvider;
  /**
   * Where the parameters are sent. `"form"` sends them in the body of a POST, which keeps SecurityToken and Signature out of the
   * URL: out of `PerformanceResourceTiming`, which every script of the page can read, and out of the console, where browsers
   * write the URL of a request that failed. `"query"` sends them in the URL of a POST, as Alibaba Cloud's SDKs do, and `"get"`
   * in the URL of a GET.
   *
   * @defaultValue `"form"`
   */
  requestStyle?: RequestStyle | null | undefined;
  /**
   * The deadline of each call that has none of its own: whole milliseconds from 1 to 600,000.
   *
   * @defaultValue `10_000`
   */
  timeoutMs?: number | null | undefined;
  /**
   * `false` sends one request, whatever happens. Otherwise the client retries, after a delay, when no response came, when
   * a response is not OOS's, and when OOS reports an internal error, throttling or a used nonce. It retries a refused
   * timestamp after correcting its clock, and an expired token after calling the provider again. It retries any other
   * refusal only if OOS asks for that.
   */
  retry?: false | RetryOptions | null | undefined;
  /** Called after each attempt. The client does not wait for it and ignores what it throws. */
  onAttempt?: ((attempt: Attempt) => void) | null | undefined;
}

/**
 * Cancels executions, and looks at them. The credentials are copied into the module's memory and cannot be read back.
 *
 * @example
 * const oos = new OosClient({ regionId: "cn-hangzhou", credentials });
 * const { requestId } = await oos.cancelExecution("exec-8a2aaf460fdf47c6b5ef", { signal });
 * @example
 * // Freed at the end of the block, if the platform or the compiler supports `using`.
 * using oos = new OosClient({ regionId: "cn-hangzhou", credentials });
 */
export class OosClient {
  /**
   * Creates a client: reads the options and copies the credentials.
   *
   * @throws {InvalidInputError} when an option is missing, of the wrong type or malformed.
   */
  constructor(options: ClientOptions);
  /** Cancels one execution. Rejects with an {@link OosError}, or with the reason of the aborted `signal`. */
  cancelExecution(executionId: string, options?: CancelOptions & { waitUntil?: "accepted" | null | undefined }): Promise<AcceptedCancel>;
  /** Cancels one execution and, with `waitUntil: "ended"`, waits until it has ended. */
  cancelExecution(executionId: string, options?: CancelOptions): Promise<CancelResult>;
  /**
   * Cancels many executions, a bounded number at once, and as fast as OOS allows. Takes an array, a set, or any iterable or async
   * iterable, such as a generator that reads `listExecutions`; an id that comes twice is cancelled once. An array and a set are
   * checked first. Any other iterable is read as there is room, so it may be endless.
   *
   * Once begun the promise resolves, whatever happens: with one result for each id that was taken. It rejects only if an option or an
   * id of an array is wrong ({@link InvalidInputError}) or the client cannot be used ({@link StateError}), and then nothing was sent.
   */
  cancelExecutions(executionIds: Iterable<string> | AsyncIterable<string>, options?: FleetOptions): Promise<FleetReport>;
  /** Looks at one execution; `undefined` if OOS lists none with this id in this region. Needs `oos:ListExecutions`. */
  getExecution(executionId: string, options?: CallOptions): Promise<Execution | undefined>;
  /**
   * Waits until an execution has ended, by a cancel or by itself, and looks at it every few seconds. Needs `oos:ListExecutions`. Rejects
   * with a {@link StateError} `"NotListed"` if OOS does not list the execution.
   */
  waitForExecution(executionId: string, options?: WaitOptions): Promise<Execution>;
  /**
   * Lists executions. Nothing is sent before the iteration, which rejects if the filter or an option is wrong. `timeoutMs` is the
   * deadline of each page. Needs `oos:ListExecutions`.
   */
  listExecutions(filter?: ExecutionFilter | null, options?: CallOptions): ExecutionList;
  /** Wipes the credentials; calls in progress finish first. It is safe to call this twice. */
  free(): void;
}
export interface OosClient extends MaybeDisposable {}

/**
 * What to do about an error.
 *
 * - `"fix-input"`: correct the option or the parameter that the message names.
 * - `"refresh-credentials"`: get new credentials, or correct the AccessKeySecret.
 * - `"request-permission"`: ask the administrator of the account for the permission.
 * - `"check-clock"`: correct the clock of the machine that signs.
 * - `"retry-later"`: call again after a while.
 * - `"check-execution"`: look at the execution before you act.
 * - `"check-network"`: check the connection, then look at the execution.
 * - `"fix-program"`: correct the program, its deployment or the platform, as the message says.
 * - `"report"`: report the error to the authors of this package.
 *
 * @example
 * const mayHelpToWait = (remedy: Remedy) => remedy === "retry-later" || remedy === "check-network";
 */
export type Remedy =
  | "fix-input"
  | "refresh-credentials"
  | "request-permission"
  | "check-clock"
  | "retry-later"
  | "check-execution"
  | "check-network"
  | "fix-program"
  | "report";

/**
 * What is known about the cancel.
 *
 * - `"accepted"`: OOS accepted it; whether the execution has ended is not known.
 * - `"cancelled"`: OOS says that the execution is cancelled.
 * - `"ended"`: the execution ended by itself, as Success or Failed.
 * - `"refused"`: OOS refused it.
 * - `"unknown"`: **the execution may have been cancelled although no clear response came.** Check its status before you act.
 * - `"not-sent"`: no request left this machine.
 * - `"failed"`: a look at executions brought no result. It changes nothing, so nothing is in doubt.
 *
 * @example
 * const mustCheckStatus = (outcome: Outcome) => outcome === "unknown";
 */
export type Outcome = "accepted" | "cancelled" | "ended" | "refused" | "unknown" | "not-sent" | "failed";

/**
 * The base class of every error of this package. No text in it contains a secret, a token, a signature or a signed URL.
 *
 * @example
 * try {
 *   await oos.cancelExecution("exec-8a2aaf460fdf47c6b5ef", { signal });
 * } catch (error) {
 *   if (!(error instanceof OosError)) throw error; // your own abort
 *   if (error.outcome === "unknown") console.warn("It may have been cancelled. Check its status.");
 *   else console.warn(error.message, error.remedy);
 * }
 */
export abstract class OosError extends Error {
  protected constructor();
  /**
   * Recognises errors of another copy of the package or of another realm, where `instanceof` fails.
   *
   * @example
   * if (OosError.is(error)) console.warn(error.remedy);
   */
  static is(value: unknown): value is OosError;
  /** The name of the class. Minifiers do not change it. */
  readonly name: OosErrorName;
  /** The kind of error; for a `ServiceError`, the code that OOS sent. */
  readonly code: string;
  /** Whether the same call may succeed later without any change. */
  readonly retryable: boolean;
  /** What to do about the error. */
  readonly remedy: Remedy;
  /** What is known about the cancel. `"accepted"` if the call had to wait for the end of the execution and did not see it. */
  readonly outcome: Exclude<Outcome, "cancelled" | "ended">;
  /** Every request of the call. One with the outcome `"unknown"` may have cancelled the execution, whatever came after it. */
  readonly history: readonly Attempt[];
}

/**
 * The fields of an error, for tests that construct one. An omitted field has the default of its class, and `message` defaults
 * to `code`. Fields are not derived from each other: pass all that your code reads.
 *
 * @example
 * const throttled = new ServiceError({ code: "Throttling.User", httpStatus: 400, remedy: "retry-later", retryable: true });
 * const lost = new NetworkError({ outcome: "unknown", cause: new TypeError("Failed to fetch") });
 * const fields: ErrorFields<StateError> = { code: "Freed" };
 */
export type ErrorFields<Type extends OosError> = {
  readonly [Name in Exclude<keyof Type, "name" | "stack">]?: Type[Name] | undefined;
};

/**
 * The names of the error classes, to narrow an {@link AnyOosError}.
 *
 * @example
 * const noResponse: OosErrorName[] = ["NetworkError", "TimeoutError"];
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
 * The union of all errors of this package, discriminated by `name`.
 *
 * @example
 * function status(failure: AnyOosError): number | undefined {
 *   switch (failure.name) {
 *     case "ServiceError":
 *     case "ResponseError":
 *       return failure.httpStatus;
 *     default:
 *       return undefined;
 *   }
 * }
 */
export type AnyOosError =
  | InvalidInputError
  | ServiceError
  | NetworkError
  | TimeoutError
  | ResponseError
  | CredentialsError
  | StateError;

/**
 * The kinds of problems that an option can have.
 *
 * @example
 * const notGiven: OptionProblemCode[] = ["missing-option", "empty"];
 */
export type OptionProblemCode = "missing-option" | "unknown-option" | "wrong-type" | "empty" | "malformed" | "out-of-range" | "too-long" | "conflict" | "too-many-problems";

/**
 * The kinds of problems that an option or a URL can have.
 *
 * @example
 * const tooLong: ProblemCode = "too-long";
 */
export type ProblemCode = OptionProblemCode | UrlProblemCode;

/**
 * One problem of an option or a URL.
 *
 * @example
 * const line = ({ parameter, message }: Problem) => `${parameter ?? "the URL"}: ${message}`;
 * const expired = ({ code }: Problem<UrlProblemCode>) => code === "expired";
 */
export interface Problem<Code = ProblemCode> {
  /** The kind of problem. */
  readonly code: Code;
  /** The path of the option, such as `credentials.accessKeyId`, or the OOS name of the query parameter. */
  readonly parameter?: string;
  /** A description for people. It never contains a secret, a token or a signature. */
  readonly message: string;
  /** The limit that the value exceeds; for `"too-many-problems"`, how many problems were left out. */
  readonly limit?: number;
  /** The only allowed value, if there is just one. */
  readonly allowed?: string;
}

/**
 * Thrown when an option is wrong or a URL does not validate. Nothing was sent.
 *
 * @example
 * if (error instanceof InvalidInputError) for (const { parameter, message } of error.problems) console.warn(parameter, message);
 */
export class InvalidInputError extends OosError {
  /** Constructs one for a test; without fields it has no `problems`. */
  constructor(fields?: ErrorFields<InvalidInputError>);
  readonly name: "InvalidInputError";
  readonly code: "InvalidInput";
  readonly remedy: "fix-input";
  readonly outcome: "not-sent";
  /** Every problem of the input; never empty. */
  readonly problems: readonly Problem[];
}

/**
 * Thrown when OOS, or the gateway in front of it, returned an error.
 *
 * @example
 * if (error instanceof ServiceError && error.code === "EntityNotExist.Execution") console.warn(error.requestId);
 */
export class ServiceError extends OosError {
  /** Constructs one for a test; without fields it is a refusal with `"InvalidParameter"` and HTTP status 400. */
  constructor(fields?: ErrorFields<ServiceError>);
  readonly name: "ServiceError";
  readonly code: ServiceCode;
  /** The HTTP status of the last response. */
  readonly httpStatus: number;
  /** The RequestId to quote to Alibaba Cloud's support. */
  readonly requestId?: string;
  /** The message of OOS, cut off at the first trace of a secret or of the request that it may echo. */
  readonly serviceMessage: string;
  /** The address of Alibaba Cloud's page about this error. */
  readonly recommend?: string;
  /** Why RAM denied the call: names such as `AuthAction` and their values, as OOS sent them. */
  readonly accessDeniedDetail?: Readonly<Record<string, string>>;
  /** What the code means and what to do, in at most two sentences. */
  readonly meaning: string;
  /** For a refused signature: the cause, found by comparing the server's StringToSign with the client's. */
  readonly diagnosis?: SignatureDiagnosis;
  /** For a refused timestamp: how far this machine's clock is ahead of the server's (negative if it is behind). */
  readonly clockAheadSeconds?: number;
}

/**
 * Why OOS refused a signature.
 *
 * @example
 * const wrongSecret = error instanceof ServiceError && error.diagnosis?.kind === "wrong-secret";
 */
export type SignatureDiagnosis =
  | {
      /** OOS signed the same string, so the AccessKeySecret does not belong to the AccessKeyId. */
      readonly kind: "wrong-secret";
    }
  | {
      /** OOS received a request other than the one that was sent. */
      readonly kind: "different-request";
      /** The first parameter that differs, or `"method"`. */
      readonly parameter?: string;
    };

/**
 * Thrown when the credentials provider failed or returned unusable credentials.
 *
 * @example
 * if (error instanceof CredentialsError && error.code === "ProviderFailed") console.warn(error.cause);
 */
export class CredentialsError extends OosError {
  /** Constructs one for a test; without fields it is `"ProviderFailed"`, with nothing sent. */
  constructor(fields?: ErrorFields<CredentialsError>);
  readonly name: "CredentialsError";
  readonly code: "ProviderFailed" | "UnusableCredentials";
  readonly remedy: "refresh-credentials";
  /** The problems of what the provider returned; empty if it threw: then `cause` is what it threw. */
  readonly problems: readonly Problem[];
}

/**
 * Thrown when no response came: offline, connection refused or reset, a redirect, or a response without CORS headers.
 * Browsers do not say which. If no connection was made, `outcome` is `"not-sent"`.
 *
 * @example
 * if (error instanceof NetworkError && error.outcome === "unknown") console.warn("It may have been cancelled anyway.");
 */
export class NetworkError extends OosError {
  /** Constructs one for a test; without fields its outcome is `"unknown"`. */
  constructor(fields?: ErrorFields<NetworkError>);
  readonly name: "NetworkError";
  readonly code: "NetworkFailure";
}

/**
 * Thrown when the deadline passed.
 *
 * @example
 * if (error instanceof TimeoutError) console.warn("no response in time, attempts:", error.history.length);
 */
export class TimeoutError extends OosError {
  /** Constructs one for a test; without fields its outcome is `"unknown"`. */
  constructor(fields?: ErrorFields<TimeoutError>);
  readonly name: "TimeoutError";
  readonly code: "DeadlineExceeded";
}

/**
 * Why a response is not one of OOS.
 *
 * @example
 * const broken: ResponseCode[] = ["BodyCutOff", "EmptyBody"];
 */
export type ResponseCode = "EmptyBody" | "NotJson" | "WrongShape" | "BodyTooLarge" | "BodyCutOff" | "MissingRequestId" | "MissingCode" | "RepeatedToken";

/**
 * Thrown when a response is not one of OOS: a proxy's HTML page, a truncated body, JSON without a RequestId.
 *
 * @example
 * if (error instanceof ResponseError && error.code === "NotJson") console.warn("A proxy responded.", error.httpStatus);
 */
export class ResponseError extends OosError {
  /** Constructs one for a test; without fields it is `"NotJson"` with HTTP status 200 and the outcome `"unknown"`. */
  constructor(fields?: ErrorFields<ResponseError>);
  readonly name: "ResponseError";
  readonly code: ResponseCode;
  /** The HTTP status of the last response. */
  readonly httpStatus: number;
}

/**
 * Why a call was not possible although its input was right.
 *
 * - `"Freed"`: the client or signer was freed.
 * - `"NoRandomness"`, `"MissingPlatformFeature"`: the platform lacks something that a call needs.
 * - `"StackExhausted"`: too little of the stack is left.
 * - `"ModuleInterrupted"`: an exception ended the running instance of the module and every call in progress.
 * - `"NotListed"`: OOS does not list the execution that the call waits for.
 * - `"NotUsable"`: the client or signer belongs to an ended instance or to another copy of the package.
 * - `"NotLoaded"`: the module is not loaded, because `init()` was not called or failed.
 *
 * @example
 * const createAnother: StateCode[] = ["Freed", "ModuleInterrupted", "NotUsable"];
 */
export type StateCode =
  | "Freed"
  | "NoRandomness"
  | "MissingPlatformFeature"
  | "StackExhausted"
  | "ModuleInterrupted"
  | "NotListed"
  | "NotUsable"
  | "NotLoaded";

/**
 * Thrown when a freed object, the platform or the module's state prevents a call. Other input would not help.
 *
 * @example
 * if (error instanceof StateError && error.code === "Freed") console.warn("Create a new client.");
 */
export class StateError extends OosError {
  /** Constructs one for a test; without fields it is `"Freed"`, with nothing sent. */
  constructor(fields?: ErrorFields<StateError>);
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
