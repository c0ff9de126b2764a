// Every code that the package knows, with the status it comes with, and how the emulator is brought to say it: by an
// account, by an execution, by the credentials as given, or else by a fault.
const account = (code, status, accessKeyId, accessKeySecret, securityToken) => ({
  code,
  status,
  credentials: { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) },
});
const key = (code, status, name) => account(code, status, `LTAI-demo-${name}`, `demo-secret-${name}`);
const sts = (code, status, name, token = `demo-token-${name}`) =>
  account(code, status, `STS.demo-${name}`, `demo-secret-sts-${name}`, token);
const execution = (code, status, executionId) => ({ code, status, executionId });
const fault = (code, status) => ({ code, status, fault: { kind: "error", code } });
/** Of which the emulator knows the name only. */
const named = (code, status) => ({ code, status, fault: { kind: "error", code, httpStatus: status, message: `This is ${code}.` } });

export const CODES = [
  // The eight of the CancelExecution page.
  fault("InvalidVersion", 400),
  fault("InvalidAction.NotFound", 400),
  key("User.NoPermission", 401, "no-permission"),
  sts("InvalidStsToken", 400, "invalid"),
  sts("ExpiredStsToken", 400, "expired"),
  key("InvalidAccountType", 400, "account-type"),
  execution("ExecutionCancelFailed", 403, "exec-600d600d600d600d600d"),
  execution("EntityNotExist.Execution", 404, "exec-unknown"),
  // The gateway's.
  fault("EntityNotExists.Execution", 404),
  fault("InvalidParameter", 400),
  fault("MissingParameter", 400),
  sts("MissingSecurityToken", 400, "valid", null),
  account("InvalidAccessKeyId.NotFound", 404, "LTAI-unknown", "any"),
  key("InvalidAccessKeyId.Inactive", 400, "inactive"),
  account("SignatureDoesNotMatch", 400, "LTAI-demo-full", "wrong"),
  fault("IncompleteSignature", 400),
  fault("InvalidTimeStamp.Format", 400),
  { code: "InvalidTimeStamp.Expired", status: 400, clock: -3600 },
  { code: "InvalidTimeStamp.Expired", status: 400, clock: 3600 },
  fault("IllegalTimestamp", 400),
  fault("SignatureNonceUsed", 400),
  fault("InvalidSignatureMethod", 400),
  sts("InvalidSecurityToken.Expired", 400, "expired-gateway"),
  sts("InvalidSecurityToken.Malformed", 400, "invalid-gateway"),
  sts("InvalidSecurityToken.MismatchWithAccessKey", 400, "invalid-gateway", "demo-token-valid"),
  fault("InvalidParameter.Format", 400),
  named("InvalidParameter.Accept", 400),
  fault("InvalidApi.NotFound", 404),
  fault("InvalidProduct.NotFound", 404),
  named("InvalidRegion.NotFound", 404),
  fault("InvalidProtocol.NeedSsl", 404),
  fault("UnsupportedHTTPMethod", 403),
  named("ContentLengthDoesNotMatch", 400),
  named("ContentMD5NotMatched", 400),
  fault("Throttling", 400),
  { code: "Throttling", status: 429, fault: { kind: "throttling", code: "Throttling", httpStatus: 429, retryAfter: 1 } },
  key("Throttling.User", 400, "throttled"),
  fault("Throttling.Api", 400),
  key("NoPermission", 403, "not-authorized"),
  key("Forbidden.RAM", 403, "forbidden"),
  fault("Forbidden.AccessKeyDisabled", 403),
  fault("InternalError", 500),
  fault("ServiceUnavailable", 503),
  fault("UnknownError", 400),
];
