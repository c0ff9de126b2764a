//! Searching, splitting and numbers, in ASCII.
//!
//! The functions of the standard library support every pattern and format and can panic, which makes the module larger.

use std::iter::from_fn;

/// Returns the index of the first occurrence of `part`, which is not empty.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    let (first, rest) = part.as_bytes().split_first()?;
    let mut from = 0;
    loop {
        let behind = text.as_bytes().get(from..)?;
        let at = behind.iter().position(|byte| byte == first)?;
        if behind.get(at + 1..)?.starts_with(rest) {
            return Some(from + at);
        }
        from += at + 1;
    }
}

/// Splits a string at the first `separator`.
pub(crate) fn split_once<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, separator)?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// Splits a string at the last `separator`, a single byte.
pub(crate) fn split_once_at_last(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Returns the parts between the separators, at least one.
pub(crate) fn split<'a>(text: &'a str, separator: &'static str) -> impl Iterator<Item = &'a str> {
    let mut rest = Some(text);
    from_fn(move || {
        let text = rest?;
        let (piece, behind) = split_once(text, separator).map_or((text, None), |(piece, behind)| (piece, Some(behind)));
        rest = behind;
        Some(piece)
    })
}

/// Concatenates strings.
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut out = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        out.push_str(part);
    }
    out
}

/// Replaces every occurrence of `from`.
pub(crate) fn replace(text: &str, from: &'static str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, part) in split(text, from).enumerate() {
        if index > 0 {
            out.push_str(to);
        }
        out.push_str(part);
    }
    out
}

/// Parses a whole number of digits and nothing else.
pub(crate) fn parse_number(text: &str) -> Option<i64> {
    let digit = |number: i64, byte: u8| number.checked_mul(10)?.checked_add(i64::from(byte.wrapping_sub(b'0')));
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.bytes().try_fold(0, digit)).flatten()
}

/// Formats a number.
pub(crate) fn number(number: u64) -> String {
    let mut digits = String::new();
    if let tens @ 1.. = number / 10 {
        digits = self::number(tens);
    }
    digits.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or(0)));
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_occurrence_is_found() {
        for (text, part, expected) in [
            ("aab", "ab", Some(1)),
            ("aaab", "aab", Some(1)),
            ("abab", "ab", Some(0)),
            ("ab", "abc", None),
            ("", "a", None),
            ("é=é", "=", Some(2)),
            ("éèê", "ê", Some(4)),
            ("éé=", "é=", Some(2)),
        ] {
            assert_eq!(find(text, part), expected, "{part} in {text}");
        }
    }

    #[test]
    fn splitting_matches_the_standard_library() {
        for text in ["", "&", "a&b", "a&&b&", "é&ü", "&a", "abc"] {
            assert!(split(text, "&").eq(text.split('&')), "{text}");
            assert_eq!(split_once(text, "&"), text.split_once('&'), "{text}");
            assert_eq!(split_once_at_last(text, b'&'), text.rsplit_once('&'), "{text}");
        }
    }

    #[test]
    fn replacing_matches_the_standard_library() {
        for text in ["", "&amp;", "a&amp;b&amp;&amp;", "&am;p", "é&amp;ü"] {
            assert_eq!(replace(text, "&amp;", "&"), text.replace("&amp;", "&"), "{text}");
        }
    }

    #[test]
    fn numbers_survive_the_round_trip() {
        for text in ["0", "7", "10", "65535", "9223372036854775807"] {
            assert_eq!(number(parse_number(text).unwrap().unsigned_abs()), text);
        }
        for text in ["", "-1", "+1", "1 ", "a", "9223372036854775808"] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }
}
