//! Percent-encoding, the canonical query, and strict decoding.
//!
//! The encoding is RFC 3986 over UTF-8: `A-Z a-z 0-9 - _ . ~` stay, every other byte becomes `%XY` in upper-case hex.
//! Source: the vendor's page on the RPC mechanism, and `encode()` in `lib/rpc.js` of `@alicloud/pop-core` 1.8.0.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::iter::from_fn;

use zeroize::Zeroizing;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Appends `text`, percent-encoded.
pub fn encode_into(out: &mut String, text: &str) {
    let mut rest = text;
    // Unreserved characters are copied in runs, which is faster than byte by byte.
    while !rest.is_empty() {
        let plain = rest.bytes().position(|byte| !is_unreserved(byte)).unwrap_or(rest.len());
        let (before, behind) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        out.push_str(before);
        // Ends before an unreserved byte, so never within a character.
        let mut other = 0;
        for byte in behind.bytes().take_while(|byte| !is_unreserved(*byte)) {
            // Three characters in one step take half as long as one by one.
            let escape = [b'%', hex_digit(byte >> 4), hex_digit(byte)];
            out.push_str(str::from_utf8(&escape).unwrap_or_default());
            other += 1;
        }
        rest = behind.get(other..).unwrap_or_default();
    }
}

/// Returns `text` percent-encoded, or itself if there is nothing to encode, as is usual.
pub(crate) fn encoded(text: &str) -> Cow<'_, str> {
    if text.bytes().all(is_unreserved) { Cow::Borrowed(text) } else { Cow::Owned(encode(text)) }
}

/// Returns `text` percent-encoded.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(encoded_length(text));
    encode_into(&mut out, text);
    out
}

/// Returns the canonical query: `name=value` pairs, percent-encoded, sorted by the bytes of the raw names, joined by `&`.
///
/// An empty value stays as `name=`. Equal names keep their order. The query may contain a token, so it is wiped on drop.
#[must_use]
pub fn canonical_query<'a>(parameters: &[(&'a str, &'a str)]) -> Zeroizing<String> {
    // Selection sort: a call has a dozen parameters, and the sort of the standard library is large.
    let mut last = None;
    joined(from_fn(move || {
        let place = |(index, (name, _)): &(usize, &(&'a str, &'a str))| (name.as_bytes(), *index);
        let is_left = |pair: &(usize, &(&'a str, &'a str))| last.is_none_or(|last| place(pair) > last);
        let next = parameters.iter().enumerate().filter(is_left).min_by_key(place)?;
        last = Some(place(&next));
        Some(*next.1)
    }))
}

/// Returns the canonical query of pairs that are sorted already.
pub(crate) fn joined<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Zeroizing<String> {
    let length = pairs.clone().map(|(name, value)| encoded_length(name) + encoded_length(value) + 2).sum();
    let mut out = Zeroizing::new(String::with_capacity(length));
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode_into(&mut out, name);
        out.push('=');
        encode_into(&mut out, value);
    }
    out
}

/// Why parsers could read a part of a query in different ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// A `%` without two hex digits after it.
    Percent,
    /// The decoded bytes are not UTF-8.
    Utf8,
    /// A bare `+`, which form decoders read as a space and others as a plus.
    Plus,
    /// A character that must be percent-encoded.
    Character,
}

impl DecodeError {
    /// Returns the rest of the sentence after the name of what cannot be read.
    pub(crate) const fn predicate(self) -> &'static str {
        match self {
            Self::Percent => "has a % without two hex digits after it",
            Self::Utf8 => "does not decode to UTF-8",
            Self::Plus => "has a bare +, which is ambiguous. Write %20 for a space and %2B for a plus",
            Self::Character => "has a character that must be percent-encoded",
        }
    }
}

impl fmt::Display for DecodeError {
    /// Writes a whole sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The text {}.", self.predicate())
    }
}

impl Error for DecodeError {}

/// Decodes a name or a value from a query, refusing whatever two parsers could read differently.
///
/// Besides the unreserved characters only `! ' ( ) * , / : = ? @ $` may be bare. The vendor's Node SDKs leave `! ' ( ) *` bare,
/// and people write `:` and `=`; all parsers agree on these. A bare `;` is refused, since some servers end a pair there.
///
/// # Errors
/// Returns the first defect as a [`DecodeError`].
pub fn decode(text: &str) -> Result<Cow<'_, str>, DecodeError> {
    let (mut bare, mut rest) = split_at_other(text.as_bytes());
    if rest.is_empty() {
        return Ok(Cow::Borrowed(text));
    }
    let mut decoded = Vec::with_capacity(text.len());
    loop {
        decoded.extend_from_slice(bare);
        let behind = match rest {
            [] => break,
            [b'%', high, low, behind @ ..] => {
                let (high, low) = hex_value(*high).zip(hex_value(*low)).ok_or(DecodeError::Percent)?;
                decoded.push(high << 4 | low);
                behind
            }
            [b'%', ..] => return Err(DecodeError::Percent),
            [b'+', ..] => return Err(DecodeError::Plus),
            _ => return Err(DecodeError::Character),
        };
        (bare, rest) = split_at_other(behind);
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| DecodeError::Utf8)
}

/// Splits a text at the first byte that may not be bare.
fn split_at_other(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !is_bare(*byte)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, &[]))
}

/// Returns the length of `text` when percent-encoded.
pub(crate) fn encoded_length(text: &str) -> usize {
    text.len() + 2 * text.bytes().filter(|byte| !is_unreserved(*byte)).count()
}

const UNRESERVED: u8 = 1;
const BARE: u8 = 2;

/// The kinds of each byte. A table, because comparisons take four times as long.
#[allow(clippy::indexing_slicing, reason = "at compile time")]
static KINDS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => UNRESERVED | BARE,
            b'!' | b'\'' | b'(' | b')' | b'*' | b',' | b'/' | b':' | b'=' | b'?' | b'@' | b'$' => BARE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

#[inline]
fn is_of_kind(byte: u8, kind: u8) -> bool {
    KINDS.get(usize::from(byte)).is_some_and(|kinds| kinds & kind != 0)
}

#[inline]
pub(super) fn is_unreserved(byte: u8) -> bool {
    is_of_kind(byte, UNRESERVED)
}

#[inline]
fn is_bare(byte: u8) -> bool {
    is_of_kind(byte, BARE)
}

fn hex_digit(nibble: u8) -> u8 {
    HEX.get(usize::from(nibble & 15)).copied().unwrap_or(b'0')
}

const fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreserved_characters_stay_and_others_are_encoded() {
        assert_eq!(encode("AZaz09-_.~"), "AZaz09-_.~");
        assert_eq!(encode(" +*/'()!%&=\u{7f}"), "%20%2B%2A%2F%27%28%29%21%25%26%3D%7F");
        assert_eq!(encode("中😀"), "%E4%B8%AD%F0%9F%98%80");
    }

    #[test]
    fn query_is_sorted_by_bytes_and_keeps_empty_values() {
        assert_eq!(*canonical_query(&[("b", "2"), ("a", ""), ("B", "1")]), "B=1&a=&b=2");
        assert_eq!(*canonical_query(&[("a", "2"), ("b", ""), ("a", "1"), ("a", "2")]), "a=2&a=1&a=2&b=");
        assert_eq!(*canonical_query(&[]), "");
    }

    #[test]
    fn buffer_of_a_query_does_not_grow() {
        let query = canonical_query(&[("Name", "中"), ("SecurityToken", "t0ken/+=")]);
        assert_eq!(query.capacity(), query.len() + 1, "room for an & behind each pair");
    }

    #[test]
    fn both_hex_cases_are_decoded() {
        assert_eq!(decode("%E4%b8%AD").as_deref(), Ok("中"));
        assert_eq!(decode("it's(1)*!").as_deref(), Ok("it's(1)*!"));
    }

    #[test]
    fn ambiguous_encodings_are_refused() {
        for (text, error) in [
            ("a+b", DecodeError::Plus),
            ("%", DecodeError::Percent),
            ("%4", DecodeError::Percent),
            ("%4G", DecodeError::Percent),
            ("%+1", DecodeError::Percent),
            ("%FF", DecodeError::Utf8),
            ("%ED%A0%80", DecodeError::Utf8),
            ("a b", DecodeError::Character),
            ("中", DecodeError::Character),
            ("a\tb", DecodeError::Character),
            ("\"", DecodeError::Character),
        ] {
            assert_eq!(decode(text), Err(error), "{text:?}");
            assert!(error.to_string().ends_with('.'), "{error}");
        }
    }
}
