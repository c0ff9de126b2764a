//! Takes out of a server's text what must not be shown.
//!
//! On SignatureDoesNotMatch and IncompleteSignature the gateway echoes the whole StringToSign behind
//! `server string to sign is:`, with the SecurityToken in it. Source: `signature_does_not_match_wrapper.go` of
//! `alibaba-cloud-sdk-go`.

use zeroize::Zeroizing;

use super::encode::encode;
use super::text::{concat, find, replace};

/// The longest text that is passed on, in bytes.
const MAX_LENGTH: usize = 1_000;

/// Behind any of these, in any case, a server may echo the request.
const MARKERS: [&str; 5] = ["string to sign", "signature=", "signature%3d", "securitytoken=", "securitytoken%3d"];

/// `text` up to the first echo, without any of the `secrets` in plain or encoded form.
pub(super) fn redact(text: &str, secrets: &[&str]) -> String {
    let folded = text.to_ascii_lowercase();
    let end = MARKERS.iter().filter_map(|marker| find(&folded, marker)).min().unwrap_or(text.len());
    let mut shown = text.get(..end).unwrap_or_default().to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let once = Zeroizing::new(encode(secret));
        let twice = Zeroizing::new(encode(&once));
        for form in [&twice, &once, *secret] {
            shown = replace(&shown, form, "[redacted]");
        }
    }
    let mut cut = shown.len().min(MAX_LENGTH);
    while !shown.is_char_boundary(cut) {
        cut -= 1;
    }
    if end == text.len() && cut == shown.len() {
        return shown;
    }
    concat(&[shown.get(..cut).unwrap_or_default(), "[…]"])
}

/// The longest message of a platform's error that is passed on, in bytes.
const MAX_PLATFORM_MESSAGE: usize = 300;

/// The longest word of it: a token is longer.
const MAX_PLAIN_WORD: usize = 48;

/// Keeps the plain words of a platform's error message. Some platforms quote the whole URL of a request in it.
pub(crate) fn plain_words(text: &str) -> String {
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

    #[test]
    fn cuts_the_echoed_string_to_sign() {
        let text =
            "Specified signature is not matched with our calculation. server String to sign is:GET&%2F&AccessKeyId";
        assert_eq!(redact(text, &[]), "Specified signature is not matched with our calculation. server […]");
        assert_eq!(redact("see /?Signature=abc", &[]), "see /?[…]");
    }

    #[test]
    fn takes_secrets_out_in_every_form() {
        let text = "a t/k=n b t%2Fk%3Dn c t%252Fk%253Dn d";
        assert_eq!(redact(text, &["", "t/k=n"]), "a [redacted] b [redacted] c [redacted] d");
    }

    #[test]
    fn cuts_on_a_character() {
        let long = "é".repeat(700);
        assert_eq!(redact(&long, &[]).chars().count(), 503);
        assert_eq!(redact(&("a".to_owned() + &long), &[]).chars().count(), 503, "not within one");
        assert_eq!(redact(&"a".repeat(1_000), &[]), "a".repeat(1_000));
        assert_eq!(redact("é", &[]), "é");
    }
}
