// Situations to try out on the emulator. Its control interface prepares each of them; the cancel itself is up to the person.

const RUNNING = "exec-8a2aaf460fdf47c6b5ef";
const FINISHED = "exec-600d600d600d600d600d";

// The emulator's initial settings; some scenarios change them.
const SETTINGS = { cancelDelayMs: 300, keepAlive: true };

// Only the cancel meets a fault: looking and listing go on.
const fault = (kind, details) => ({ fault: { kind, action: "CancelExecution", ...details } });

/** Scenarios by the code that they lead to. */
const BY_CODE = {
  InvalidVersion: fault("error", { code: "InvalidVersion" }),
  "InvalidAction.NotFound": fault("error", { code: "InvalidAction.NotFound" }),
  "User.NoPermission": fault("error", { code: "User.NoPermission", httpStatus: 401 }),
  InvalidStsToken: { account: "STS.demo-invalid" },
  ExpiredStsToken: { account: "STS.demo-expired" },
  InvalidAccountType: { account: "LTAI-demo-account-type" },
  ExecutionCancelFailed: fault("error", { code: "ExecutionCancelFailed", httpStatus: 403 }),
  "EntityNotExist.Execution": fault("error", { code: "EntityNotExist.Execution", httpStatus: 404 }),
  SignatureDoesNotMatch: { secret: "not-the-secret" },
  "InvalidAccessKeyId.Inactive": { account: "LTAI-demo-inactive" },
  "InvalidTimeStamp.Expired": fault("clock", { offsetSeconds: -3 * 3600, times: 9 }),
  "Throttling.User": fault("throttling", { times: 9 }),
  NoPermission: { account: "LTAI-demo-list-only" },
  "Forbidden.RAM": { account: "LTAI-demo-forbidden" },
  InternalError: fault("internal-error", { times: 9 }),
  ServiceUnavailable: fault("unavailable", { times: 9 }),
  NetworkFailure: { settings: { cancelDelayMs: 0 }, ...fault("reset-after", { times: 9 }) },
  NotJson: fault("html", { times: 9 }),
  EmptyBody: fault("empty", { times: 9 }),
  BodyCutOff: fault("truncated", { times: 9 }),
  MissingRequestId: fault("no-request-id", { times: 9 }),
};

/** Scenarios that lead to no single code. */
export const STORIES = {
  cancelled: {},
  slow: fault("delay", { delayMs: 8000, where: "headers" }),
  throttledOnce: fault("throttling", { retryAfter: 1 }),
  lostThenRefused: { settings: { cancelDelayMs: 0, keepAlive: false }, ...fault("reset-after") },
  cannotList: { account: "LTAI-demo-cancel-only" },
  ended: { executionId: FINISHED, status: "Success" },
};

export const scenarioOf = (name) => BY_CODE[name] ?? STORIES[name];

/** Prepares a scenario, and returns the connection and the execution to try it with. */
export async function arrange(emulator, { executionId = RUNNING, status = "Running", fault: kind, settings, account, secret }) {
  await emulator.ask("DELETE", "faults");
  await emulator.ask("POST", "settings", { ...SETTINGS, ...settings });
  await emulator.ask("POST", "executions", { executionId, status });
  if (kind) await emulator.ask("POST", "faults", { executionId, ...kind });
  return { executionId, connection: emulator.connection(account, secret && { accessKeySecret: secret }) };
}
