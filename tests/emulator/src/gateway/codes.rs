//! Every code the emulator can answer with: status and message as the vendor documents them.
//!
//! Sources, in the order of preference where they disagree:
//! - the CancelExecution page, <https://www.alibabacloud.com/help/doc-detail/120776.htm> [D];
//! - the gateway's codes as listed in <https://help.aliyun.com/document_detail/434846.html> and
//!   <https://developer.aliyun.com/ask/278265> [D];
//! - `faascmd FAQ.md`, `Signature.md`, `Common parameters.md`, `Response results.md` in the
//!   repository AlibabaCloudDocs/ecs [D].
//!
//! `server string to sign is:` is what aliyun/alibaba-cloud-sdk-go
//! (`sdk/errors/signature_does_not_match_wrapper.go`) and the tests of the .NET and Java SDKs
//! expect [V]. What stands there for ACS3 is what notes of third parties show [O].

use super::{acs3, call::Call, refusal::Refusal, signature};

#[derive(Debug)]
pub(crate) struct Code {
    name: &'static str,
    status: u16,
    /// With the documents' own placeholders.
    message: &'static str,
}

macro_rules! codes {
    ($($constant:ident = $name:literal, $status:literal, $message:literal;)*) => {
        $(pub(crate) const $constant: Code = Code { name: $name, status: $status, message: $message };)*
        const ALL: &[Code] = &[$($constant),*];
    };
}

codes! {
    // The eight of the CancelExecution page.
    INVALID_VERSION = "InvalidVersion", 400, "Specified parameter Version is not valid.";
    INVALID_ACTION = "InvalidAction.NotFound", 400, "Specified api is not found, please check your url and method.";
    USER_NO_PERMISSION = "User.NoPermission", 401, "User has no permission to do the action: ({api_name})";
    INVALID_STS_TOKEN = "InvalidStsToken", 400, "Invalid STS token to do the action: ({api_name})";
    EXPIRED_STS_TOKEN = "ExpiredStsToken", 400, "Expired STS token to do the action: ({api_name})";
    INVALID_ACCOUNT_TYPE = "InvalidAccountType", 400, "The account type ({account_type}) was not supported.";
    EXECUTION_CANCEL_FAILED = "ExecutionCancelFailed", 403, "Execution cancel failed {reason}";
    EXECUTION_NOT_FOUND = "EntityNotExist.Execution", 404, "The specific execution {key} does not exist.";

    // Other spellings in the same product.
    EXECUTION_NOT_FOUND_NEWER = "EntityNotExists.Execution", 404, "The specified execution does not exist.";
    INVALID_PARAMETER = "InvalidParameter", 400, "The parameter is invalid.";

    // The gateway: where the request goes.
    INVALID_API = "InvalidApi.NotFound", 404, "Specified api is not found, please check your url and method.";
    INVALID_PRODUCT = "InvalidProduct.NotFound", 404, "Cannot find product according to your specified domain.";
    NEED_SSL = "InvalidProtocol.NeedSsl", 404, "Your request is denied as lack of ssl protect.";
    UNSUPPORTED_METHOD = "UnsupportedHTTPMethod", 403, "This HTTP method is not supported.";
    INVALID_FORMAT = "InvalidParameter.Format", 400, "Specified parameter format is not valid.";
    MISSING_PARAMETER = "MissingParameter", 400, "The input parameter \"{parameter}\" that is mandatory for processing this request is not supplied.";

    // The gateway: who calls.
    UNKNOWN_KEY = "InvalidAccessKeyId.NotFound", 404, "Specified access key is not found.";
    INACTIVE_KEY = "InvalidAccessKeyId.Inactive", 400, "Specified access key is disabled.";
    DISABLED_KEY = "Forbidden.AccessKeyDisabled", 403, "The Access Key is disabled.";
    TOKEN_EXPIRED = "InvalidSecurityToken.Expired", 400, "Specified SecurityToken is expired.";
    TOKEN_MALFORMED = "InvalidSecurityToken.Malformed", 400, "Specified SecurityToken is malformed.";
    TOKEN_MISMATCH = "InvalidSecurityToken.MismatchWithAccessKey", 400, "Specified SecurityToken mismatch with the AccessKey.";
    NO_PERMISSION = "NoPermission", 403, "You are not authorized to do this action.";
    FORBIDDEN_RAM = "Forbidden.RAM", 403, "User not authorized to operate on the specified resource, or this API doesn't support RAM.";

    // The gateway: signature, time, nonce.
    SIGNATURE_MISMATCH = "SignatureDoesNotMatch", 400, "Specified signature is not matched with our calculation. {what_was_signed}";
    SIGNATURE_INCOMPLETE = "IncompleteSignature", 400, "The request signature does not conform to Aliyun standards. {what_was_signed}";
    INVALID_SIGNATURE_METHOD = "InvalidSignatureMethod", 400, "Specified signature method is not valid.";
    TIMESTAMP_FORMAT = "InvalidTimeStamp.Format", 400, "Specified time stamp or date value is not well formatted.";
    TIMESTAMP_EXPIRED = "InvalidTimeStamp.Expired", 400, "Specified time stamp or date value is expired.";
    ILLEGAL_TIMESTAMP = "IllegalTimestamp", 400, "The input parameter \"Timestamp\" that is mandatory for processing this request is not supplied.";
    NONCE_USED = "SignatureNonceUsed", 400, "Specified signature nonce was used already.";

    // The gateway: its own state. The message of Throttling.Api is a guess [I].
    THROTTLING = "Throttling", 400, "Request was denied due to request throttling.";
    THROTTLING_USER = "Throttling.User", 400, "Request was denied due to user flow control.";
    THROTTLING_API = "Throttling.Api", 400, "Request was denied due to api flow control.";
    INTERNAL_ERROR = "InternalError", 500, "The request processing has failed due to some unknown error, exception or failure.";
    SERVICE_UNAVAILABLE = "ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server.";
    UNKNOWN_ERROR = "UnknownError", 400, "The request processing has failed due to some unknown error.";
}

impl Code {
    pub(crate) fn refuse(&self, call: &Call) -> Refusal {
        self.refuse_because(call, "the execution is not in a state that can be cancelled")
    }

    /// `detail` says what the request itself cannot: the reason, the account type, the parameter.
    pub(crate) fn refuse_because(&self, call: &Call, detail: &str) -> Refusal {
        let message = match self.message.split_once('{') {
            None => self.message.to_owned(),
            Some((before, rest)) => {
                let (placeholder, after) = rest.split_once('}').unwrap_or((rest, ""));
                let filling = match placeholder {
                    "api_name" => call.get("Action").unwrap_or_default().to_owned(),
                    "key" => call.get("ExecutionId").unwrap_or_default().to_owned(),
                    "what_was_signed" => what_was_signed(call),
                    _ => detail.to_owned(),
                };
                format!("{before}{filling}{after}")
            }
        };
        Refusal::new(self.name, self.status, message)
    }
}

fn what_was_signed(call: &Call) -> String {
    match &call.authorization {
        None => format!("server string to sign is:{}", signature::string_to_sign(call)),
        Some(acs3) => {
            let request = acs3.canonical_request(call);
            let text = acs3::string_to_sign(&request);
            format!("server StringToSign is [{text}] server CanonicalRequest is [{request}]")
        }
    }
}

/// `Missing{ParameterName}` [D].
pub(crate) fn missing(parameter: &str) -> Refusal {
    let message = format!("{parameter} is mandatory for this action.");
    Refusal::new(&format!("Missing{parameter}"), 400, message)
}

/// `Invalid{ParameterName}` [D].
pub(crate) fn invalid(parameter: &str) -> Refusal {
    let message = format!("Specified parameter {parameter} is not valid.");
    Refusal::new(&format!("Invalid{parameter}"), 400, message)
}

pub(crate) fn is_documented(name: &str) -> bool {
    ALL.iter().any(|code| code.name == name) || by_rule(name).is_some()
}

/// The refusal a code is documented with, for faults that answer a code by name.
pub(crate) fn documented(name: &str, call: &Call) -> Option<Refusal> {
    let code = ALL.iter().find(|code| code.name == name);
    code.map(|code| code.refuse(call)).or_else(|| by_rule(name))
}

fn by_rule(name: &str) -> Option<Refusal> {
    let parameter = |prefix| {
        name.strip_prefix(prefix).filter(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    parameter("Missing").map(missing).or_else(|| parameter("Invalid").map(invalid))
}
