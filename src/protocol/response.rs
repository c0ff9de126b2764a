//! An answer, judged: OOS accepted, OOS refused, or this is no answer of OOS.
//!
//! The fields come in already taken out of the JSON. Every host has a JSON parser; a second one in here would cost 1.3 KB
//! of gzip (the smallest own one) to 23 KB (serde_json).

use super::diagnosis::{Diagnosis, diagnose};
use super::error::{Remedy, classify};
use super::redact::redact;

/// A member of the answer's JSON object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Field {
    /// Not there, or `null`.
    #[default]
    Absent,
    /// A string.
    Text(String),
    /// Anything else.
    OtherType,
}

impl Field {
    fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Absent | Self::OtherType => None,
        }
    }
}

/// The members of the answer's JSON object that matter. The SDKs read each in both cases: `Code` and `code`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// `RequestId`, in every answer.
    pub request_id: Field,
    /// `Code`, in errors only.
    pub code: Field,
    /// `Message`, in errors only.
    pub message: Field,
    /// `Recommend`, in newer errors: a page about the error.
    pub recommend: Field,
}

/// What came as a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A JSON object.
    Object(Fields),
    /// Not one that can be read.
    Unreadable(BodyFault),
}

/// Why a body cannot be read, or is not an answer of OOS. JavaScript sees the strings of [`BodyFault::as_str`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyFault {
    /// Nothing.
    EmptyBody,
    /// Not JSON, as the page of a proxy is not, nor a JSON text cut off in the middle.
    NotJson,
    /// JSON, but not an object, or one whose members have other types.
    WrongShape,
    /// More than an answer of OOS can have.
    BodyTooLarge,
    /// The connection ended before the body did.
    BodyCutOff,
    /// A success without RequestId.
    MissingRequestId,
    /// A failure without Code.
    MissingCode,
}

impl BodyFault {
    /// Every fault, in the order of the declaration.
    pub const ALL: &'static [Self] = &[
        Self::EmptyBody,
        Self::NotJson,
        Self::WrongShape,
        Self::BodyTooLarge,
        Self::BodyCutOff,
        Self::MissingRequestId,
        Self::MissingCode,
    ];

    /// The fault as JavaScript sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmptyBody => "EmptyBody",
            Self::NotJson => "NotJson",
            Self::WrongShape => "WrongShape",
            Self::BodyTooLarge => "BodyTooLarge",
            Self::BodyCutOff => "BodyCutOff",
            Self::MissingRequestId => "MissingRequestId",
            Self::MissingCode => "MissingCode",
        }
    }

    /// The end of a sentence that begins "An answer came, but".
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::EmptyBody => "it is empty",
            Self::NotJson => "it is not JSON; a proxy may have answered in place of OOS",
            Self::WrongShape => "it is JSON of another shape than an answer of OOS",
            Self::BodyTooLarge => "it is larger than an answer of OOS can be",
            Self::BodyCutOff => "the connection ended in the middle of it",
            Self::MissingRequestId => "it has no RequestId, so it is not the success that it looks like",
            Self::MissingCode => "it has no Code, so it is not an error of OOS",
        }
    }
}

/// An error that OOS, or the gateway in front of it, answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceError {
    /// The code on the wire.
    pub code: String,
    /// The HTTP status.
    pub http_status: u16,
    /// What to quote to the vendor's support.
    pub request_id: Option<String>,
    /// What OOS wrote, redacted.
    pub message: String,
    /// A page of the vendor's about this error.
    pub recommend: Option<String>,
    /// What to do.
    pub remedy: Remedy,
    /// What the code means.
    pub meaning: &'static str,
    /// For a refused signature: what the server's StringToSign, beside ours, says about the cause.
    pub diagnosis: Option<Diagnosis>,
}

/// What the call was, to judge its answer by.
#[derive(Clone, Copy, Default)]
#[expect(missing_debug_implementations, reason = "it holds the secrets")]
pub struct Context<'a> {
    /// Taken out of whatever text of the server is passed on.
    pub secrets: &'a [&'a str],
    /// What was signed.
    pub string_to_sign: &'a str,
}

/// What an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// OOS accepted the cancel.
    Accepted {
        /// The RequestId of the call.
        request_id: String,
    },
    /// OOS answered with an error.
    Refused(ServiceError),
    /// Nothing that OOS answers.
    Unreadable(BodyFault),
}

/// Judges an answer.
///
/// Only a 2xx whose object has a RequestId and no Code is a success: to take anything else for one would be the worst
/// mistake this crate could make.
#[must_use]
pub fn read(http_status: u16, body: Body, context: &Context<'_>) -> Answer {
    let secrets = context.secrets;
    let fields = match body {
        Body::Object(fields) => fields,
        Body::Unreadable(fault) => return Answer::Unreadable(fault),
    };
    let success = (200..=299).contains(&http_status);
    match (fields.code, fields.request_id) {
        (Field::Absent, Field::Text(request_id)) if success && !request_id.is_empty() && request_id.len() <= 128 => {
            Answer::Accepted { request_id: redact(&request_id, secrets) }
        }
        (Field::Absent, Field::Absent) if success => Answer::Unreadable(BodyFault::MissingRequestId),
        (Field::Absent, Field::Absent | Field::Text(_)) if !success => Answer::Unreadable(BodyFault::MissingCode),
        (Field::Text(code), request_id) if is_code(&code) => {
            let (remedy, meaning) = classify(&code, http_status);
            let message = fields.message.into_text().unwrap_or_default();
            Answer::Refused(ServiceError {
                http_status,
                request_id: request_id.into_text().filter(|id| id.len() <= 128).map(|id| redact(&id, secrets)),
                diagnosis: diagnosis(&code, &message, context),
                message: redact(&message, secrets),
                recommend: fields
                    .recommend
                    .into_text()
                    .filter(|url| is_vendor_page(url))
                    .map(|url| redact(&url, secrets)),
                remedy,
                meaning,
                code,
            })
        }
        _ => Answer::Unreadable(BodyFault::WrongShape),
    }
}

fn diagnosis(code: &str, message: &str, context: &Context<'_>) -> Option<Diagnosis> {
    let about_signature = code == "SignatureDoesNotMatch" || code == "IncompleteSignature";
    about_signature.then(|| diagnose(message, context.string_to_sign)).flatten()
}

/// Codes are words joined by dots. Numbers and words that some services send with a success are none of an error.
fn is_code(text: &str) -> bool {
    text.len() <= 96
        && text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        && !text.eq_ignore_ascii_case("OK")
        && !text.eq_ignore_ascii_case("Success")
}

/// A page may turn this into a link, so nothing else may pass.
fn is_vendor_page(url: &str) -> bool {
    let host = url.strip_prefix("https://").map(|rest| {
        let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    });
    host.is_some_and(|host| {
        host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
            && [".aliyun.com", ".alibabacloud.com"].iter().any(|domain| host.ends_with(domain))
    }) && url.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Field {
        Field::Text(text.to_owned())
    }

    fn refused(fields: Fields) -> ServiceError {
        match read(400, Body::Object(fields), &Context { secrets: &["t0ken"], string_to_sign: "GET&t0ken" }) {
            Answer::Refused(error) => error,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_a_2xx_with_a_request_id_and_no_code_is_a_success() {
        let id = || text("14A07460-EBE7-47CA-9757-12CC4761D47A");
        let object = |request_id, code| Body::Object(Fields { request_id, code, ..Fields::default() });
        assert!(matches!(read(200, object(id(), Field::Absent), &Context::default()), Answer::Accepted { .. }));
        for (status, request_id, code, fault) in [
            (200, Field::Absent, Field::Absent, BodyFault::MissingRequestId),
            (500, Field::Absent, Field::Absent, BodyFault::MissingCode),
            (200, text(""), Field::Absent, BodyFault::WrongShape),
            (200, Field::OtherType, Field::Absent, BodyFault::WrongShape),
            (200, id(), Field::OtherType, BodyFault::WrongShape),
            (200, id(), text(""), BodyFault::WrongShape),
            (200, id(), text("OK"), BodyFault::WrongShape),
            (200, id(), text("200"), BodyFault::WrongShape),
            (200, text(&"x".repeat(129)), Field::Absent, BodyFault::WrongShape),
            (500, id(), Field::Absent, BodyFault::MissingCode),
            (304, id(), Field::Absent, BodyFault::MissingCode),
            (199, id(), Field::Absent, BodyFault::MissingCode),
            (403, Field::OtherType, Field::Absent, BodyFault::WrongShape),
            (403, id(), text("has space"), BodyFault::WrongShape),
        ] {
            assert_eq!(
                read(status, object(request_id, code), &Context::default()),
                Answer::Unreadable(fault),
                "{status} {fault:?}"
            );
        }
        assert!(matches!(
            read(200, object(id(), text("ExecutionCancelFailed")), &Context::default()),
            Answer::Refused(_)
        ));
        assert!(matches!(read(404, object(Field::Absent, text("New.Code")), &Context::default()), Answer::Refused(_)));
    }

    #[test]
    fn a_refusal_keeps_a_request_id_of_a_sane_length() {
        for (length, kept) in [(1, true), (128, true), (129, false)] {
            let code = text("EntityNotExist.Execution");
            let error = refused(Fields { request_id: text(&"r".repeat(length)), code, ..Fields::default() });
            assert_eq!(error.request_id.is_some(), kept, "{length}");
        }
    }

    #[test]
    fn the_two_codes_about_signatures_are_diagnosed() {
        for (code, diagnosis) in [
            ("SignatureDoesNotMatch", Some(Diagnosis::WrongSecret)),
            ("IncompleteSignature", Some(Diagnosis::WrongSecret)),
            ("EntityNotExist.Execution", None),
        ] {
            let message = text("Server string to sign is:GET&t0ken");
            let error = refused(Fields { code: text(code), message, ..Fields::default() });
            assert_eq!(error.diagnosis, diagnosis, "{code}");
        }
    }

    #[test]
    fn nothing_secret_is_passed_on() {
        let error = refused(Fields {
            request_id: text("id t0ken"),
            code: text("SignatureDoesNotMatch"),
            message: text("no t0ken. server string to sign is:GET&t0ken"),
            recommend: text("https://api.aliyun.com/troubleshoot?q=t0ken"),
        });
        assert!(!format!("{error:?}").contains("t0ken"), "{error:?}");
        assert_eq!(error.message, "no [redacted]. server […]");
        assert_eq!(error.diagnosis, Some(Diagnosis::WrongSecret));
    }

    #[test]
    fn only_pages_of_the_vendor_are_recommended() {
        for url in [
            "https://api.aliyun.com/troubleshoot?q=X",
            "https://www.alibabacloud.com",
            "https://api.alibabacloud.com/a",
        ] {
            assert!(is_vendor_page(url), "{url}");
        }
        for url in [
            "",
            "javascript:alert(1)",
            "http://api.aliyun.com/",
            "https://aliyun.com.evil.example/",
            "https://evilaliyun.com/",
            "https://a@api.aliyun.com/",
            "https://evil.example\\.aliyun.com/",
            "https://api.aliyun.com/ x",
            "https://evil.example/?.aliyun.com",
        ] {
            assert!(!is_vendor_page(url), "{url}");
        }
    }
}
