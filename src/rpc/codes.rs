//! The table of the codes of OOS and of the gateway in front of it, and the remedies.
//!
//! The table has the codes of OOS as well, although this module serves any RPC operation: one look-up judges a response, whichever
//! of the two wrote it.
//!
//! Sources: the vendor's CancelExecution page (the first eight); for the gateway its lists of common error codes on the
//! pages of Mobile Push (434846), ECS and the FaaS tools, which disagree about some statuses: the table has both then.

pub use super::classify::{
    classify, is_denial, is_inconclusive, is_retryable, is_settled, is_throttling, says_expired,
};
use super::string_enum::string_enum;

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

use Remedy::{CheckClock, CheckExecution, FixInput, RefreshCredentials, Report, RequestPermission, RetryLater};

const fn known(code: &'static str, http: &'static [u16], remedy: Remedy, meaning: &'static str) -> KnownCode {
    KnownCode { code, http, remedy, meaning }
}

/// Every known code: first those of the CancelExecution page, then the gateway's.
#[rustfmt::skip]
pub const CODES: &[KnownCode] = &[
    known("InvalidVersion", &[400], Report, "OOS does not serve this version of the API."),
    known("InvalidAction.NotFound", &[400, 404], FixInput, "The endpoint does not know the operation. Check that it is one of OOS."),
    known("User.NoPermission", &[401], RequestPermission, "RAM does not allow this user to call the operation. Logging in again does not help."),
    known("InvalidStsToken", &[400], RefreshCredentials, "OOS does not accept the SecurityToken. Get a new one from STS."),
    known("ExpiredStsToken", &[400], RefreshCredentials, "The SecurityToken has expired. Get a new one from STS."),
    known("InvalidAccountType", &[400], RequestPermission, "OOS does not support this type of account. Use another account."),
    known("ExecutionCancelFailed", &[403], CheckExecution, "The execution cannot be cancelled in its present state; it may have ended already."),
    known("EntityNotExist.Execution", &[404], CheckExecution, "There is no such execution in this region. Check the ExecutionId and the region."),
    known("EntityNotExists.Execution", &[404], CheckExecution, "There is no such execution in this region. Check the ExecutionId and the region."),
    known("InvalidParameter", &[400], FixInput, "OOS does not accept one of the parameters."),
    known("MissingParameter", &[400, 403], FixInput, "A required parameter is missing."),
    known("MissingSecurityToken", &[400], RefreshCredentials, "An AccessKeyId of STS needs its SecurityToken."),
    known("InvalidAccessKeyId.NotFound", &[404, 400], RefreshCredentials, "There is no such AccessKeyId."),
    known("InvalidAccessKeyId.Inactive", &[400], RefreshCredentials, "The AccessKey is disabled."),
    known("SignatureDoesNotMatch", &[400], RefreshCredentials, "The signature is wrong. Check that the AccessKeySecret belongs to the AccessKeyId."),
    known("IncompleteSignature", &[400], Report, "The gateway does not accept the format of the signature."),
    known("InvalidTimeStamp.Format", &[400], Report, "The gateway cannot read the Timestamp."),
    known("InvalidTimeStamp.Expired", &[400], CheckClock, "The Timestamp differs from the server's clock by more than 15 minutes. Check this machine's clock."),
    known("IllegalTimestamp", &[400], CheckClock, "The gateway does not accept the Timestamp. Check this machine's clock."),
    known("SignatureNonceUsed", &[400], CheckExecution, "The same request has been received already: something repeated it on its way."),
    known("InvalidSignatureMethod", &[400], Report, "The gateway does not accept HMAC-SHA1."),
    known("InvalidSecurityToken.Expired", &[400, 403], RefreshCredentials, "The SecurityToken has expired. Get a new one from STS."),
    known("InvalidSecurityToken.Malformed", &[400], RefreshCredentials, "The SecurityToken is damaged. Get a new one from STS."),
    known("InvalidSecurityToken.MismatchWithAccessKey", &[400], RefreshCredentials, "The SecurityToken belongs to another AccessKeyId."),
    known("InvalidParameter.Format", &[400], Report, "The gateway does not accept the Format."),
    known("InvalidParameter.Accept", &[400], Report, "The gateway does not accept the Accept header."),
    known("InvalidApi.NotFound", &[404, 400], FixInput, "The endpoint does not know the operation. Check that it is one of OOS."),
    known("InvalidProduct.NotFound", &[404], FixInput, "There is no product at this host. Check the region or the endpoint."),
    known("InvalidRegion.NotFound", &[404], FixInput, "There is no such region."),
    known("InvalidProtocol.NeedSsl", &[404], FixInput, "The endpoint requires HTTPS."),
    known("UnsupportedHTTPMethod", &[403, 400], FixInput, "The endpoint does not accept this HTTP method."),
    known("ContentLengthDoesNotMatch", &[400], Report, "Content-Length does not match the body."),
    known("ContentMD5NotMatched", &[400], Report, "Content-MD5 does not match the body."),
    known("Throttling", &[400, 403, 429], RetryLater, "Too many requests."),
    known("Throttling.User", &[400], RetryLater, "Too many requests by this user."),
    known("Throttling.Api", &[400], RetryLater, "Too many requests to this API."),
    known("NoPermission", &[403], RequestPermission, "This user may not do this: RAM does not allow it."),
    known("Forbidden.RAM", &[403], RequestPermission, "This user may not access this resource: RAM does not allow it."),
    known("Forbidden.AccessKeyDisabled", &[403], RefreshCredentials, "The AccessKey is disabled."),
    known("InternalError", &[500], RetryLater, "OOS had an internal error."),
    known("ServiceUnavailable", &[503], RetryLater, "OOS is temporarily unavailable."),
    known("UnknownError", &[400], RetryLater, "OOS failed for a reason that it does not name."),
];

/// Returns the entry of a code.
pub(super) fn look_up(code: &str) -> Option<&'static KnownCode> {
    CODES.iter().find(|known| known.code == code)
}

/// Returns whether a code is in the table.
pub(super) fn is_known(code: &str) -> bool {
    look_up(code).is_some()
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
}
