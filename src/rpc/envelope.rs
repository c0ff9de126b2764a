//! The members that all responses of OOS share.

use super::body::{BodyFault, Value};
use super::codes::is_known;
use super::redact::Redactor;
use super::text::{number, parse_number};

/// The longest RequestId; OOS's have 36 characters.
const MAX_REQUEST_ID: usize = 128;

/// The members of a response that the client uses. The SDKs read their names in two cases, so any case is accepted.
#[derive(Debug)]
pub(super) struct Envelope<'a> {
    pub(super) request_id: Option<String>,
    pub(super) code: Option<String>,
    pub(super) message: Option<&'a str>,
    pub(super) recommend: Option<&'a str>,
    pub(super) access_denied_detail: &'a [(String, Value)],
}

impl<'a> Envelope<'a> {
    /// Reads the members. Fails if a RequestId or a Code does not have the form of one, or shows a secret.
    pub(super) fn read(members: &'a [(String, Value)], redactor: &Redactor) -> Result<Self, BodyFault> {
        let text = |name| {
            named(members, name).find_map(|value| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            })
        };
        let detail = named(members, "AccessDeniedDetail").find_map(|value| match value {
            Value::Object(members) => Some(members.as_slice()),
            _ => None,
        });
        Ok(Self {
            request_id: only(members, "RequestId", |value| request_id(value, redactor))?,
            code: only(members, "Code", |value| code(value, redactor))?,
            message: text("Message"),
            recommend: text("Recommend"),
            access_denied_detail: detail.unwrap_or_default(),
        })
    }
}

/// Returns the values of the members of this name in any case, except for `null`.
fn named<'a>(members: &'a [(String, Value)], name: &'static str) -> impl Iterator<Item = &'a Value> {
    let same = move |(found, value): &&(String, Value)| found.eq_ignore_ascii_case(name) && *value != Value::Null;
    members.iter().filter(same).map(|(_, value)| value)
}

/// Reads the member of this name. Fails if it cannot be read, or if two members of this name differ.
fn only(
    members: &[(String, Value)],
    name: &'static str,
    read: impl Fn(&Value) -> Option<String>,
) -> Result<Option<String>, BodyFault> {
    let mut values = named(members, name);
    let Some(first) = values.next() else { return Ok(None) };
    if values.any(|other| other != first) {
        return Err(BodyFault::WrongShape);
    }
    read(first).map(Some).ok_or(BodyFault::WrongShape)
}

fn request_id(value: &Value, redactor: &Redactor) -> Option<String> {
    let Value::Text(text) = value else { return None };
    let form = (1..=MAX_REQUEST_ID).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte));
    (form && redactor.is_clean(text)).then(|| text.clone())
}

fn code(value: &Value, redactor: &Redactor) -> Option<String> {
    let text = match value {
        Value::Text(text) => text.clone(),
        Value::Number(value) if (1.0..=99_999.0).contains(value) && value.fract() == 0.0 => number(*value as u64),
        _ => return None,
    };
    // A documented code leaks nothing, even if a secret happens to be one of its words.
    (is_known(&text) || is_code(&text) && redactor.is_clean(&text)).then_some(text)
}

/// Returns whether a string has the form of an error code: words joined by dots, or a number that is not an HTTP success.
///
/// A server may echo something else as a code, so nothing passes that looks like a key, a token or a signature.
fn is_code(text: &str) -> bool {
    if let Some(number) = parse_number(text) {
        return (1..=99_999).contains(&number) && !(200..=299).contains(&number);
    }
    is_words(text) && !text.eq_ignore_ascii_case("OK") && !text.eq_ignore_ascii_case("Success")
}

/// Returns whether a string consists of words joined by dots, and does not look like a key, a token or a signature.
pub(crate) fn is_words(text: &str) -> bool {
    text.len() <= 96
        && text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && text.as_bytes().split(|byte| *byte == b'.').all(is_word)
}

/// Returns whether a part of a code consists of words: `ContentMD5NotMatched`, `upstream_timeout`. Random strings change
/// between cases and digits at every other character, and have many digits.
fn is_word(part: &[u8]) -> bool {
    const KEY_LENGTH: usize = 20;
    let class = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        _ => 2,
    };
    // A change from an upper-case to a lower-case letter is within a word.
    let changes = part.iter().zip(part.iter().skip(1)).filter(|(before, after)| {
        class(**before) != class(**after) && !(before.is_ascii_uppercase() && after.is_ascii_lowercase())
    });
    let digits = part.iter().filter(|byte| byte.is_ascii_digit()).count();
    !part.is_empty()
        && part.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte))
        && (part.len() < KEY_LENGTH || (digits <= 3 && changes.count() * 4 <= part.len()))
        && digits <= 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::body::tests::{object, text};

    const ID: &str = "14A07460-EBE7-47CA-9757-12CC4761D47A";

    #[test]
    fn names_are_read_in_any_case() {
        let redactor = Redactor::new(&[]);
        for (id, code) in [("RequestId", "Code"), ("requestId", "code"), ("requestid", "CODE"), ("REQUESTID", "cOdE")] {
            let members = object([(id, text(ID)), (code, text("NoPermission")), ("message", text("no"))]);
            let envelope = Envelope::read(&members, &redactor).unwrap();
            assert_eq!((envelope.request_id.as_deref(), envelope.code.as_deref()), (Some(ID), Some("NoPermission")));
            assert_eq!(envelope.message, Some("no"));
        }
        let twice = object([("Code", text("NoPermission")), ("code", text("NoPermission")), ("CODE", Value::Null)]);
        assert_eq!(Envelope::read(&twice, &redactor).unwrap().code.as_deref(), Some("NoPermission"));
        let differ = object([("Code", text("NoPermission")), ("code", text("InternalError"))]);
        assert_eq!(Envelope::read(&differ, &redactor).unwrap_err(), BodyFault::WrongShape);
        let others = object([("request_id", text(ID)), ("errorCode", text("NoPermission"))]);
        let envelope = Envelope::read(&others, &redactor).unwrap();
        assert_eq!((envelope.request_id, envelope.code), (None, None));
    }

    #[test]
    fn codes_have_the_form_of_codes() {
        for known in super::super::codes::CODES {
            assert!(is_code(known.code), "{}", known.code);
        }
        for code in [
            "Brand.New",
            "InvalidSystemDiskCategory.ValueNotSupported",
            "isv.BUSINESS_LIMIT_CONTROL",
            "upstream_timeout",
            "InvalidIPv6CidrBlock.Malformed",
            "UnsupportedHTTPMethod",
            "SYSTEM_ERROR",
            "403",
            "10023",
            "A",
        ] {
            assert!(is_code(code), "{code}");
        }
        for text in [
            "",
            "OK",
            "success",
            "200",
            "0",
            "204",
            "has space",
            "<b>",
            "a..b",
            ".a",
            "a.",
            "1a",
            "é",
            &"a".repeat(97),
            "CAISuQJ1q6Ft5B2yfSjIr5b7Iv6Es7dd",
            "CAISuQJ1q6Ft5B2yfSjIr5b7Iv6E.Es7dd",
            "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
            "OLeaidS1JvxuMvnyHOwuJ-uX5qY",
            "LTAI5tQvnMmpZ7a9Xc3Rb2Ld",
            "a3f5c9d2e8b14706a3f5c9d2e8b14706",
            "14A07460-EBE7-47CA-9757-12CC4761D47A",
        ] {
            assert!(!is_code(text), "{text}");
        }
        let redactor = Redactor::new(&["verysecret", "Action"]);
        assert!(
            code(&text("InvalidAction.NotFound"), &redactor).is_some()
                && code(&text("Action.New"), &redactor).is_none()
        );
        let read = |value: &Value| code(value, &redactor);
        assert_eq!(read(&Value::Number(403.0)).as_deref(), Some("403"));
        assert_eq!(read(&text("Brand.New")).as_deref(), Some("Brand.New"));
        for value in [
            Value::Number(200.0),
            Value::Number(0.0),
            Value::Number(-1.0),
            Value::Number(4.5),
            Value::Number(f64::NAN),
            Value::Number(1e9),
            Value::Bool(true),
            Value::Other,
            Value::Object(Vec::new()),
            text("Brand.verysecret"),
        ] {
            assert_eq!(read(&value), None, "{value:?}");
        }
    }

    #[test]
    fn words_are_told_from_random_strings() {
        for words in [
            "ContentMD5NotMatched",
            "upstream_timeout",
            "EntityNotExists.Execution",
            "AbcdEfghIjklMnopQrst",
            "abcdefghijklmnopqrst",
            // Each part is shorter than a key.
            "aBcD.eFgHiJkLmNoPqR",
            "A12345678",
        ] {
            assert!(is_words(words), "{words}");
        }
        for random in [
            "",
            "1abc",
            "a..b",
            "a b",
            "a+b",
            "a123456789",
            "aBcDeFgHiJkLmNoPqRsT",
            "abcdefghijklmnop1q23r4",
            "abcdefghij12345klmnopqrstuvwxyz",
            "a-b-c-d-e-f-g-h-i-j-",
        ] {
            assert!(!is_words(random), "{random}");
        }
    }
}
