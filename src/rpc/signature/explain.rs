//! Explains a refused signature to people: compares the StringToSign that a server wrote, found in whatever text was pasted,
//! with the URL or the StringToSign that was sent, parameter by parameter.
//!
//! Source of the echo: see [`diagnosis`](super::diagnosis), which compares the requests of this package's own calls.

mod pasted;
mod shown;

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use zeroize::Zeroizing;

use self::pasted::{Sent, echo};
use self::shown::Shown;
use super::{Method, SigningKey, parse_signature};
use crate::rpc::encode::{decode, encode};
use crate::rpc::problem::{Problem, ProblemCode};
use crate::rpc::string_enum::string_enum;
use crate::rpc::text::{replace, split, split_once};

/// The longest text that is read, in bytes.
pub const MAX_EXPLAINED_LENGTH: usize = 65_536;

/// The most differences in one explanation.
const MAX_DIFFERENCES: usize = 100;

/// The most parameters that are compared one by one. A request of OOS has two dozen.
const MAX_PARAMETERS: usize = 200;

string_enum! {
    /// The reason why a signature was refused.
    Verdict {
        /// The server read what was signed, so the AccessKeySecret does not belong to the AccessKeyId.
        DifferentSecret = "different-secret",
        /// The server read the request of the URL. Its Signature was made with another secret, or of another StringToSign.
        DifferentSignature = "different-signature",
        /// The server read a request other than the one that was signed.
        DifferentRequest = "different-request",
        /// The text of the server contains no StringToSign.
        NotFound = "not-found",
    }
}

string_enum! {
    /// The likely cause of a difference.
    Cause {
        /// The request was signed for another HTTP method than it was sent by.
        Method = "method",
        /// The server did not receive the parameter, or it was not sent.
        Missing = "missing",
        /// The parameter was added after signing.
        Added = "added",
        /// The value was not percent-encoded before it was signed.
        NotEncoded = "not-encoded",
        /// The value was percent-encoded twice.
        EncodedTwice = "encoded-twice",
        /// One side wrote a space as `+`, the other as `%20`.
        PlusForSpace = "plus-for-space",
        /// The percent-encoding was signed in lower case.
        LowerCaseHex = "lower-case-hex",
        /// The value was cut off.
        CutOff = "cut-off",
        /// The parameters were not signed in the order of their names.
        Order = "order",
        /// The value was changed after signing.
        Changed = "changed",
    }
}

impl Cause {
    /// Returns what happened and what to do.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Method => "The methods differ. Sign for the method that the request is sent by.",
            Self::Missing => "The server did not read this parameter. Send every parameter that is signed.",
            Self::Added => "This parameter was not signed. Add it before signing, or leave it out.",
            Self::NotEncoded => "The value was signed without percent-encoding. Encode it before signing.",
            Self::EncodedTwice => "The value was percent-encoded twice. Encode it once.",
            Self::PlusForSpace => "One side has + and the other %20. Write %20 for a space and %2B for a plus.",
            Self::LowerCaseHex => "The percent-encoding was signed in lower case. Write it in upper case.",
            Self::CutOff => "One value is the beginning of the other. Look for what cuts it off.",
            Self::Order => "The parameters are in another order. Sort them by the bytes of their names.",
            Self::Changed => "The values differ. Look for what changes the value after signing.",
        }
    }
}

/// One difference between what was signed and what the server read. `Debug` may show values of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedDifference {
    /// The name of the parameter; `method`, `path` or `query` for what is no parameter.
    pub parameter: String,
    /// The value that was signed. Left out for tokens and signatures, and if it is long.
    pub sent: Option<String>,
    /// The value that the server read, with the same exceptions.
    pub server: Option<String>,
    /// The likely cause.
    pub cause: Cause,
}

/// Why a signature was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The reason.
    pub verdict: Verdict,
    /// What differs; empty unless the verdict is [`Verdict::DifferentRequest`].
    pub differences: Vec<SignedDifference>,
    /// Whether the given AccessKeySecret made the Signature of the URL; `None` without a secret or a Signature.
    pub secret_matches: Option<bool>,
}

/// The text that was sent is neither a URL with a query nor a StringToSign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl Unreadable {
    /// Returns the problem of the value with this name.
    #[must_use]
    pub fn problem(name: &str) -> Problem {
        let predicate = "is neither a signed URL nor a StringToSign. Paste the whole of one";
        Problem::of(name, ProblemCode::Malformed, predicate)
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The text is neither a signed URL nor a StringToSign. Paste the whole of one.")
    }
}

impl Error for Unreadable {}

/// Explains a refusal. `server` is what the server wrote: a message, JSON, XML or a line of a log. `sent` is the signed URL or
/// the StringToSign; a URL is taken to be sent by `method`.
///
/// # Errors
/// Returns [`Unreadable`] if `sent` is neither.
pub fn explain(server: &str, sent: &str, method: Method, secret: Option<&str>) -> Result<Explanation, Unreadable> {
    let sent = Sent::read(sent.trim_ascii(), method).ok_or(Unreadable)?;
    let secret_matches = match (secret, &sent.signature) {
        (Some(secret), Some(signature)) => {
            let key = SigningKey::new(secret);
            Some(parse_signature(signature).is_some_and(|signature| key.verify(&sent.string_to_sign, &signature)))
        }
        _ => None,
    };
    let Some(echo) = echo(server) else {
        return Ok(Explanation { verdict: Verdict::NotFound, differences: Vec::new(), secret_matches });
    };
    if *echo == *sent.string_to_sign {
        // A URL does not show which string its Signature was made of.
        let is_known = sent.signature.is_none() || secret_matches == Some(true);
        let verdict = if is_known { Verdict::DifferentSecret } else { Verdict::DifferentSignature };
        return Ok(Explanation { verdict, differences: Vec::new(), secret_matches });
    }
    let differences = differences(&sent.string_to_sign, &echo, secret);
    Ok(Explanation { verdict: Verdict::DifferentRequest, differences, secret_matches })
}

fn differences(sent: &str, server: &str, secret: Option<&str>) -> Vec<SignedDifference> {
    let (Some(sent), Some(server)) = (Stages::read(sent), Stages::read(server)) else {
        return vec![Shown::new([], secret).difference("query", None, None, Cause::Changed)];
    };
    let is_long = |stages: &Stages<'_>| stages.pairs().nth(MAX_PARAMETERS).is_some();
    let (long, shown) = (is_long(&sent) || is_long(&server), Shown::new([&sent, &server], secret));
    let mut found = Vec::new();
    if sent.method != server.method {
        found.push(shown.difference("method", Some(sent.method), Some(server.method), Cause::Method));
    }
    if sent.path != server.path {
        found.push(shown.difference("path", Some(sent.path), Some(server.path), Cause::Changed));
    }
    if long {
        // A comparison of the first parameters would report differences that do not exist.
        if sent.query != server.query {
            found.push(shown.difference("query", None, None, Cause::Changed));
        }
        return found;
    }
    let mut seen: Vec<&str> = Vec::new();
    for (name, _) in sent.pairs().chain(server.pairs()) {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let (mut ours, mut theirs) = (sent.values(name), server.values(name));
        loop {
            let (ours, theirs) = (ours.next(), theirs.next());
            if ours.is_none() && theirs.is_none() {
                break;
            }
            if ours != theirs && found.len() < MAX_DIFFERENCES {
                found.push(shown.difference(name, ours, theirs, cause(ours, theirs)));
            }
        }
    }
    if found.is_empty() {
        found.push(shown.difference("query", None, None, Cause::Order));
    }
    found
}

fn cause(sent: Option<&str>, server: Option<&str>) -> Cause {
    let (Some(sent), Some(server)) = (sent, server) else {
        return if sent.is_some() { Cause::Missing } else { Cause::Added };
    };
    let once = |text: &str| decode(text).map(Cow::into_owned).unwrap_or_default();
    let spaced = |text: &str| replace(&replace(text, "%2B", "%20"), "+", "%20");
    if sent.eq_ignore_ascii_case(server) && once(sent) == once(server) {
        Cause::LowerCaseHex
    } else if encode(server) == sent || encode(sent) == server && sent.contains('%') {
        Cause::EncodedTwice
    } else if encode(sent) == server {
        Cause::NotEncoded
    } else if spaced(sent) == spaced(server) {
        Cause::PlusForSpace
    } else if sent.starts_with(server) || server.starts_with(sent) {
        Cause::CutOff
    } else {
        Cause::Changed
    }
}

/// The parts of a StringToSign. Names and values are encoded once, as in a canonical query.
struct Stages<'a> {
    method: &'a str,
    path: &'a str,
    query: Zeroizing<String>,
}

impl<'a> Stages<'a> {
    fn read(string_to_sign: &'a str) -> Option<Self> {
        let (method, rest) = split_once(string_to_sign, "&")?;
        let (path, query) = split_once(rest, "&")?;
        // A query that was not encoded before it was signed is compared as it is.
        let query = decode(query).map_or_else(|_| query.to_owned(), Cow::into_owned);
        Some(Self { method, path, query: Zeroizing::new(query) })
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = split(&self.query, "&").filter(|pair| !pair.is_empty());
        pairs.map(|pair| split_once(pair, "=").unwrap_or((pair, "")))
    }

    fn values<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b str> {
        self.pairs().filter(move |(found, _)| *found == name).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests;
