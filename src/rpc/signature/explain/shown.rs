//! What of a request an explanation shows: no token, no signature and no secret, wherever in the request they are.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::{Cause, SignedDifference, Stages};
use crate::rpc::encode::decode;
use crate::rpc::redact::Redactor;
use crate::rpc::text::find;

/// The longest value that a difference repeats, in bytes.
const MAX_VALUE: usize = 256;

/// The longest name that a difference repeats, in bytes.
const MAX_NAME: usize = 64;

/// The most secrets that are looked for, since each costs time. A request has two: its token and its Signature.
const MAX_SECRETS: usize = 10;

/// Decides what is shown. Nothing is if there are too many secrets.
pub(super) struct Shown(Option<Redactor>);

impl Shown {
    /// Takes the secrets from both requests, since a value may have come to a parameter that it does not belong to.
    pub(super) fn new<'a, const N: usize>(requests: [&Stages<'a>; N], secret: Option<&str>) -> Self {
        let pairs = requests.iter().flat_map(|request| request.pairs().take(super::MAX_PARAMETERS));
        let mut secrets: Vec<_> = pairs
            .filter(|(name, _)| is_secret(name))
            .map(|(_, value)| Zeroizing::new(decode(value).map_or_else(|_| value.to_owned(), Cow::into_owned)))
            .collect();
        secrets.extend(secret.map(|secret| Zeroizing::new(secret.to_owned())));
        let few = secrets.len() <= MAX_SECRETS;
        Self(few.then(|| Redactor::new(&secrets.iter().map(|secret| secret.as_str()).collect::<Vec<_>>())))
    }

    pub(super) fn difference(
        &self,
        name: &str,
        sent: Option<&str>,
        server: Option<&str>,
        cause: Cause,
    ) -> SignedDifference {
        let may_show = |value: &&str| !is_secret(name) && self.may_show(value, MAX_VALUE);
        let decoded = decode(name).unwrap_or(Cow::Borrowed(name));
        // A name with more than these characters is a part of a query that was encoded in another way.
        let is_name = decoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        let parameter = if is_name && self.may_show(&decoded, MAX_NAME) { &decoded } else { "query" };
        SignedDifference {
            parameter: parameter.to_owned(),
            sent: sent.filter(may_show).map(str::to_owned),
            server: server.filter(may_show).map(str::to_owned),
            cause,
        }
    }

    fn may_show(&self, text: &str, limit: usize) -> bool {
        text.len() <= limit && self.0.as_ref().is_some_and(|redactor| redactor.shown(text, limit) == text)
    }
}

/// Returns whether values under this name are secrets: `SecurityToken`, in any spelling, `BearerToken`, `Signature`, and an
/// `AccessKeySecret` that was sent by mistake.
fn is_secret(name: &str) -> bool {
    let decoded = decode(name).unwrap_or(Cow::Borrowed(name));
    let letters = decoded.bytes().filter(u8::is_ascii_alphanumeric);
    let folded: String = letters.map(|letter| char::from(letter.to_ascii_lowercase())).collect();
    ["token", "secret"].iter().any(|word| find(&folded, word).is_some()) || folded.ends_with("signature")
}
