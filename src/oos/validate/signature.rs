//! Verifies the signature with the caller's credentials.

use zeroize::Zeroizing;

use super::parameters::Parameters;
use crate::rpc::credentials::Credentials;
use crate::rpc::encode::canonical_query;
use crate::rpc::problem::{Problem, ProblemCode, Report};
use crate::rpc::signature::{Method, SignatureBytes, SigningKey, string_to_sign};

/// The strings that are signed if the URL has only known parameters.
pub(super) struct Usual<'a> {
    pub(super) canonical_query: &'a str,
    pub(super) string_to_sign: &'a str,
}

/// Returns whether the signature is valid.
///
/// A mismatch is reported only if no other problem explains it. Once a parameter that was added after signing is removed,
/// the signature is valid again.
pub(super) fn verify(
    parameters: &Parameters<'_>,
    usual: &Usual<'_>,
    signature: &SignatureBytes,
    credentials: &Credentials,
    method: Method,
    problems: &mut Vec<Problem>,
) -> bool {
    let Some(access_key_id) = parameters.get("AccessKeyId").filter(|id| !id.is_empty()) else { return false };
    if access_key_id != credentials.access_key_id() {
        problems.report_of("AccessKeyId", ProblemCode::AccessKeyMismatch, "differs from that of the given credentials");
        return false;
    }
    let key = SigningKey::new(credentials.access_key_secret());
    let made_for = |query: &str| {
        let is_made_for = |method: &Method| key.verify(&string_to_sign(*method, query), signature);
        [method, method.other()].into_iter().find(is_made_for)
    };
    let found = if key.verify(usual.string_to_sign, signature) {
        Some(method)
    } else {
        made_for(usual.canonical_query).or_else(|| doubtful_queries(parameters).find_map(|query| made_for(&query)))
    };
    let predicate = match found {
        Some(found) if found == method => None,
        Some(Method::Get) => Some("is valid for GET, not POST. Pass GET as the method"),
        Some(Method::Post) => Some("is valid for POST, not GET. Pass POST as the method"),
        None if parameters.is_changed() => return false,
        None => Some(
            "does not match the given AccessKeySecret. A parameter was changed after signing, or the secret is a different one",
        ),
    };
    if let Some(predicate) = predicate {
        problems.report_of("Signature", ProblemCode::SignatureMismatch, predicate);
        return false;
    }
    // The signature covers whatever token the URL carries, so that alone would not show a token of another session.
    if parameters.get("SecurityToken") != credentials.security_token() {
        problems.report_of(
            "SecurityToken",
            ProblemCode::SecurityTokenMismatch,
            "differs from that of the given credentials",
        );
        return false;
    }
    true
}

/// Returns the other queries that may have been signed: the known parameters with every selection of the doubtful ones.
fn doubtful_queries(parameters: &Parameters<'_>) -> impl Iterator<Item = Zeroizing<String>> {
    let repeats = |name: &str| parameters.doubtful().any(|(doubtful, _)| doubtful == name);
    let (mut doubtful, certain): (Vec<_>, Vec<_>) = parameters.signed().partition(|(name, _)| repeats(name));
    doubtful.extend(parameters.doubtful());
    // Each bit of a selection says whether one of them was signed.
    (1..1_u32 << doubtful.len()).map(move |choice| {
        let chosen = doubtful.iter().enumerate().filter(|(place, _)| choice >> place & 1 == 1).map(|(_, pair)| *pair);
        canonical_query(&certain.iter().copied().chain(chosen).collect::<Vec<_>>())
    })
}
