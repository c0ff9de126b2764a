//! Reads what people paste: the texts of servers, signed URLs and StringToSigns.

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::rpc::encode::{canonical_query, decode, is_unreserved};
use crate::rpc::signature::{Method, string_to_sign};
use crate::rpc::text::{find, replace, split, split_once};

/// Finds a StringToSign in a text: after the server's words for it, or by its own beginning.
pub(super) fn echo(text: &str) -> Option<Zeroizing<String>> {
    const MARKER: &str = "string to sign is:";
    let mut text = Zeroizing::new(text.to_owned());
    // As JSON and XML write an ampersand.
    for escaped in ["\\u0026", "&amp;", "&#38;", "&#x26;"] {
        text = Zeroizing::new(replace(&text, escaped, "&"));
    }
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    let after_marker = find(&lower, MARKER).map(|at| at + MARKER.len());
    let by_itself = || ["post&%2f&", "get&%2f&"].iter().find_map(|start| find(&lower, start));
    let rest = text.get(after_marker.or_else(by_itself)?..)?.trim_ascii_start();
    let end = rest.bytes().position(|byte| !is_unreserved(byte) && byte != b'%' && byte != b'&');
    // A sentence may end after it. No parameter ends with a period.
    let echo = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches('.');
    echo.contains('&').then(|| Zeroizing::new(echo.to_owned()))
}

/// The most parameters of a URL that is read. They are sorted, which takes long for thousands of them.
const MAX_PAIRS: usize = 1_000;

/// What a person has pasted as sent.
pub(super) struct Sent {
    pub(super) string_to_sign: Zeroizing<String>,
    /// The Signature of a URL.
    pub(super) signature: Option<String>,
}

impl Sent {
    /// Reads a signed URL or a StringToSign; `None` for anything else.
    pub(super) fn read(text: &str, method: Method) -> Option<Self> {
        let Some((_, behind)) = split_once(text, "://") else {
            let (named, _) = split_once(text, "&")?;
            return named
                .parse::<Method>()
                .is_ok()
                .then(|| Self { string_to_sign: text.to_owned().into(), signature: None });
        };
        let (_, query) = split_once(behind, "?")?;
        let query = split_once(query, "#").map_or(query, |(query, _)| query);
        let mut pairs: Vec<_> = split(query, "&").filter(|pair| !pair.is_empty()).map(pair).collect();
        if pairs.len() > MAX_PAIRS {
            return None;
        }
        let signature = pairs.iter().find(|(name, _)| name == "Signature").map(|(_, value)| value.to_string());
        pairs.retain(|(name, _)| name != "Signature");
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        Some(Self { string_to_sign: string_to_sign(method, &canonical_query(&pairs)), signature })
    }
}

/// Returns the decoded name and value of a pair. What cannot be decoded stays as it is.
fn pair(text: &str) -> (Cow<'_, str>, Cow<'_, str>) {
    let (name, value) = split_once(text, "=").unwrap_or((text, ""));
    let decoded = |text| decode(text).unwrap_or(Cow::Borrowed(text));
    (decoded(name), decoded(value))
}
