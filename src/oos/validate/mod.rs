//! Validates a URL that was signed elsewhere: what it would do, or every problem it has.
//!
//! Own code, since a URL crate is larger than the rest of the module, and stricter than the URL standard on purpose: whatever
//! two parsers could read differently is refused, and an accepted URL is rebuilt from its parts, never passed on as it came in.

mod origin;
mod parameters;
mod signature;

use std::fmt;

use zeroize::Zeroizing;

use crate::rpc::credentials::Credentials;
use crate::rpc::endpoint::Endpoint;
use crate::rpc::limits;
use crate::rpc::problem::{Problem, ProblemCode, Problems, Report, problem};
use crate::rpc::request::{SignedRequest, VALIDITY_SECONDS};
use crate::rpc::signature::{Method, SignatureBytes, parse_signature, string_to_sign};
use crate::rpc::timestamp::Timestamp;
use parameters::Parameters;
use signature::{Usual, verify};

/// The longest URL that is read, in bytes. Servers accept 8 to 64 KiB; a call with a typical token needs 5.
pub const MAX_URL_LENGTH: usize = 65_536;

/// The rules to validate by.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The method that the URL will be requested with. Checked only with `credentials`.
    pub method: Method,
    /// The credentials to verify the signature with.
    pub credentials: Option<&'a Credentials>,
    /// Origins to trust in addition to those of OOS.
    pub allowed_origins: &'a [Endpoint],
    /// The time to check the Timestamp against.
    pub now: Timestamp,
    /// How far the Timestamp may be from `now`, in either direction.
    pub validity_seconds: i64,
    /// Whether a Timestamp that is too old or too new is a problem. Switch it off for sending: the server checks the time by
    /// its own clock, and this machine's may be wrong.
    pub check_time: bool,
}

impl Rules<'_> {
    /// Returns the usual rules: POST, no credentials, the origins of OOS only, 15 minutes, the time checked.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self {
            method: Method::Post,
            credentials: None,
            allowed_origins: &[],
            now,
            validity_seconds: VALIDITY_SECONDS,
            check_time: true,
        }
    }
}

/// A URL without a problem. `Debug` shows neither the signature nor a token.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidUrl {
    /// The request, ready to be sent.
    pub request: SignedRequest,
    /// Whether the signature was recomputed and is right; otherwise only its form was looked at.
    pub verified: bool,
    /// The execution that the URL would cancel.
    pub execution_id: String,
    /// The RegionId parameter.
    pub region_id: Option<String>,
    /// The AccessKeyId that signed the URL.
    pub access_key_id: String,
    /// The SecurityToken of temporary credentials.
    pub security_token: Option<Zeroizing<String>>,
    /// When the URL was signed.
    pub timestamp: Timestamp,
    /// When the URL expires.
    pub expires_at: Timestamp,
    /// The SignatureNonce.
    pub nonce: String,
}

impl fmt::Debug for ValidUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValidUrl")
            .field("request", &self.request)
            .field("verified", &self.verified)
            .field("execution_id", &self.execution_id)
            .field("timestamp", &self.timestamp)
            .finish_non_exhaustive()
    }
}

/// Validates a URL.
///
/// # Errors
/// Returns every problem that the URL has, in the order of its parts, one that repeats itself once; at most
/// [`MAX_PROBLEMS`](crate::rpc::problem::MAX_PROBLEMS).
pub fn validate(url: &str, rules: &Rules<'_>) -> Result<ValidUrl, Problems> {
    if url.len() > MAX_URL_LENGTH {
        let mut problems = problem(ProblemCode::TooLong, "The URL is longer than 65,536 bytes.");
        problems.iter_mut().for_each(|problem| problem.limit = Some(MAX_URL_LENGTH as u64));
        return Err(problems.into());
    }
    let mut problems = Vec::new();
    let Some((endpoint, query)) = origin::check(url, rules.allowed_origins, &mut problems) else {
        return Err(problems.into());
    };
    let mut parameters = Parameters::read(query, &mut problems);
    if let Some(endpoint) = &endpoint {
        check_region(endpoint, &parameters, &mut problems);
    }
    let timestamp = check_timestamp(&mut parameters, rules, &mut problems);
    let signature = check_signature_form(&parameters, &mut problems);
    let canonical_query = parameters.canonical_query();
    let string_to_sign = string_to_sign(rules.method, &canonical_query);
    let verified = match (rules.credentials, signature) {
        (Some(credentials), Some(signature)) => {
            let usual = Usual { canonical_query: &canonical_query, string_to_sign: &string_to_sign };
            verify(&parameters, &usual, &signature, credentials, rules.method, &mut problems)
        }
        _ => false,
    };
    match (endpoint, timestamp) {
        (Some(endpoint), Some(timestamp)) if problems.is_empty() => Ok(ValidUrl {
            request: SignedRequest {
                endpoint,
                method: rules.method,
                canonical_query,
                string_to_sign,
                signature: parameters.owned("Signature"),
            },
            verified,
            execution_id: parameters.owned("ExecutionId"),
            region_id: parameters.get("RegionId").map(str::to_owned),
            access_key_id: parameters.owned("AccessKeyId"),
            security_token: parameters.get("SecurityToken").map(|token| Zeroizing::new(token.to_owned())),
            timestamp,
            expires_at: timestamp.plus_seconds(rules.validity_seconds),
            nonce: parameters.owned("SignatureNonce"),
        }),
        _ => Err(problems.into()),
    }
}

/// Reports a RegionId that differs from the region of the host. Other defects of the RegionId are reported already.
fn check_region(endpoint: &Endpoint, parameters: &Parameters<'_>, problems: &mut Vec<Problem>) {
    let Some(region_id) = parameters.get("RegionId") else { return };
    if let Err(defect) = limits::region_id_at(region_id, endpoint)
        && defect.code == ProblemCode::RegionMismatch
    {
        problems.add(defect.of("RegionId"));
    }
}

fn check_timestamp(
    parameters: &mut Parameters<'_>,
    rules: &Rules<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Timestamp> {
    let text = parameters.get("Timestamp").filter(|text| !text.is_empty())?;
    let Some(timestamp) = Timestamp::parse(text) else {
        problems.report_of(
            "Timestamp",
            ProblemCode::MalformedTimestamp,
            "must be a valid time of the form YYYY-MM-DDThh:mm:ssZ",
        );
        parameters.mark_changed();
        return None;
    };
    let age = rules.now.unix_seconds() - timestamp.unix_seconds();
    if !rules.check_time {
        // The server checks it.
    } else if age > rules.validity_seconds {
        let predicate = "is too old. Have the URL signed again, or check this machine's clock";
        problems.report_of("Timestamp", ProblemCode::Expired, predicate);
    } else if -age > rules.validity_seconds {
        let predicate = "is too far in the future. Check this machine's clock and the signer's";
        problems.report_of("Timestamp", ProblemCode::NotYetValid, predicate);
    }
    Some(timestamp)
}

fn check_signature_form(parameters: &Parameters<'_>, problems: &mut Vec<Problem>) -> Option<SignatureBytes> {
    let text = parameters.get("Signature").filter(|text| !text.is_empty())?;
    let signature = parse_signature(text);
    if signature.is_none() {
        problems.report_of(
            "Signature",
            ProblemCode::MalformedSignature,
            "must be twenty bytes in base64, percent-encoded",
        );
    }
    signature
}
