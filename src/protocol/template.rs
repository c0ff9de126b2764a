//! A call with three holes: what all calls with the same credentials have in common is encoded and hashed once.

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroizing;

use super::credentials::Credentials;
use super::encode::{encode, encode_into, encoded_length, is_plain};
use super::endpoint::Endpoint;
use super::sign::{Method, SigningKey, string_to_sign};
use super::{ACTION, VERSION};

/// Everything of a call but its ExecutionId, SignatureNonce and Timestamp: the three holes, in this order.
///
/// `Debug` shows no secret; the memory of the token, the key and the half-made hash is wiped on drop.
pub struct Template {
    endpoint: Endpoint,
    method: Method,
    /// The canonical query before, between and behind the holes.
    pieces: [Zeroizing<String>; 4],
    /// The pieces behind the holes, as the StringToSign has them.
    signed: [Zeroizing<String>; 3],
    /// Has taken in the StringToSign up to the first hole.
    begun: SigningKey,
}

/// A text for a hole, encoded for the query and once more for the StringToSign. Mostly there is nothing to encode.
#[derive(Debug, Clone)]
pub struct Filling<'a> {
    once: Cow<'a, str>,
    twice: Cow<'a, str>,
}

impl<'a> Filling<'a> {
    /// Encodes the text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        if is_plain(text) {
            return Self { once: Cow::Borrowed(text), twice: Cow::Borrowed(text) };
        }
        let once = encode(text);
        let twice = encode(&once);
        Self { once: Cow::Owned(once), twice: Cow::Owned(twice) }
    }

    /// The text as the query has it.
    #[must_use]
    pub fn encoded(&self) -> &str {
        &self.once
    }
}

impl Template {
    /// Encodes and hashes what all calls have in common.
    #[must_use]
    pub fn new(credentials: &Credentials, region_id: Option<&str>, endpoint: Endpoint, method: Method) -> Self {
        let pieces = pieces(credentials, region_id);
        let [before, behind @ ..] = &pieces;
        let signed = behind.each_ref().map(|piece| Zeroizing::new(encode(piece)));
        let begun = SigningKey::new(credentials.access_key_secret()).begun(&string_to_sign(method, before));
        Self { endpoint, method, pieces, signed, begun }
    }

    /// The origin that is called.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The method that is signed for.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The canonical query before, between and behind the holes.
    #[must_use]
    pub const fn pieces(&self) -> &[Zeroizing<String>; 4] {
        &self.pieces
    }

    /// The canonical query with the holes filled.
    #[must_use]
    pub fn canonical_query(&self, fillings: [&Filling<'_>; 3]) -> Zeroizing<String> {
        let [before, behind @ ..] = &self.pieces;
        let texts = fillings.iter().zip(behind).flat_map(|(filling, piece)| [filling.encoded(), piece.as_str()]);
        let mut query =
            Zeroizing::new(String::with_capacity(before.len() + texts.clone().map(str::len).sum::<usize>()));
        query.push_str(before);
        texts.for_each(|text| query.push_str(text));
        query
    }

    /// The signature in base64 of the call with the holes filled.
    #[must_use]
    pub fn signature(&self, fillings: [&Filling<'_>; 3]) -> String {
        let texts = fillings.iter().zip(&self.signed).flat_map(|(filling, piece)| [&*filling.twice, piece.as_str()]);
        self.begun.sign_all(texts)
    }
}

/// Names sorted by bytes, as they must be: the holes have fixed places in that order, so nothing is left to sort.
fn pieces(credentials: &Credentials, region_id: Option<&str>) -> [Zeroizing<String>; 4] {
    [
        concat_encoded(&[
            ("AccessKeyId=", Some(credentials.access_key_id())),
            ("&Action=", Some(ACTION)),
            ("&ExecutionId=", Some("")),
        ]),
        concat_encoded(&[
            ("&Format=", Some("JSON")),
            ("&RegionId=", region_id),
            ("&SecurityToken=", credentials.security_token()),
            ("&SignatureMethod=", Some("HMAC-SHA1")),
            ("&SignatureNonce=", Some("")),
        ]),
        concat_encoded(&[("&SignatureVersion=", Some("1.0")), ("&Timestamp=", Some(""))]),
        concat_encoded(&[("&Version=", Some(VERSION))]),
    ]
}

/// What is there, name and encoded value. At its final size from the start, since a buffer that grows leaves a copy behind.
fn concat_encoded(pairs: &[(&str, Option<&str>)]) -> Zeroizing<String> {
    let present = || pairs.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    let length = present().map(|(name, value)| name.len() + encoded_length(value)).sum();
    let mut out = Zeroizing::new(String::with_capacity(length));
    for (name, value) in present() {
        out.push_str(name);
        encode_into(&mut out, value);
    }
    out
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template")
            .field("endpoint", &self.endpoint)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
