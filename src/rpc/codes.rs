//! The table of the codes of OOS and of the gateway in front of it, and what each code says about the call.
//!
//! Sources: the vendor's CancelExecution page (the first eight); for the gateway its lists of common error codes on the
//! pages of Mobile Push (434846), ECS and the FaaS tools, which disagree about some statuses: the table has both then.

use super::string_enum::string_enum;
use super::text::{find, parse_number};

string_enum! {
    /// What to do about an error.
    Remedy {
        /// Correct what was passed in.
        FixInput = "fix-input",
        /// Get other or newer credentials.
        RefreshCredentials = "refresh-credentials",
        /// Ask an administrator. Logging in again does not help.
        RequestPermission = "request-permission",
        /// Set the clock right.
        CheckClock = "check-clock",
        /// Wait, then make the same call again.
        RetryLater = "retry-later",
        /// Look at the execution: its state decides what makes sense now.
        CheckExecution = "check-execution",
        /// Look at the network between the caller and OOS.
        CheckNetwork = "check-network",
        /// Correct the program that calls, its deployment or the platform it runs on.
        FixProgram = "fix-program",
        /// Nothing that a caller can change: report it.
        Report = "report",
    }
}

/// The code of a request that came a second time.
///
/// An HTTP client may repeat a request on its own, POST included, when a connection that was kept open breaks before the first
/// byte of the response. The caller sees only the response to the second one, so this code says nothing about the first.
pub const NONCE_USED: &str = "SignatureNonceUsed";

/// The code of a cancel that the state of the execution does not allow.
pub const CANCEL_FAILED: &str = "ExecutionCancelFailed";

/// The code of an AccessKeyId that does not exist.
pub const KEY_NOT_FOUND: &str = "InvalidAccessKeyId.NotFound";

/// One code: what it means and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownCode {
    /// The code on the wire.
    pub code: &'static str,
    /// The HTTP statuses that the documents name with it.
    pub http: &'static [u16],
    /// What to do.
    pub remedy: Remedy,
    /// What it means, and what to do when the remedy alone does not say it.
    pub meaning: &'static str,
}

const MISSING: &str = "A required parameter is missing. Add the one that the message of OOS names.";

use Remedy::{CheckClock, CheckExecution, FixInput, RefreshCredentials, Report, RequestPermission, RetryLater};

const fn known(code: &'static str, http: &'static [u16], remedy: Remedy, meaning: &'static str) -> KnownCode {
    KnownCode { code, http, remedy, meaning }
}

/// Every known code: first those of the CancelExecution page, then the gateway's.
#[rustfmt::skip]
pub const CODES: &[KnownCode] = &[
    known("InvalidVersion", &[400], Report, "OOS does not serve this version of the API. Report this error."),
    known("InvalidAction.NotFound", &[400, 404], FixInput, "The endpoint does not know the operation. Check that it is one of OOS."),
    known("User.NoPermission", &[401], RequestPermission, "RAM does not allow this user to call the operation. Ask an administrator for the permission; logging in again does not help."),
    known("InvalidStsToken", &[400], RefreshCredentials, "OOS does not accept the SecurityToken. Get a new one from STS."),
    known("ExpiredStsToken", &[400], RefreshCredentials, "The SecurityToken has expired. Get a new one from STS."),
    known("InvalidAccountType", &[400], RequestPermission, "OOS does not support this type of account. Use another account."),
    known("ExecutionCancelFailed", &[403], CheckExecution, "The execution cannot be cancelled in its present state; it may have ended already. Look at the execution."),
    known("EntityNotExist.Execution", &[404], CheckExecution, "There is no such execution in this region. Check the ExecutionId and the region."),
    known("EntityNotExists.Execution", &[404], CheckExecution, "There is no such execution in this region. Check the ExecutionId and the region."),
    known("InvalidParameter", &[400], FixInput, "OOS does not accept one of the parameters. Correct the one that the message of OOS names."),
    known("MissingParameter", &[400, 403], FixInput, MISSING),
    known("MissingSecurityToken", &[400], RefreshCredentials, "An AccessKeyId of STS needs its SecurityToken. Pass the token as well."),
    known("InvalidAccessKeyId.NotFound", &[404, 400], RefreshCredentials, "There is no such AccessKeyId. Correct it, or get new credentials."),
    known("InvalidAccessKeyId.Inactive", &[400], RefreshCredentials, "The AccessKey is disabled. Enable it, or use another one."),
    known("SignatureDoesNotMatch", &[400], RefreshCredentials, "The signature is wrong. Check that the AccessKeySecret belongs to the AccessKeyId."),
    known("IncompleteSignature", &[400], Report, "The gateway does not accept the format of the signature. Report this error."),
    known("InvalidTimeStamp.Format", &[400], Report, "The gateway cannot read the Timestamp. Report this error."),
    known("InvalidTimeStamp.Expired", &[400], CheckClock, "The Timestamp differs from the server's clock by more than 15 minutes. Check this machine's clock."),
    known("IllegalTimestamp", &[400], CheckClock, "The gateway does not accept the Timestamp. Check this machine's clock."),
    known("SignatureNonceUsed", &[400], CheckExecution, "The same request has been received already: something repeated it on its way. Look at the execution."),
    known("InvalidSignatureMethod", &[400], Report, "The gateway does not accept HMAC-SHA1. Report this error."),
    known("InvalidSecurityToken.Expired", &[400, 403], RefreshCredentials, "The SecurityToken has expired. Get a new one from STS."),
    known("InvalidSecurityToken.Malformed", &[400], RefreshCredentials, "The SecurityToken is damaged. Get a new one from STS."),
    known("InvalidSecurityToken.MismatchWithAccessKey", &[400], RefreshCredentials, "The SecurityToken belongs to another AccessKeyId. Pass credentials that belong together."),
    known("InvalidParameter.Format", &[400], Report, "The gateway does not accept the Format. Report this error."),
    known("InvalidParameter.Accept", &[400], Report, "The gateway does not accept the Accept header. Report this error."),
    known("InvalidApi.NotFound", &[404, 400], FixInput, "The endpoint does not know the operation. Check that it is one of OOS."),
    known("InvalidProduct.NotFound", &[404], FixInput, "There is no product at this host. Check the region or the endpoint."),
    known("InvalidRegion.NotFound", &[404], FixInput, "There is no such region. Check the region and the endpoint."),
    known("InvalidProtocol.NeedSsl", &[404], FixInput, "The endpoint requires HTTPS. Use an endpoint that begins with https://."),
    known("UnsupportedHTTPMethod", &[403, 400], FixInput, "The endpoint does not accept this HTTP method. Use the other one."),
    known("ContentLengthDoesNotMatch", &[400], Report, "Content-Length does not match the body. Report this error."),
    known("ContentMD5NotMatched", &[400], Report, "Content-MD5 does not match the body. Report this error."),
    known("Throttling", &[400, 403, 429], RetryLater, "There were too many requests. Call again later."),
    known("Throttling.User", &[400], RetryLater, "There were too many requests by this user. Call again later."),
    known("Throttling.Api", &[400], RetryLater, "There were too many requests to this API. Call again later."),
    known("NoPermission", &[403], RequestPermission, "This user may not do this: RAM does not allow it. Ask an administrator for the permission."),
    known("Forbidden.RAM", &[403], RequestPermission, "This user may not access this resource: RAM does not allow it. Ask an administrator for the permission."),
    known("Forbidden.AccessKeyDisabled", &[403], RefreshCredentials, "The AccessKey is disabled. Enable it, or use another one."),
    known("InternalError", &[500], RetryLater, "OOS had an internal error. Call again later."),
    known("ServiceUnavailable", &[503], RetryLater, "OOS is temporarily unavailable. Call again later."),
    known("UnknownError", &[400], RetryLater, "OOS failed for a reason that it does not name. Call again later."),
];

fn look_up(code: &str) -> Option<&'static KnownCode> {
    CODES.iter().find(|known| known.code == code)
}

/// Returns whether a code is in the table.
pub(super) fn is_known(code: &str) -> bool {
    look_up(code).is_some()
}

/// Returns what is known about a code: by the table, or else by its family, or else by the HTTP status.
///
/// The code is judged before the status: the same code comes with different statuses, and a 401 never means "log in". Only a
/// status that says nothing of what OOS did makes the code worthless.
#[must_use]
pub fn classify(code: &str, http_status: u16) -> (Remedy, &'static str) {
    let http_status = effective_status(code, http_status);
    if is_inconclusive(http_status) {
        return (RetryLater, "The request timed out on the way to OOS or back. Call again later.");
    }
    if let Some(known) = look_up(code) {
        return (known.remedy, known.meaning);
    }
    if is_throttling(code, http_status) {
        return (RetryLater, "There were too many requests. Call again later.");
    }
    if is_internal(code) {
        return (RetryLater, "OOS had an internal error. Call again later.");
    }
    let folded = code.to_ascii_lowercase();
    let names = |part: &str| find(&folded, part).is_some();
    if folded.starts_with("missing") {
        return (FixInput, MISSING);
    }
    if names("timestamp") && (names("expired") || names("skew")) {
        return (CheckClock, "The Timestamp differs from the server's clock. Check this machine's clock.");
    }
    if names("securitytoken") || names("ststoken") || names("accesskey") {
        return (RefreshCredentials, "The gateway does not accept the credentials. Get new ones.");
    }
    if folded.starts_with("invalid") {
        return (FixInput, "The gateway does not accept a parameter. Correct the one that its message names.");
    }
    match http_status {
        500..=599 => (RetryLater, "OOS failed, with a code that is not documented. Call again later."),
        401 | 403 => (
            RequestPermission,
            "OOS refused the call, with a code that is not documented. Ask an administrator whether this user may make it.",
        ),
        _ => (Report, "OOS refused the call, with a code that is not documented. Report this error."),
    }
}

/// Returns the status in a numeric code, which some services send in place of a name, or else that of HTTP.
fn effective_status(code: &str, http_status: u16) -> u16 {
    let number = parse_number(code).and_then(|number| u16::try_from(number).ok());
    number.filter(|number| (400..=599).contains(number)).unwrap_or(http_status)
}

/// Returns whether RAM denied the call. What the code means depends on the operation.
#[must_use]
pub fn is_denial(code: &str) -> bool {
    matches!(code, "User.NoPermission" | "NoPermission" | "Forbidden.RAM")
}

/// Returns whether an HTTP status says nothing of what OOS did: Request Timeout, Too Early, Client Closed Request.
///
/// Whatever comes with it, something between the caller and OOS may have written it after OOS took the request.
#[must_use]
pub const fn is_inconclusive(http_status: u16) -> bool {
    matches!(http_status, 408 | 425 | 499)
}

/// Returns whether OOS refused since there are too many requests. The vendor's SDKs look for the word anywhere in the code.
#[must_use]
pub fn is_throttling(code: &str, http_status: u16) -> bool {
    effective_status(code, http_status) == 429 || find(&code.to_ascii_lowercase(), "throttling").is_some()
}

/// Returns whether temporary credentials have expired, in the spelling of OOS, of the gateway or a similar one.
#[must_use]
pub fn says_expired(code: &str) -> bool {
    let folded = code.to_ascii_lowercase();
    find(&folded, "token").is_some() && find(&folded, "expired").is_some()
}

/// Returns whether a code is one of a failure inside OOS, which may have come after the cancel.
fn is_internal(code: &str) -> bool {
    const WORDS: [&str; 9] = [
        "internal",
        "unknown",
        "unavailable",
        "timeout",
        "timedout",
        "systemerror",
        "servererror",
        "serviceerror",
        "busy",
    ];
    let folded = code.to_ascii_lowercase();
    let about_input = folded.starts_with("invalid") || folded.starts_with("missing");
    !about_input && WORDS.iter().any(|word| find(&folded, word).is_some())
}

/// Returns whether the same call, signed again, may succeed later without any change.
#[must_use]
pub fn is_retryable(code: &str, http_status: u16) -> bool {
    code == NONCE_USED || classify(code, http_status).0 == RetryLater
}

/// Returns whether the response settles that nothing was cancelled.
///
/// The code decides: a known refusal is one with any status, and an error inside OOS settles nothing with any status, since it
/// may have come after the cancel. An undocumented code is as good as its status.
#[must_use]
pub fn is_settled(code: &str, http_status: u16) -> bool {
    if is_inconclusive(effective_status(code, http_status)) || code == NONCE_USED || is_internal(code) {
        return false;
    }
    if is_known(code) || is_throttling(code, http_status) {
        return true;
    }
    let numeric = parse_number(code).is_some();
    let status_refuses = |status: u16| (400..=499).contains(&status) || (!numeric && (200..=299).contains(&status));
    status_refuses(http_status) && (!numeric || status_refuses(effective_status(code, http_status)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct() {
        for (index, known) in CODES.iter().enumerate() {
            assert!(CODES.iter().skip(index + 1).all(|other| other.code != known.code), "{}", known.code);
            assert_eq!(classify(known.code, 418), (known.remedy, known.meaning));
            assert!(!known.http.is_empty() && known.meaning.ends_with(['.', '?']), "{}", known.code);
        }
    }

    #[test]
    fn code_counts_before_the_status() {
        for (code, status, remedy) in [
            ("User.NoPermission", 401, RequestPermission),
            ("ExecutionCancelFailed", 500, CheckExecution),
            ("Throttling.SomethingNew", 400, RetryLater),
            ("MissingExecutionId", 400, FixInput),
            ("InvalidExecutionId", 400, FixInput),
            ("InvalidSecurityToken.New", 403, RefreshCredentials),
            ("ServiceThrottling", 400, RetryLater),
            ("User.NoPermission", 408, RetryLater),
            ("InternalError.Brand", 404, RetryLater),
            ("SystemBusy", 400, RetryLater),
            ("Backend.Timeout", 400, RetryLater),
            ("InvalidTimeout", 400, FixInput),
            ("InvalidTimestamp.Expired", 400, CheckClock),
            ("RequestTimestampSkewed", 403, CheckClock),
            ("MissingTimestamp", 400, FixInput),
            ("MissingAccessKeyId", 400, FixInput),
            ("StsTokenExpired", 403, RefreshCredentials),
            ("AccessKeyDisabled", 403, RefreshCredentials),
            ("403", 400, RequestPermission),
            ("500", 400, RetryLater),
            ("429", 400, RetryLater),
            ("408", 400, RetryLater),
            ("10023", 400, Report),
            ("Strange", 503, RetryLater),
            ("Strange", 403, RequestPermission),
            ("Strange", 401, RequestPermission),
            ("Strange", 418, Report),
        ] {
            assert_eq!(classify(code, status).0, remedy, "{code} {status}");
        }
    }
    #[test]
    fn outcome_follows_the_code_not_the_status() {
        for (code, status, settled) in [
            ("ExecutionCancelFailed", 403, true),
            ("ExecutionCancelFailed", 200, true),
            ("ExecutionCancelFailed", 500, true),
            ("User.NoPermission", 503, true),
            ("Throttling.User", 503, true),
            ("ServiceThrottling", 503, true),
            ("Brand.New", 400, true),
            ("Brand.New", 200, true),
            ("Brand.New", 302, false),
            ("Brand.New", 100, false),
            ("Brand.New", 500, false),
            ("Brand.New", 599, false),
            ("InternalError", 400, false),
            ("InternalError", 200, false),
            ("InternalError.Brand", 403, false),
            ("Brand.InternalServerError", 403, false),
            ("ServiceUnavailable", 400, false),
            ("ServiceUnavailable.Brand", 409, false),
            ("UnknownError", 400, false),
            ("UnknownError.Brand", 400, false),
            ("SystemError", 400, false),
            ("ServiceTimeout", 400, false),
            ("SignatureNonceUsed", 400, false),
            ("User.NoPermission", 408, false),
            ("User.NoPermission", 425, false),
            ("ExecutionCancelFailed", 499, false),
            ("Throttling", 499, false),
            ("403", 400, true),
            ("403", 200, false),
            ("403", 500, false),
            ("408", 400, false),
            ("500", 400, false),
            ("10023", 400, true),
            ("10023", 200, false),
        ] {
            assert_eq!(is_settled(code, status), settled, "{code} {status}");
        }
    }
}
