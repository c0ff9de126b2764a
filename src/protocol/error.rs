//! The one table of the codes that OOS and the gateway in front of it answer with.
//!
//! Sources: the vendor's CancelExecution page (the first eight); for the gateway its lists of common error codes on the
//! pages of Mobile Push (434846), ECS and the FaaS tools, which disagree about some statuses: both are named then.

/// What to do about an error. JavaScript sees the strings of [`Remedy::as_str`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remedy {
    /// Correct what was passed in.
    FixInput,
    /// Get other or newer credentials.
    RefreshCredentials,
    /// Ask an administrator. Logging in again does not help.
    RequestPermission,
    /// Set the clock right.
    CheckClock,
    /// Wait, then make the same call again.
    RetryLater,
    /// Look at the execution: its state decides what makes sense now.
    CheckExecution,
    /// Look at the network between the page and OOS.
    CheckNetwork,
    /// Nothing that a caller can change: report it.
    Report,
}

impl Remedy {
    /// The remedy as JavaScript sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FixInput => "fix-input",
            Self::RefreshCredentials => "refresh-credentials",
            Self::RequestPermission => "request-permission",
            Self::CheckClock => "check-clock",
            Self::RetryLater => "retry-later",
            Self::CheckExecution => "check-execution",
            Self::CheckNetwork => "check-network",
            Self::Report => "report",
        }
    }
}

/// The code of a request that came a second time.
///
/// Chromium and Firefox repeat a request by themselves, POST included, when a connection that was kept open breaks before
/// the first byte of the answer. The page sees only the answer to the second one, so this code says nothing of the first.
pub const NONCE_USED: &str = "SignatureNonceUsed";

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

const fn known(code: &'static str, http: &'static [u16], remedy: Remedy, meaning: &'static str) -> KnownCode {
    KnownCode { code, http, remedy, meaning }
}

use Remedy::{CheckClock, CheckExecution, FixInput, RefreshCredentials, Report, RequestPermission, RetryLater};

/// Every known code: first those of the CancelExecution page, then the gateway's.
pub const CODES: &[KnownCode] = &[
    known("InvalidVersion", &[400], Report, "OOS does not serve this version of the API."),
    known(
        "InvalidAction.NotFound",
        &[400, 404],
        FixInput,
        "The endpoint does not know CancelExecution. Is it one of OOS?",
    ),
    known(
        "User.NoPermission",
        &[401],
        RequestPermission,
        "This user may not cancel executions: RAM does not allow oos:CancelExecution. Logging in again does not help.",
    ),
    known(
        "InvalidStsToken",
        &[400],
        RefreshCredentials,
        "OOS does not accept the SecurityToken. Get a new one from STS.",
    ),
    known("ExpiredStsToken", &[400], RefreshCredentials, "The SecurityToken has expired. Get a new one from STS."),
    known(
        "InvalidAccountType",
        &[400],
        RequestPermission,
        "OOS does not serve this type of account. Use another account.",
    ),
    known(
        "ExecutionCancelFailed",
        &[403],
        CheckExecution,
        "The execution cannot be cancelled in its present state; it may have ended already.",
    ),
    known(
        "EntityNotExist.Execution",
        &[404],
        CheckExecution,
        "There is no such execution here. Are the ExecutionId and the region right?",
    ),
    known(
        "EntityNotExists.Execution",
        &[404],
        CheckExecution,
        "There is no such execution here. Are the ExecutionId and the region right?",
    ),
    known("InvalidParameter", &[400], FixInput, "OOS does not accept one of the parameters."),
    known("MissingParameter", &[400, 403], FixInput, "The gateway misses a parameter."),
    known("MissingSecurityToken", &[400], RefreshCredentials, "An AccessKeyId of STS needs its SecurityToken."),
    known("InvalidAccessKeyId.NotFound", &[404, 400], RefreshCredentials, "There is no such AccessKeyId."),
    known("InvalidAccessKeyId.Inactive", &[400], RefreshCredentials, "The AccessKey is disabled."),
    known(
        "SignatureDoesNotMatch",
        &[400],
        RefreshCredentials,
        "The signature is wrong. Most likely the AccessKeySecret does not belong to the AccessKeyId.",
    ),
    known("IncompleteSignature", &[400], Report, "The gateway does not accept the form of the signature."),
    known("InvalidTimeStamp.Format", &[400], Report, "The gateway cannot read the Timestamp."),
    known(
        "InvalidTimeStamp.Expired",
        &[400],
        CheckClock,
        "The Timestamp differs from the server's clock by more than 15 minutes. Is this machine's clock right?",
    ),
    known(
        "IllegalTimestamp",
        &[400],
        CheckClock,
        "The gateway does not accept the Timestamp. Is this machine's clock right?",
    ),
    known(
        "SignatureNonceUsed",
        &[400],
        CheckExecution,
        "The SignatureNonce was used before: the same request has been received already. Browsers send one again by themselves when a connection breaks.",
    ),
    known("InvalidSignatureMethod", &[400], Report, "The gateway does not accept HMAC-SHA1."),
    known(
        "InvalidSecurityToken.Expired",
        &[400, 403],
        RefreshCredentials,
        "The SecurityToken has expired. Get a new one from STS.",
    ),
    known(
        "InvalidSecurityToken.Malformed",
        &[400],
        RefreshCredentials,
        "The SecurityToken is damaged. Get a new one from STS.",
    ),
    known(
        "InvalidSecurityToken.MismatchWithAccessKey",
        &[400],
        RefreshCredentials,
        "The SecurityToken belongs to another AccessKeyId.",
    ),
    known("InvalidParameter.Format", &[400], Report, "The gateway does not accept the Format."),
    known("InvalidParameter.Accept", &[400], Report, "The gateway does not accept the Accept header."),
    known(
        "InvalidApi.NotFound",
        &[404, 400],
        FixInput,
        "The endpoint does not know CancelExecution. Is it one of OOS?",
    ),
    known(
        "InvalidProduct.NotFound",
        &[404],
        FixInput,
        "No product answers at this host. Is the region or the endpoint right?",
    ),
    known("InvalidRegion.NotFound", &[404], FixInput, "There is no such region."),
    known("InvalidProtocol.NeedSsl", &[404], FixInput, "The endpoint wants https."),
    known("UnsupportedHTTPMethod", &[403, 400], FixInput, "The endpoint does not take this HTTP method."),
    known("ContentLengthDoesNotMatch", &[400], Report, "The body arrived with another length."),
    known("ContentMD5NotMatched", &[400], Report, "The body arrived changed."),
    known("Throttling", &[400, 403, 429], RetryLater, "Too many requests."),
    known("Throttling.User", &[400], RetryLater, "Too many requests of this user."),
    known("Throttling.Api", &[400], RetryLater, "Too many requests of this kind."),
    known("NoPermission", &[403], RequestPermission, "This user may not do this: RAM does not allow it."),
    known(
        "Forbidden.RAM",
        &[403],
        RequestPermission,
        "This user may not work on this resource: RAM does not allow it.",
    ),
    known("Forbidden.AccessKeyDisabled", &[403], RefreshCredentials, "The AccessKey is disabled."),
    known("InternalError", &[500], RetryLater, "OOS failed inside."),
    known("ServiceUnavailable", &[503], RetryLater, "OOS is unavailable for the moment."),
    known("UnknownError", &[400], RetryLater, "OOS failed for a reason it does not name."),
];

/// What is known of an answer's code: by the table, else by its family, else by the HTTP status.
///
/// The code is judged before the status: the same code comes with different statuses, and a 401 never means "log in".
#[must_use]
pub fn classify(code: &str, http_status: u16) -> (Remedy, &'static str) {
    if let Some(known) = CODES.iter().find(|known| known.code == code) {
        return (known.remedy, known.meaning);
    }
    if code.starts_with("Throttling") {
        return (RetryLater, "Too many requests.");
    }
    if code.starts_with("InvalidSecurityToken") || code.starts_with("InvalidAccessKeyId") {
        return (RefreshCredentials, "The gateway does not accept the credentials.");
    }
    if code.starts_with("Missing") || code.starts_with("Invalid") {
        return (FixInput, "The gateway misses a parameter or does not accept one.");
    }
    match http_status {
        429 => (RetryLater, "Too many requests."),
        500..=599 => (RetryLater, "OOS failed, with a code that is not documented."),
        401 | 403 => (RequestPermission, "OOS refused the call, with a code that is not documented."),
        _ => (Report, "OOS refused the call, with a code that is not documented."),
    }
}

/// Whether the same call, signed afresh, may succeed later without any change.
#[must_use]
pub fn is_retryable(code: &str, http_status: u16) -> bool {
    code == NONCE_USED || classify(code, http_status).0 == RetryLater
}

/// Whether the answer settles that nothing was cancelled: an error inside OOS may have come after the cancel.
#[must_use]
pub fn is_settled(code: &str, http_status: u16) -> bool {
    http_status < 500 && code != "UnknownError" && code != NONCE_USED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_stands_twice() {
        for (index, known) in CODES.iter().enumerate() {
            assert!(CODES.iter().skip(index + 1).all(|other| other.code != known.code), "{}", known.code);
            assert!(!known.http.is_empty() && known.meaning.ends_with(['.', '?']), "{}", known.code);
        }
    }

    #[test]
    fn the_code_is_judged_before_the_status() {
        for (code, status, remedy) in [
            ("User.NoPermission", 401, RequestPermission),
            ("ExecutionCancelFailed", 500, CheckExecution),
            ("Throttling.SomethingNew", 400, RetryLater),
            ("MissingExecutionId", 400, FixInput),
            ("InvalidExecutionId", 400, FixInput),
            ("InvalidSecurityToken.New", 403, RefreshCredentials),
            ("Strange", 503, RetryLater),
            ("Strange", 403, RequestPermission),
            ("Strange", 401, RequestPermission),
            ("Strange", 418, Report),
        ] {
            assert_eq!(classify(code, status).0, remedy, "{code} {status}");
        }
    }
}
