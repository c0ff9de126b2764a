//! Judges a response: OOS accepted, OOS refused, or the response is not from OOS.
//!
//! The host has parsed the JSON. Every host has a JSON parser; a second one would enlarge the module.

pub use super::body::{Body, BodyFault, Value};
use super::codes::{Remedy, classify};
use super::envelope::Envelope;
use super::error_xml;
use super::operation::Parameter;
use super::redact::Redactor;
use super::signature::diagnosis::{Diagnosis, diagnose};
use super::signs_of_failure::shows_failure;
use super::text::number;

/// An error of OOS, or of the gateway in front of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceError {
    /// The code on the wire.
    pub code: String,
    /// The HTTP status.
    pub http_status: u16,
    /// The RequestId to quote to the vendor's support.
    pub request_id: Option<String>,
    /// OOS's own message, redacted.
    pub message: String,
    /// A page of the vendor's about this error.
    pub recommend: Option<String>,
    /// Why RAM denied the call, as names and values, redacted.
    pub access_denied_detail: Vec<(String, String)>,
    /// The delay before a retry that OOS asks for, in milliseconds.
    pub retry_after_ms: Option<i64>,
    /// What to do.
    pub remedy: Remedy,
    /// What the code means.
    pub meaning: &'static str,
    /// For a refused signature: the result of comparing the server's StringToSign with the client's.
    pub diagnosis: Option<Diagnosis>,
}

/// The call that a response belongs to.
#[derive(Clone, Copy, Default)]
#[expect(missing_debug_implementations, reason = "it holds the secrets")]
pub struct Context<'a> {
    /// The strings that no text of the server may show.
    pub secrets: &'a [&'a str],
    /// The string that was signed.
    pub string_to_sign: &'a str,
    /// The operation's own parameters.
    pub parameters: &'static [Parameter],
}

/// The judgement of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// OOS accepted the call.
    Accepted {
        /// The RequestId of the call.
        request_id: String,
    },
    /// OOS refused, or failed.
    Refused(ServiceError),
    /// The response is not from OOS.
    Unreadable(BodyFault),
}

/// Judges a response.
///
/// Only a 2xx whose JSON object has a RequestId and no sign of a failure is a success: a false success would be the worst
/// mistake of this crate. Only a response with a Code and a RequestId is a refusal: without a RequestId it comes from a proxy,
/// which does not know what OOS did.
#[must_use]
pub fn read(http_status: u16, body: Body, context: &Context<'_>) -> Judgement {
    judge(http_status, body, context).unwrap_or_else(Judgement::Unreadable)
}

fn judge(http_status: u16, body: Body, context: &Context<'_>) -> Result<Judgement, BodyFault> {
    let (members, may_succeed) = match body {
        Body::Object(members) => (members, (200..=299).contains(&http_status)),
        // The request asks for JSON, but a gateway that did not read the Format refuses in XML.
        Body::Text(text) => (error_xml::members(&text).ok_or(BodyFault::NotJson)?, false),
        Body::Unreadable(fault) => return Err(fault),
    };
    let redactor = Redactor::new(context.secrets);
    let envelope = Envelope::read(&members, &redactor)?;
    let Some(code) = envelope.code else {
        return match envelope.request_id {
            _ if !may_succeed => Err(BodyFault::MissingCode),
            None => Err(BodyFault::MissingRequestId),
            Some(_) if shows_failure(&members) => Err(BodyFault::WrongShape),
            Some(request_id) => Ok(Judgement::Accepted { request_id }),
        };
    };
    let request_id = Some(envelope.request_id.ok_or(BodyFault::MissingRequestId)?);
    let (remedy, meaning) = classify(&code, http_status);
    let message = envelope.message.unwrap_or_default();
    Ok(Judgement::Refused(ServiceError {
        http_status,
        request_id,
        diagnosis: diagnosis(&code, message, context),
        message: redactor.shown(message, MESSAGE_LENGTH),
        recommend: envelope
            .recommend
            .filter(|url| is_vendor_page(url) && redactor.shown(url, MESSAGE_LENGTH) == **url)
            .map(str::to_owned),
        access_denied_detail: details(envelope.access_denied_detail, &redactor),
        retry_after_ms: None,
        remedy,
        meaning,
        code,
    }))
}

/// The longest message that is shown, in bytes.
const MESSAGE_LENGTH: usize = 1_000;

/// The most members of an AccessDeniedDetail that are shown; that of OOS has eight.
const MAX_DETAILS: usize = 20;

/// Returns the scalar members of an AccessDeniedDetail as text.
fn details(members: &[(String, Value)], redactor: &Redactor) -> Vec<(String, String)> {
    let scalars = members.iter().filter_map(|(name, value)| {
        let text = match value {
            Value::Text(text) => text.clone(),
            Value::Bool(true) => "true".to_owned(),
            Value::Bool(false) => "false".to_owned(),
            Value::Number(value) if *value >= 0.0 && value.fract() == 0.0 => number(*value as u64),
            Value::Number(_) | Value::Null | Value::Object(_) | Value::Other => return None,
        };
        let simple = name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        // An encoded message that RAM can decode again; its end is as important as its beginning.
        let limit = if name == "EncodedDiagnosticMessage" { 4_096 } else { MESSAGE_LENGTH };
        (simple && !name.is_empty() && redactor.is_clean(name)).then(|| (name.clone(), redactor.shown(&text, limit)))
    });
    scalars.take(MAX_DETAILS).collect()
}

fn diagnosis(code: &str, message: &str, context: &Context<'_>) -> Option<Diagnosis> {
    let about_signature = code == "SignatureDoesNotMatch" || code == "IncompleteSignature";
    about_signature.then(|| diagnose(message, context.string_to_sign, context.parameters)).flatten()
}

/// Returns whether a URL is an https page of the vendor: a page may turn it into a link.
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
    use crate::rpc::body::tests::{object, text};

    const ID: &str = "14A07460-EBE7-47CA-9757-12CC4761D47A";

    fn judged<const N: usize>(http_status: u16, members: [(&str, Value); N]) -> Judgement {
        let context = Context { secrets: &["t0ken", "s3cret"], string_to_sign: "GET&t0ken", parameters: &[] };
        read(http_status, Body::Object(object(members)), &context)
    }

    fn refused<const N: usize>(members: [(&str, Value); N]) -> ServiceError {
        match judged(400, members) {
            Judgement::Refused(error) => error,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn success_needs_2xx_and_request_id() {
        for status in [200, 202, 299] {
            assert_eq!(judged(status, [("RequestId", text(ID))]), Judgement::Accepted { request_id: ID.to_owned() });
        }
        let unreadable = |status, value, fault| {
            assert_eq!(judged(status, [("RequestId", value)]), Judgement::Unreadable(fault), "{status}");
        };
        for status in [100, 199, 300, 304, 400, 500] {
            unreadable(status, text(ID), BodyFault::MissingCode);
        }
        unreadable(200, Value::Null, BodyFault::MissingRequestId);
        for value in [text(""), text("a b"), text("<b>"), Value::Number(1.0), Value::Other, text(&"x".repeat(129))] {
            unreadable(200, value, BodyFault::WrongShape);
        }
        assert_eq!(judged(200, []), Judgement::Unreadable(BodyFault::MissingRequestId));
        assert_eq!(judged(500, []), Judgement::Unreadable(BodyFault::MissingCode));
    }

    #[test]
    fn refusal_needs_code_and_request_id() {
        for status in [200, 400, 403, 408, 425, 499, 500] {
            let code = || ("Code", text("Brand.New"));
            assert!(matches!(judged(status, [code(), ("RequestId", text(ID))]), Judgement::Refused(_)), "{status}");
            assert_eq!(judged(status, [code()]), Judgement::Unreadable(BodyFault::MissingRequestId), "{status}");
            let empty = [code(), ("RequestId", text(""))];
            assert_eq!(judged(status, empty), Judgement::Unreadable(BodyFault::WrongShape), "{status}");
        }
    }

    #[test]
    fn two_codes_about_signatures_are_diagnosed() {
        for (code, diagnosis) in [
            ("SignatureDoesNotMatch", Some(Diagnosis::WrongSecret)),
            ("IncompleteSignature", Some(Diagnosis::WrongSecret)),
            ("EntityNotExist.Execution", None),
        ] {
            let message = text("Server string to sign is:GET&t0ken");
            let error = refused([("RequestId", text(ID)), ("Code", text(code)), ("Message", message)]);
            assert_eq!(error.diagnosis, diagnosis, "{code}");
        }
    }

    #[test]
    fn secrets_are_not_passed_on() {
        let detail = object([("AuthAction", text("oos:CancelExecution")), ("Token", text("it is t0ken"))]);
        let error = refused([
            ("RequestId", text(ID)),
            ("Code", text("SignatureDoesNotMatch")),
            ("Message", text("server string to sign is:GET&t0ken")),
            ("Recommend", text("https://api.aliyun.com/troubleshoot?q=t0ken")),
            ("AccessDeniedDetail", Value::Object(detail)),
        ]);
        assert!(!format!("{error:?}").contains("t0ken"), "{error:?}");
        assert_eq!(error.message, "server […]");
        assert_eq!(error.diagnosis, Some(Diagnosis::WrongSecret));
        assert_eq!(error.access_denied_detail[1].1, "it is […]");
        for (name, value) in [("Code", "Oops.t0ken"), ("RequestId", "t0ken-1")] {
            let other = if name == "Code" { ("RequestId", text(ID)) } else { ("Code", text("Brand.New")) };
            assert_eq!(
                judged(400, [(name, text(value)), other]),
                Judgement::Unreadable(BodyFault::WrongShape),
                "{name}"
            );
        }
    }

    #[test]
    fn details_of_a_denial_are_kept_within_bounds() {
        let mut detail = object([
            ("AuthAction", text("oos:CancelExecution")),
            ("EncodedDiagnosticMessage", text(&"A".repeat(5_000))),
            ("PolicyType", text(&"p".repeat(2_000))),
            ("Depth", Value::Number(2.0)),
            ("Explicit", Value::Bool(false)),
            ("Nothing", Value::Null),
            ("List", Value::Other),
            ("<b>", text("x")),
        ]);
        detail.extend((0..50).map(|index| (format!("More{index}"), text("x"))));
        let error = refused([
            ("RequestId", text(ID)),
            ("Code", text("NoPermission")),
            ("accessDeniedDetail", Value::Object(detail)),
        ]);
        let shown: Vec<(&str, usize)> =
            error.access_denied_detail.iter().map(|(name, value)| (name.as_str(), value.len())).collect();
        let expected = [("AuthAction", 19), ("EncodedDiagnosticMessage", 4_101), ("PolicyType", 1_005), ("Depth", 1)];
        assert_eq!(shown[..4], expected);
        assert_eq!((shown[4], shown[5], shown.len()), (("Explicit", 5), ("More0", 1), 20));
    }

    #[test]
    fn xml_is_a_refusal_and_never_a_success() {
        let xml = |status, text: &str| read(status, Body::Text(text.to_owned()), &Context::default());
        let refusal = format!(
            "\u{feff}<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>{ID}</RequestId><HostId>oos.cn-hangzhou.aliyuncs.com</HostId><Code>NoPermission</Code><Message>a &lt; b</Message></Error>"
        );
        let Judgement::Refused(error) = xml(403, &refusal) else { panic!() };
        assert_eq!((error.code.as_str(), error.message.as_str()), ("NoPermission", "a < b"));
        assert_eq!(error.request_id.as_deref(), Some(ID));
        let success = format!("<CancelExecutionResponse><RequestId>{ID}</RequestId></CancelExecutionResponse>");
        assert_eq!(xml(200, &success), Judgement::Unreadable(BodyFault::NotJson));
        let no_code = format!("<Error><RequestId>{ID}</RequestId></Error>");
        assert_eq!(xml(200, &no_code), Judgement::Unreadable(BodyFault::MissingCode));
        assert_eq!(
            xml(403, "<Error><Code>NoPermission</Code></Error>"),
            Judgement::Unreadable(BodyFault::MissingRequestId)
        );
        assert_eq!(xml(403, "<html><Code>NoPermission</Code></html>"), Judgement::Unreadable(BodyFault::NotJson));
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
