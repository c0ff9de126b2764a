//! What a code says about a call: what to do, whether to retry, and whether it settles the outcome.

use super::codes::Remedy::{self, CheckClock, FixInput, RefreshCredentials, Report, RequestPermission, RetryLater};
use super::codes::{NONCE_USED, is_known, look_up};
use super::text::{find, parse_number};

/// Returns what is known about a code: by the table, or else by its family, or else by the HTTP status.
///
/// The code is judged before the status: the same code comes with different statuses, and a 401 never means "log in". Only a
/// status that says nothing of what OOS did makes the code worthless.
#[must_use]
pub fn classify(code: &str, http_status: u16) -> (Remedy, &'static str) {
    let http_status = effective_status(code, http_status);
    if is_inconclusive(http_status) {
        return (RetryLater, "The request timed out on the way to OOS or back.");
    }
    if let Some(known) = look_up(code) {
        return (known.remedy, known.meaning);
    }
    if is_throttling(code, http_status) {
        return (RetryLater, "Too many requests.");
    }
    if is_internal(code) {
        return (RetryLater, "OOS had an internal error.");
    }
    let folded = code.to_ascii_lowercase();
    let names = |part: &str| find(&folded, part).is_some();
    if folded.starts_with("missing") {
        return (FixInput, "A required parameter is missing.");
    }
    if names("timestamp") && (names("expired") || names("skew")) {
        return (CheckClock, "The Timestamp differs from the server's clock. Check this machine's clock.");
    }
    if names("securitytoken") || names("ststoken") || names("accesskey") {
        return (RefreshCredentials, "The gateway does not accept the credentials.");
    }
    if folded.starts_with("invalid") {
        return (FixInput, "The gateway does not accept a parameter.");
    }
    match http_status {
        500..=599 => (RetryLater, "OOS failed, with a code that is not documented."),
        401 | 403 => (RequestPermission, "OOS refused the call, with a code that is not documented."),
        _ => (Report, "OOS refused the call, with a code that is not documented."),
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
    use Remedy::CheckExecution;

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
