//! Cuts off a server's text before anything that must not be shown.
//!
//! On SignatureDoesNotMatch and IncompleteSignature the gateway echoes the whole StringToSign behind
//! `server string to sign is:`, with the SecurityToken in it, and to ACS3 also the CanonicalRequest. Source:
//! `signature_does_not_match_wrapper.go` of `alibaba-cloud-sdk-go`. Other servers may echo anything in any spelling, so texts
//! are compared decoded, and a text ends before the first trace of a secret.

mod fold;
mod unescape;

use zeroize::Zeroizing;

use super::hex;
use super::text::concat;
use fold::{Fold, Runs, find_bytes};
pub(super) use unescape::code_point;
use unescape::{Reading, Spelling};

/// How many consecutive characters of a secret are a trace of it.
const TRACE: usize = 12;

/// Secrets up to this length are looked for as a whole: a part of one may be an ordinary word.
const SHORT: usize = 16;

/// How many levels of escapes are removed.
const LEVELS: usize = 8;

/// How far a trace may reach beyond the end of the shown text: `TRACE` characters, each written as an entity three times over.
const LOOK_AHEAD: usize = 4_096;

/// The secrets of one call, prepared for comparing.
pub(super) struct Redactor(Vec<Runs>);

impl Redactor {
    pub(super) fn new(secrets: &[&str]) -> Self {
        let runs = secrets.iter().flat_map(|secret| {
            // Line breaks do not count, so a secret with many of them may have no run of its other characters.
            if Fold::Alphabets.length(secret) < SHORT {
                return [Runs::new(Fold::Alphabets, 0, secret), None, None];
            }
            let hex = Zeroizing::new(in_hex(secret));
            [
                Runs::new(Fold::Cases, TRACE, secret),
                Runs::new(Fold::Letters, TRACE, secret),
                Runs::new(Fold::Letters, 2 * TRACE, &hex),
            ]
        });
        Self(runs.flatten().collect())
    }

    /// Returns `text` up to the first trace of a secret, to the first echo of the request or to the limit in bytes.
    pub(super) fn shown(&self, text: &str, limit: usize) -> String {
        let within = text.get(..floor(text, limit.saturating_add(LOOK_AHEAD))).unwrap_or_default();
        let trace = self.trace(within, true).unwrap_or(text.len());
        let end = floor(text, trace.min(limit));
        let shown = text.get(..end).unwrap_or_default();
        if end == text.len() { shown.to_owned() } else { concat(&[shown, "[…]"]) }
    }

    /// Returns whether a short text shows no trace of a secret.
    pub(super) fn is_clean(&self, text: &str) -> bool {
        self.trace(text, false).is_none()
    }

    /// Returns where the first trace begins, in any spelling.
    fn trace(&self, text: &str, is_message: bool) -> Option<usize> {
        let plain = Spelling::of(text);
        let mut first = self.trace_in(&plain, is_message);
        for reading in Reading::ALL {
            let mut next = plain.unescaped(reading);
            for _ in 0..LEVELS {
                let Some(spelling) = next else { break };
                first = earlier(first, self.trace_in(&spelling, is_message));
                next = spelling.unescaped(reading);
            }
        }
        first
    }

    fn trace_in(&self, spelling: &Spelling, is_message: bool) -> Option<usize> {
        Fold::ALL.into_iter().fold(None, |first, fold| {
            let folded = fold.spelling(spelling);
            let runs = self.0.iter().filter(|runs| runs.fold == fold && (is_message || !runs.tiny));
            let first = runs.fold(first, |first, runs| earlier(first, runs.find_in(&folded)));
            if !is_message {
                return first;
            }
            fold.markers().iter().fold(first, |first, marker| {
                let at = find_bytes(&folded.bytes, marker.as_bytes());
                earlier(first, at.and_then(|at| folded.sources.get(at).copied()))
            })
        })
    }
}

fn earlier(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Returns the last boundary of characters up to `most`.
fn floor(text: &str, most: usize) -> usize {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

fn in_hex(text: &str) -> String {
    let mut out = String::with_capacity(2 * text.len());
    for byte in text.bytes() {
        out.extend(hex::digits(byte).map(char::from));
    }
    out
}

/// The longest message of a platform's error that is passed on, in bytes.
const MAX_PLATFORM_MESSAGE: usize = 300;

/// The longest word of it: a token is longer.
const MAX_PLAIN_WORD: usize = 48;

/// Keeps the plain words of a platform's error message. Some platforms quote the whole URL of a request in it.
#[must_use]
pub fn plain_words(text: &str) -> String {
    let mut shown = String::new();
    for word in text.split_ascii_whitespace() {
        let plain = word.len() <= MAX_PLAIN_WORD && !word.bytes().any(|byte| b"/?&=%#".contains(&byte));
        let word = if plain { word } else { "[…]" };
        if shown.len() + word.len() > MAX_PLATFORM_MESSAGE {
            break;
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::encode::encode;

    const TOKEN: &str = "CAISuQJ1q6Ft5B2yfSjIr+b7Iv6Es/Yd2Kk=Zz&9<x>\"y'z w";
    const SIGNATURE: &str = "OLeaidS1JvxuMvnyHOwuJ+uX5qY=";

    fn shown(text: &str, secret: &str) -> String {
        Redactor::new(&["", secret]).shown(text, 1_000)
    }

    fn each(text: &str, write: impl Fn(u8) -> String) -> String {
        text.bytes().map(write).collect()
    }

    fn symbols(text: &str, write: impl Fn(u8) -> String) -> String {
        each(text, |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { write(byte) })
    }

    /// Returns every spelling of a secret that a server could echo.
    fn spellings(secret: &str) -> Vec<String> {
        let once = encode(secret);
        let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let mut all = vec![
            secret.to_owned(),
            encode(&once),
            encode(&encode(&once)),
            encode(&encode(&encode(&encode(&once)))),
            once.to_ascii_lowercase(),
            symbols(secret, |byte| format!("%{byte:02x}")),
            symbols(secret, |byte| format!("%25{byte:02x}")),
            each(secret, |byte| format!("%{byte:02X}")),
            once.replace("%20", "+"),
            secret.replace('+', " "),
            html.replace('&', "&amp;"),
            html,
            symbols(secret, |byte| format!("&#{byte};")),
            symbols(secret, |byte| format!("&#0{byte};")),
            symbols(secret, |byte| format!("&#x{byte:X};")),
            symbols(&once, |byte| format!("&#x{byte:x};")),
            secret.replace('+', "&plus;").replace('/', "&sol;").replace('=', "&equals;"),
            secret.replace('+', "-").replace('/', "_"),
            secret.replace('+', "-").replace('/', "_").trim_end_matches('=').to_owned(),
            symbols(secret, |byte| format!("\\u{byte:04x}")),
            symbols(secret, |byte| format!("\\u{byte:04X}")),
            symbols(secret, |byte| format!("\\\\u{byte:04X}")),
            symbols(secret, |byte| format!("\\x{byte:02x}")),
            symbols(secret, |byte| format!("\\u{{{byte:x}}}")),
            symbols(secret, |byte| format!("%u{byte:04X}")),
            symbols(secret, |byte| format!("={byte:02X}")),
            secret.replace('/', "\\/"),
            secret.to_ascii_uppercase(),
        ];
        let middle = secret.len() / 2;
        all.push([&secret[..middle], "\r\n", &secret[middle..]].concat());
        all.push([&secret[..middle], "=\r\n", &secret[middle..]].concat());
        all.push([&secret[..middle], "\n ", &secret[middle..]].concat());
        all
    }

    #[test]
    fn long_secret_is_cut_out_in_every_spelling() {
        for secret in [TOKEN, SIGNATURE, "uX2nq8Zb5cV7mLkJ3hGfD1sAqWeRtY"] {
            let mut count = 0;
            for spelling in spellings(secret) {
                let text = shown(&format!("It was {spelling} and more"), secret);
                assert_eq!(text, "It was […]", "{spelling}");
                count += 1;
            }
            assert_eq!(count, 31);
            let dump = each(secret, |byte| format!("{byte:02x}"));
            assert_eq!(shown(&format!("It was {dump}"), secret), "It was […]");
        }
    }

    #[test]
    fn parts_of_a_long_secret_are_cut_out() {
        for secret in ["CAISuQJ1q6Ft5B2yfSjIr+b7Iv6Es/Yd2KkZz9QxWvTn/g==", SIGNATURE] {
            for part in [&secret[..16], &secret[secret.len() - 16..], &secret[5..21]] {
                for spelling in spellings(part) {
                    assert_eq!(shown(&format!("It was {spelling}…"), secret), "It was […]", "{spelling}");
                }
            }
        }
    }

    #[test]
    fn short_secret_is_cut_out_as_a_whole() {
        for spelling in [
            "t/k=n+",
            "t%2Fk%3Dn%2b",
            "t%252Fk%253Dn%252B",
            "t&#x2F;k&#61;n+",
            "t&#47k&#x3d;n+",
            "t\\/k\\u003dn+",
            "t_k=n ",
        ] {
            assert_eq!(shown(&format!("a {spelling} b"), "t/k=n+"), "a […]", "{spelling}");
        }
        let text = "The AccessKeySecret is wrong: Secret, secre t, ecret";
        assert_eq!(shown(text, "secret"), text);
    }

    #[test]
    fn secret_that_is_short_without_its_line_breaks_is_cut_out_as_a_whole() {
        for breaks in ["\0", "\r\n", "\t"] {
            let secret = "t/k=n+\u{a7}".to_owned() + &breaks.repeat(20);
            for spelling in [secret.clone(), encode(&secret)] {
                assert_eq!(shown(&format!("a {spelling} b"), &secret), "a […]", "{spelling}");
            }
        }
    }

    #[test]
    fn ordinary_texts_are_unchanged() {
        let id = "14A07460-EBE7-47CA-9757-12CC4761D47A";
        for text in [
            "",
            "Specified signature is not matched with our calculation.",
            "Specified SecurityToken is expired.",
            "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
            "The input parameter \"Timestamp\" that is mandatory for processing this request is not supplied.",
            "100% of a&b = c%zz &unknown; &#; \\u12 =",
            "SignatureDoesNotMatch",
            id,
        ] {
            assert_eq!(Redactor::new(&[TOKEN, SIGNATURE]).shown(text, 1_000), text);
        }
        assert!(Redactor::new(&[TOKEN, SIGNATURE, "x", "A"]).is_clean(id));
        assert!(!Redactor::new(&["EBE7"]).is_clean(id));
    }

    #[test]
    fn echoes_of_the_request_are_cut() {
        for (text, expected) in [
            (
                "Specified signature is not matched with our calculation. server String to sign is:GET&%2F&AccessKeyId",
                "Specified signature is not matched with our calculation. server […]",
            ),
            ("No match. server StringToSign is [ACS3] server CanonicalRequest is [POST]", "No match. server […]"),
            ("server CanonicalRequest is [POST]", "server […]"),
            ("server%20string%20to%20sign", "server%20[…]"),
            ("see /?Signature=abc", "see /?[…]"),
            ("see /?Signature%3Dabc", "see /?[…]"),
            ("see /?SecurityToken&#61;abc", "see /?[…]"),
            ("sent {\"Signature\":\"abc\"}", "sent {\"[…]"),
            ("Authorization: ACS3-HMAC-SHA256 Credential=a", "[…]"),
            ("x-acs-security-token: abc", "x-acs-[…]"),
        ] {
            assert_eq!(Redactor::new(&[]).shown(text, 1_000), expected);
        }
    }

    #[test]
    fn long_text_is_cut_on_a_character() {
        let shown = |text: &str| Redactor::new(&[]).shown(text, 1_000);
        let long = "é".repeat(700);
        assert_eq!(shown(&long).chars().count(), 503);
        assert_eq!(shown(&("a".to_owned() + &long)).chars().count(), 503, "not within one");
        assert_eq!(shown(&"a".repeat(1_000)), "a".repeat(1_000));
        assert_eq!(shown("é"), "é");
    }

    #[test]
    fn trace_across_the_limit_is_cut_at_its_beginning() {
        let text = "x".repeat(990) + &encode(&encode(&encode(TOKEN)));
        assert_eq!(shown(&text, TOKEN), "x".repeat(990) + "[…]");
        let entities = |text: &str| each(text, |byte| format!("&#x{byte:X};"));
        let text = "It was ".to_owned() + &entities(&entities(&entities(TOKEN)));
        assert_eq!(shown(&text, TOKEN), "It was […]");
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let token = "aB".repeat(4_000);
        let redactor = Redactor::new(&[&token, &"a".repeat(8_000), TOKEN]);
        for piece in ["%25", "&amp;", "%", "&", "=3D", "\\\\", "&#38;", "aB", "a", "%2", "\\u0025", "signature"] {
            let text = piece.repeat(65_536 / piece.len());
            let _ = redactor.shown(&text, 1_000);
        }
    }
}
