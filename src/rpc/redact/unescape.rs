//! Takes one level of escapes off a text that a server may have written in any way: percent-encoding, entities of HTML,
//! escapes of JSON and of scripts, quoted-printable. Every byte of the result knows where it came from.

use zeroize::Zeroizing;

/// A text in some spelling. It is wiped on drop, since it may contain a secret.
pub(super) struct Spelling {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// For each byte, the position in the original text where its escape begins.
    pub(super) sources: Vec<usize>,
}

/// The ambiguous escapes that are read as escapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Strict,
    /// `=2B`, elsewhere the beginning of a value.
    QuotedPrintable,
    /// `&#43` without a semicolon, elsewhere an entity whose semicolon is escaped itself.
    LooseEntities,
}

impl Reading {
    pub(super) const ALL: [Self; 3] = [Self::Strict, Self::QuotedPrintable, Self::LooseEntities];
}

impl Spelling {
    /// Returns a text as it is.
    pub(super) fn of(text: &str) -> Self {
        Self { bytes: Zeroizing::new(text.as_bytes().to_vec()), sources: (0..text.len()).collect() }
    }

    pub(super) fn with_capacity(length: usize) -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(length)), sources: Vec::with_capacity(length) }
    }

    pub(super) fn push(&mut self, byte: u8, source: usize) {
        self.bytes.push(byte);
        self.sources.push(source);
    }

    /// Returns the text with one level of escapes less, or `None` where it has none.
    pub(super) fn unescaped(&self, reading: Reading) -> Option<Self> {
        // No escape is shorter than its value, so the buffer does not grow and leaves no copy behind.
        let mut out = Self::with_capacity(self.bytes.len());
        let mut rest = self.bytes.as_slice();
        let mut sources = self.sources.as_slice();
        while let ([first, ..], [source, ..]) = (rest, sources) {
            let length = match escape(rest, reading) {
                Some((character, length)) => {
                    let mut buffer = [0; 4];
                    let encoded: &[u8] = match &character {
                        Escaped::Byte(byte) => std::slice::from_ref(byte),
                        Escaped::Character(character) => character.encode_utf8(&mut buffer).as_bytes(),
                        Escaped::Nothing => &[],
                    };
                    for byte in encoded {
                        out.push(*byte, *source);
                    }
                    length
                }
                None => {
                    out.push(*first, *source);
                    1
                }
            };
            rest = rest.get(length..).unwrap_or_default();
            sources = sources.get(length..).unwrap_or_default();
        }
        (out.bytes.len() < self.bytes.len()).then_some(out)
    }
}

enum Escaped {
    Byte(u8),
    Character(char),
    Nothing,
}

/// Returns the value and the length of the escape at the beginning of a text.
fn escape(text: &[u8], reading: Reading) -> Option<(Escaped, usize)> {
    let (first, rest) = text.split_first()?;
    match (first, rest) {
        (b'%', [b'u' | b'U', rest @ ..]) => Some((Escaped::Character(code_point(rest.get(..4)?, 16)?), 6)),
        (b'%', _) => Some((Escaped::Byte(hex_byte(rest)?), 3)),
        (b'=', [b'\r', b'\n', ..]) if reading == Reading::QuotedPrintable => Some((Escaped::Nothing, 3)),
        (b'=', [b'\n', ..]) if reading == Reading::QuotedPrintable => Some((Escaped::Nothing, 2)),
        (b'=', _) if reading == Reading::QuotedPrintable => Some((Escaped::Byte(hex_byte(rest)?), 3)),
        (b'\\', [b'u', b'{', rest @ ..]) => {
            let digits = until(rest, b'}', 6)?;
            Some((Escaped::Character(code_point(digits, 16)?), digits.len() + 4))
        }
        (b'\\', [b'u' | b'U', rest @ ..]) => Some((Escaped::Character(code_point(rest.get(..4)?, 16)?), 6)),
        (b'\\', [b'x' | b'X', rest @ ..]) => Some((Escaped::Byte(hex_byte(rest)?), 4)),
        (b'\\', [mark @ (b'/' | b'\\' | b'"' | b'\''), ..]) => Some((Escaped::Byte(*mark), 2)),
        (b'&', [b'#', b'x' | b'X', rest @ ..]) => numeric_entity(rest, 16, 3, reading),
        (b'&', [b'#', rest @ ..]) => numeric_entity(rest, 10, 2, reading),
        (b'&', _) => {
            const NAMES: [(&[u8], u8); 16] = [
                (b"amp", b'&'),
                (b"lt", b'<'),
                (b"gt", b'>'),
                (b"quot", b'"'),
                (b"apos", b'\''),
                (b"plus", b'+'),
                (b"sol", b'/'),
                (b"equals", b'='),
                (b"lowbar", b'_'),
                (b"hyphen", b'-'),
                (b"dash", b'-'),
                (b"percnt", b'%'),
                (b"period", b'.'),
                (b"colon", b':'),
                (b"nbsp", b' '),
                (b"bsol", b'\\'),
            ];
            let name = until(rest, b';', 8)?;
            let (_, byte) = NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known))?;
            Some((Escaped::Byte(*byte), name.len() + 2))
        }
        _ => None,
    }
}

/// Reads the digits of `&#43;`, whose semicolon is optional in browsers.
fn numeric_entity(text: &[u8], radix: u32, before: usize, reading: Reading) -> Option<(Escaped, usize)> {
    let length = text.iter().take(9).take_while(|byte| digit(**byte, radix).is_some()).count();
    let character = code_point(text.get(..length)?, radix)?;
    let semicolon = text.get(length) == Some(&b';');
    // Digits that are escaped themselves are read at the next level.
    if !semicolon && (reading != Reading::LooseEntities || character < ' ') {
        return None;
    }
    Some((Escaped::Character(character), before + length + usize::from(semicolon)))
}

fn until(text: &[u8], end: u8, most: usize) -> Option<&[u8]> {
    let length = text.iter().take(most + 1).position(|byte| *byte == end)?;
    text.get(..length)
}

fn hex_byte(text: &[u8]) -> Option<u8> {
    let [high, low, ..] = text else { return None };
    u8::try_from(digit(*high, 16)? << 4 | digit(*low, 16)?).ok()
}

/// Returns the character of a code point in digits and nothing else.
pub(in crate::rpc) fn code_point(digits: &[u8], radix: u32) -> Option<char> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    let code = digits.iter().try_fold(0_u32, |code, byte| code.checked_mul(radix)?.checked_add(digit(*byte, radix)?));
    code.and_then(char::from_u32)
}

fn digit(byte: u8, radix: u32) -> Option<u32> {
    char::from(byte).to_digit(16).filter(|digit| *digit < radix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unescaped(text: &str, reading: Reading) -> Option<String> {
        let spelling = Spelling::of(text).unescaped(reading)?;
        assert_eq!(spelling.bytes.len(), spelling.sources.len());
        Some(String::from_utf8_lossy(&spelling.bytes).into_owned())
    }

    #[test]
    fn one_level_of_escapes_is_removed() {
        for (text, expected) in [
            ("a%2Bb%2fc%C3%A9", "a+b/c\u{e9}"),
            ("%252B", "%2B"),
            ("%u002B%U00e9", "+\u{e9}"),
            ("&amp;lt;", "&lt;"),
            ("&lt;&GT;&quot;&plus;&sol;", "<>\"+/"),
            ("&#43;&#x2b;&#X2B;", "+++"),
            ("\\u002B\\x2b\\u{2b}\\/\\\\", "+++/\\"),
        ] {
            assert_eq!(unescaped(text, Reading::Strict).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(unescaped("a=2Bb=\r\nc=\nd", Reading::QuotedPrintable).as_deref(), Some("a+bcd"));
        for text in [
            "",
            "abc",
            "%",
            "%2",
            "%zz",
            "&",
            "&amp",
            "&nothing;",
            "&#;",
            "&#x;",
            "&#xD800;",
            "\\",
            "\\u12",
            "\\q",
            "=2B",
            "é",
        ] {
            assert_eq!(unescaped(text, Reading::Strict), None, "{text}");
        }
    }

    #[test]
    fn every_byte_has_its_source() {
        let spelling = Spelling::of("a%2B&#233;b").unescaped(Reading::Strict).unwrap();
        assert_eq!(
            (spelling.bytes.as_slice(), spelling.sources.as_slice()),
            ("a+éb".as_bytes(), &[0, 1, 4, 4, 10][..])
        );
    }

    #[test]
    fn code_points_have_only_digits() {
        let point = |digits: &str, radix| code_point(digits.as_bytes(), radix);
        assert_eq!((point("43", 10), point("2B", 16), point("1F600", 16)), (Some('+'), Some('+'), Some('\u{1F600}')));
        for digits in ["", "2B", "+43", "4294967296", "999999999", "55296"] {
            assert_eq!(point(digits, 10), None, "{digits}");
        }
    }
}
