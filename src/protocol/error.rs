//! The one table of the codes that OOS and the gateway in front of it answer with.
//!
//! Sources: the vendor's CancelExecution page (the first eight); for the gateway its lists of common error codes on the
//! pages of Mobile Push (434846), ECS and the FaaS tools, which disagree about some statuses: both are named then.

use super::text::split;

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

use Remedy::{CheckClock, CheckExecution, FixInput, RefreshCredentials, Report, RequestPermission, RetryLater};

macro_rules! known_codes {
    ($($code:literal $http:tt $remedy:ident $meaning:literal,)*) => {
        /// Every known code: first those of the CancelExecution page, then the gateway's.
        pub const CODES: &[KnownCode] =
            &[$(KnownCode { code: $code, http: &$http, remedy: $remedy, meaning: $meaning },)*];

        /// What is looked up: the codes and their meanings as lines of one text, since addresses hardly compress.
        const LINES: &str = concat!($($code, "\n", $meaning, "\n",)*);
        const REMEDIES: &[Remedy] = &[$($remedy,)*];
    };
}

known_codes! {
    "InvalidVersion" [400] Report "OOS does not serve this version of the API.",
    "InvalidAction.NotFound" [400, 404] FixInput "The endpoint does not know CancelExecution. Is it one of OOS?",
    "User.NoPermission" [401] RequestPermission "This user may not cancel executions: RAM does not allow oos:CancelExecution. Logging in again does not help.",
    "InvalidStsToken" [400] RefreshCredentials "OOS does not accept the SecurityToken. Get a new one from STS.",
    "ExpiredStsToken" [400] RefreshCredentials "The SecurityToken has expired. Get a new one from STS.",
    "InvalidAccountType" [400] RequestPermission "OOS does not serve this type of account. Use another account.",
    "ExecutionCancelFailed" [403] CheckExecution "The execution cannot be cancelled in its present state; it may have ended already.",
    "EntityNotExist.Execution" [404] CheckExecution "There is no such execution here. Are the ExecutionId and the region right?",
    "EntityNotExists.Execution" [404] CheckExecution "There is no such execution here. Are the ExecutionId and the region right?",
    "InvalidParameter" [400] FixInput "OOS does not accept one of the parameters.",
    "MissingParameter" [400, 403] FixInput "The gateway misses a parameter.",
    "MissingSecurityToken" [400] RefreshCredentials "An AccessKeyId of STS needs its SecurityToken.",
    "InvalidAccessKeyId.NotFound" [404, 400] RefreshCredentials "There is no such AccessKeyId.",
    "InvalidAccessKeyId.Inactive" [400] RefreshCredentials "The AccessKey is disabled.",
    "SignatureDoesNotMatch" [400] RefreshCredentials "The signature is wrong. Most likely the AccessKeySecret does not belong to the AccessKeyId.",
    "IncompleteSignature" [400] Report "The gateway does not accept the form of the signature.",
    "InvalidTimeStamp.Format" [400] Report "The gateway cannot read the Timestamp.",
    "InvalidTimeStamp.Expired" [400] CheckClock "The Timestamp differs from the server's clock by more than 15 minutes. Is this machine's clock right?",
    "IllegalTimestamp" [400] CheckClock "The gateway does not accept the Timestamp. Is this machine's clock right?",
    "SignatureNonceUsed" [400] CheckExecution "The SignatureNonce was used before: the same request has been received already. Browsers send one again by themselves when a connection breaks.",
    "InvalidSignatureMethod" [400] Report "The gateway does not accept HMAC-SHA1.",
    "InvalidSecurityToken.Expired" [400, 403] RefreshCredentials "The SecurityToken has expired. Get a new one from STS.",
    "InvalidSecurityToken.Malformed" [400] RefreshCredentials "The SecurityToken is damaged. Get a new one from STS.",
    "InvalidSecurityToken.MismatchWithAccessKey" [400] RefreshCredentials "The SecurityToken belongs to another AccessKeyId.",
    "InvalidParameter.Format" [400] Report "The gateway does not accept the Format.",
    "InvalidParameter.Accept" [400] Report "The gateway does not accept the Accept header.",
    "InvalidApi.NotFound" [404, 400] FixInput "The endpoint does not know CancelExecution. Is it one of OOS?",
    "InvalidProduct.NotFound" [404] FixInput "No product answers at this host. Is the region or the endpoint right?",
    "InvalidRegion.NotFound" [404] FixInput "There is no such region.",
    "InvalidProtocol.NeedSsl" [404] FixInput "The endpoint wants https.",
    "UnsupportedHTTPMethod" [403, 400] FixInput "The endpoint does not take this HTTP method.",
    "ContentLengthDoesNotMatch" [400] Report "The body arrived with another length.",
    "ContentMD5NotMatched" [400] Report "The body arrived changed.",
    "Throttling" [400, 403, 429] RetryLater "Too many requests.",
    "Throttling.User" [400] RetryLater "Too many requests of this user.",
    "Throttling.Api" [400] RetryLater "Too many requests of this kind.",
    "NoPermission" [403] RequestPermission "This user may not do this: RAM does not allow it.",
    "Forbidden.RAM" [403] RequestPermission "This user may not work on this resource: RAM does not allow it.",
    "Forbidden.AccessKeyDisabled" [403] RefreshCredentials "The AccessKey is disabled.",
    "InternalError" [500] RetryLater "OOS failed inside.",
    "ServiceUnavailable" [503] RetryLater "OOS is unavailable for the moment.",
    "UnknownError" [400] RetryLater "OOS failed for a reason it does not name.",
}

fn look_up(code: &str) -> Option<(Remedy, &'static str)> {
    let mut lines = split(LINES, "\n");
    REMEDIES.iter().find_map(|remedy| {
        let (known, meaning) = (lines.next()?, lines.next()?);
        (known == code).then_some((*remedy, meaning))
    })
}

/// What is known of an answer's code: by the table, else by its family, else by the HTTP status.
///
/// The code is judged before the status: the same code comes with different statuses, and a 401 never means "log in".
#[must_use]
pub fn classify(code: &str, http_status: u16) -> (Remedy, &'static str) {
    if let Some(known) = look_up(code) {
        return known;
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
            assert_eq!(classify(known.code, 418), (known.remedy, known.meaning));
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
