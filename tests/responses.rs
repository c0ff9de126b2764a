//! What a call makes of any response: the outcome is true, the retries agree with it, and nothing secret is passed on.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    dead_code,
    reason = "helpers of tests are tests"
)]

#[path = "call/host.rs"]
mod host;

use host::{Counting, REQUEST_ID, Response, Scripted, Step, date, now, object, provided, refused, script};
use oos_cancel::client::credentials::CredentialsSource;
use oos_cancel::client::host::Headers;
use oos_cancel::client::{
    Client, ClientBuilder, Failure, FailureClass, FailureKind, Outcome, RequestStyle, RetryPolicy, StateFault, Success,
    send,
};
use oos_cancel::oos::cancel_execution::CancelExecution;
use oos_cancel::oos::validate::{Rules, ValidUrl, validate};
use oos_cancel::rpc::codes::Remedy;
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::response::{Body, BodyFault, Value};
use oos_cancel::rpc::signature::Method;
use oos_cancel::rpc::timestamp::Timestamp;
use proptest::prelude::*;

type End = Result<Success<()>, Failure<&'static str>>;

const SECRET: &str = "uX2nq8Zb5cV7mLkJ3hGfD1sAqWeRtY";
const TOKEN: &str = "CAISuQJ1q6Ft5B2yfSjIr+b7Iv6Es/Yd2KkZz9QxWvTn/g==";

fn credentials() -> Credentials {
    Credentials::new("STS.testid".into(), SECRET.into(), Some(TOKEN.into())).unwrap()
}

fn builder(source: CredentialsSource<Counting>, max_attempts: u32) -> ClientBuilder<Counting> {
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    let retry = RetryPolicy::default().max_attempts(max_attempts);
    ClientBuilder::new(endpoint, source).request_style(RequestStyle::Query).retry(retry)
}

fn client(max_attempts: u32) -> Client<Counting> {
    builder(CredentialsSource::fixed(credentials()), max_attempts).build().unwrap()
}

fn reply(http_status: u16, body: Body) -> Response {
    Response { http_status, headers: Headers::default(), body, json: () }
}

/// One attempt with this response.
fn once(http_status: u16, body: Body) -> End {
    let host = script(&[Step::Respond(reply(http_status, body))], Step::Accept);
    now(client(1).cancel_execution(&host, "exec-1"))
}

/// Whether a call with this response first and a success then sends a second request.
fn retries(reply: Response) -> bool {
    let host = script(&[Step::Respond(reply)], Step::Accept);
    now(client(3).cancel_execution(&host, "exec-1")).is_ok()
}

fn outcome(end: &End) -> Option<Outcome> {
    end.as_ref().err().map(|failure| failure.outcome)
}

/// A JSON text as a host parses it.
fn json(text: &str) -> Body {
    fn value(parsed: serde_json::Value) -> Value {
        match parsed {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Bool(value),
            serde_json::Value::Number(value) => Value::Number(value.as_f64().unwrap()),
            serde_json::Value::String(text) => Value::Text(text),
            serde_json::Value::Object(members) => {
                Value::Object(members.into_iter().map(|(name, member)| (name, value(member))).collect())
            }
            serde_json::Value::Array(_) => Value::Other,
        }
    }
    match value(serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))) {
        Value::Object(members) => Body::Object(members),
        other => panic!("{other:?}"),
    }
}

#[test]
fn response_without_request_id_is_not_from_oos() {
    for status in [400, 401, 403, 404, 408, 409, 425, 429, 499, 500, 502, 503, 504] {
        for body in [
            r#"{"code":"upstream_timeout"}"#,
            r#"{"Code":"Forbidden","Message":"blocked"}"#,
            r#"{"Code":"ExecutionCancelFailed","RequestId":null}"#,
            r#"{"code":"ExecutionCancelFailed","request_id":"14A07460-EBE7-47CA-9757-12CC4761D47A"}"#,
            r#"{"error":"denied","RequestId":"14A07460-EBE7-47CA-9757-12CC4761D47A"}"#,
            r#"{"Code":"","RequestId":"14A07460-EBE7-47CA-9757-12CC4761D47A"}"#,
            r#"{"message":"no","code":403}"#,
            r#"{}"#,
        ] {
            let failure = once(status, json(body)).unwrap_err();
            assert_eq!(failure.kind.class(), FailureClass::Response, "{status} {body}");
            assert_eq!(failure.outcome, Outcome::Unknown, "{status} {body}");
            assert!(failure.message().contains("may have been cancelled"), "{}", failure.message());
        }
    }
}

#[test]
fn statuses_408_425_499_settle_nothing_with_any_body() {
    for status in [408, 425, 499] {
        for body in [
            json(r#"{"code":"upstream_timeout"}"#),
            object(&[("RequestId", REQUEST_ID), ("Code", "ExecutionCancelFailed")]),
            object(&[("RequestId", REQUEST_ID), ("Code", "User.NoPermission")]),
            object(&[("RequestId", REQUEST_ID), ("Code", "Throttling")]),
            object(&[("RequestId", REQUEST_ID)]),
            Body::Text("<html>".into()),
            Body::Unreadable(BodyFault::EmptyBody),
            Body::Text(format!("<Error><RequestId>{REQUEST_ID}</RequestId><Code>NoPermission</Code></Error>")),
        ] {
            let end = once(status, body.clone());
            let failure = end.unwrap_err();
            assert_eq!(failure.outcome, Outcome::Unknown, "{status} {body:?}");
            assert_eq!(failure.kind.remedy(), Remedy::RetryLater, "{status} {body:?}");
            assert!(failure.kind.is_retryable(), "{status} {body:?}");
            assert!(retries(reply(status, body.clone())), "{status} {body:?}");
        }
    }
}

#[test]
fn success_with_a_sign_of_failure_is_refused() {
    for members in [
        r#""success":false"#,
        r#""Success":"false""#,
        r#""errorCode":"Forbidden""#,
        r#""ErrorMessage":"no""#,
        r#""error":"no""#,
        r#""error":{"code":"NoPermission"}"#,
        r#""errMsg":"no""#,
        r#""Code":"""#,
        r#""code":200"#,
        r#""Code":"OK""#,
        r#""CODE":{}"#,
        r#""status":"failed""#,
        r#""STATUS":403"#,
        r#""Message":"The execution could not be cancelled.""#,
        r#""data":{"success":false}"#,
        r#""errors":["no"]"#,
    ] {
        let body = format!(r#"{{"RequestId":"{REQUEST_ID}",{members}}}"#);
        let failure = once(200, json(&body)).unwrap_err();
        assert_eq!((failure.kind.code(), failure.outcome), ("WrongShape", Outcome::Unknown), "{body}");
        assert!(retries(reply(200, json(&body))), "{body}");
    }
    for members in
        [r#""Success":true"#, r#""Message":"success""#, r#""HostId":"oos.cn-hangzhou.aliyuncs.com""#, r#""Code":null"#]
    {
        let body = format!(r#"{{"RequestId":"{REQUEST_ID}",{members}}}"#);
        assert!(once(200, json(&body)).is_ok(), "{body}");
    }
    let failure = once(200, json(r#"{"requestId":"1","success":false,"errorCode":"Forbidden"}"#)).unwrap_err();
    assert_eq!(failure.outcome, Outcome::Unknown);
    let refusal = object(&[("RequestId", REQUEST_ID), ("Code", "ExecutionCancelFailed")]);
    assert_eq!(outcome(&once(200, refusal)), Some(Outcome::Refused), "a Code and a RequestId are a refusal of OOS");
}

#[test]
fn outcome_follows_the_code_not_the_status() {
    for status in [200, 400, 403, 404, 409, 500, 503] {
        for code in [
            "InternalError",
            "InternalError.Brand",
            "UnknownError",
            "UnknownError.Brand",
            "ServiceUnavailable",
            "ServiceUnavailable.Temporary",
            "SystemError",
            "Backend.Timeout",
            "SignatureNonceUsed",
        ] {
            let body = || object(&[("RequestId", REQUEST_ID), ("Code", code)]);
            assert_eq!(outcome(&once(status, body())), Some(Outcome::Unknown), "{code} {status}");
            assert!(retries(reply(status, body())), "{code} {status}");
        }
        for code in ["ExecutionCancelFailed", "EntityNotExist.Execution", "User.NoPermission", "Throttling.User"] {
            let body = object(&[("RequestId", REQUEST_ID), ("Code", code)]);
            assert_eq!(outcome(&once(status, body)), Some(Outcome::Refused), "{code} {status}");
        }
        let body = object(&[("RequestId", REQUEST_ID), ("Code", "Brand.New")]);
        let expected = if status < 500 { Outcome::Refused } else { Outcome::Unknown };
        assert_eq!(outcome(&once(status, body)), Some(expected), "{status}");
    }
}

fn asks(milliseconds: &str) -> Headers {
    Headers { acs_retry_after: Some(milliseconds.to_owned()), ..Headers::default() }
}

#[test]
fn any_refusal_is_retried_when_oos_asks_for_it() {
    for (code, status) in [
        ("FlowLimitExceeded", 400),
        ("User.NoPermission", 401),
        ("ExecutionCancelFailed", 403),
        ("Brand.New", 404),
        ("InvalidTimeStamp.Expired", 400),
        ("ExpiredStsToken", 400),
        ("InvalidParameter", 400),
    ] {
        let host = script(&[Step::Respond(refused(code, status, asks("50")))], Step::Accept);
        assert!(now(client(3).cancel_execution(&host, "exec-1")).is_ok(), "{code}");
        assert_eq!(*host.sleeps.borrow(), [50.0], "{code}");

        let host = script(&[], Step::Respond(refused(code, status, asks("50"))));
        let failure = now(client(3).cancel_execution(&host, "exec-1")).unwrap_err();
        assert_eq!(host.requests.borrow().len(), 3, "{code}: not for ever");
        assert_eq!((failure.kind.remedy(), failure.kind.is_retryable()), (Remedy::RetryLater, true), "{code}");
        assert_eq!(failure.outcome, Outcome::Refused, "{code}");

        let host = script(&[], Step::Respond(refused(code, status, asks("10000"))));
        let failure = now(client(3).cancel_execution(&host, "exec-1")).unwrap_err();
        assert_eq!(host.requests.borrow().len(), 1, "{code}: the delay would outlast the deadline");
        assert_eq!(failure.kind.remedy(), Remedy::RetryLater, "{code}");
        assert!(
            now(client(1)
                .cancel_execution(&script(&[Step::Respond(refused(code, status, asks("5")))], Step::Accept), "exec-1"))
            .is_err()
        );
    }
    for unreadable in ["", "0", "-1", "soon", "1.5", "99999999999999999999"] {
        let reply = refused("FlowLimitExceeded", 400, asks(unreadable));
        assert!(!retries(reply), "{unreadable}");
    }
    let reply = refused("User.NoPermission", 401, Headers { retry_after: Some("1".into()), ..Headers::default() });
    assert!(!retries(reply), "Retry-After alone is what any proxy sends");
}

#[test]
fn throttling_is_recognised_anywhere_in_the_code() {
    for (code, status) in [
        ("Throttling", 400),
        ("Throttling.User", 403),
        ("ServiceThrottling", 400),
        ("Request.Throttling.Brand", 503),
        ("throttlingException", 400),
        ("Brand.New", 429),
        ("429", 400),
    ] {
        let failure = once(status, object(&[("RequestId", REQUEST_ID), ("Code", code)])).unwrap_err();
        assert_eq!((failure.kind.remedy(), failure.outcome), (Remedy::RetryLater, Outcome::Refused), "{code}");
        assert!(retries(refused(code, status, Headers::default())), "{code}");
    }
    let failure = once(429, Body::Text("slow down".into())).unwrap_err();
    assert_eq!((failure.kind.remedy(), failure.outcome), (Remedy::RetryLater, Outcome::Unknown));
    assert!(retries(reply(429, Body::Text("slow down".into()))));
}

#[test]
fn refusal_is_read_in_every_spelling() {
    let xml = format!(
        "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>{REQUEST_ID}</RequestId><HostId>oos.cn-hangzhou.aliyuncs.com</HostId><Code>NoPermission</Code><Message>You are not authorized.</Message><Recommend>https://api.aliyun.com/troubleshoot?q=NoPermission&amp;product=oos</Recommend><AccessDeniedDetail><AuthAction>oos:CancelExecution</AuthAction></AccessDeniedDetail></Error>"
    );
    let json = |names: [&str; 5]| {
        let [id, code, message, recommend, detail] = names;
        json(&format!(
            r#"{{"{id}":"{REQUEST_ID}","{code}":"NoPermission","{message}":"You are not authorized.","{recommend}":"https://api.aliyun.com/troubleshoot?q=NoPermission&product=oos","{detail}":{{"AuthAction":"oos:CancelExecution"}}}}"#
        ))
    };
    for body in [
        json(["RequestId", "Code", "Message", "Recommend", "AccessDeniedDetail"]),
        json(["requestId", "code", "message", "recommend", "accessDeniedDetail"]),
        json(["requestid", "code", "message", "recommend", "accessdenieddetail"]),
        json(["REQUESTID", "CODE", "MESSAGE", "RECOMMEND", "ACCESSDENIEDDETAIL"]),
        Body::Text(xml),
    ] {
        let failure = once(403, body.clone()).unwrap_err();
        assert_eq!(failure.outcome, Outcome::Refused, "{body:?}");
        let FailureKind::Service(error) = failure.kind else { panic!("{body:?}") };
        assert_eq!((error.code.as_str(), error.request_id.as_deref()), ("NoPermission", Some(REQUEST_ID)));
        assert_eq!(error.message, "You are not authorized.");
        let page = "https://api.aliyun.com/troubleshoot?q=NoPermission&product=oos";
        assert_eq!(error.recommend.as_deref(), Some(page));
        let detail = ("AuthAction".to_owned(), "oos:CancelExecution".to_owned());
        assert_eq!(error.access_denied_detail, [detail]);
    }
}

#[test]
fn numeric_code_is_judged_as_a_status() {
    for (code, status, expected) in [
        ("403", 403, Outcome::Refused),
        ("403", 400, Outcome::Refused),
        ("10023", 400, Outcome::Refused),
        ("500", 400, Outcome::Unknown),
        ("408", 400, Outcome::Unknown),
        ("403", 200, Outcome::Unknown),
        ("403", 503, Outcome::Unknown),
    ] {
        for code in [code.to_owned(), format!("\"{code}\"")] {
            let body = json(&format!(r#"{{"RequestId":"{REQUEST_ID}","Code":{code}}}"#));
            let failure = once(status, body).unwrap_err();
            assert_eq!((failure.kind.class(), failure.outcome), (FailureClass::Service, expected), "{code} {status}");
        }
    }
}

#[test]
fn missing_randomness_on_a_retry_keeps_the_earlier_outcome() {
    for (first, expected) in [
        (Step::Lost, Outcome::Unknown),
        (Step::Refuse("InternalError", 500), Outcome::Unknown),
        (Step::Refuse("Throttling", 400), Outcome::Refused),
    ] {
        let host = Scripted { entropy: std::cell::Cell::new(2), ..script(&[first], Step::Accept) };
        let failure = now(client(3).cancel_execution(&host, "exec-1")).unwrap_err();
        assert_eq!(failure.kind, FailureKind::State(StateFault::NoRandomness));
        assert_eq!((failure.outcome, failure.history.attempts().len()), (expected, 1));
        let warns = failure.message().contains("may have been cancelled");
        assert_eq!(warns, expected == Outcome::Unknown, "{}", failure.message());
    }
}

#[test]
fn unsendable_request_is_not_sent_and_keeps_the_earlier_outcome() {
    for (steps, expected) in [
        (vec![Step::Unsent], Outcome::NotSent),
        (vec![Step::Lost, Step::Unsent], Outcome::Unknown),
        (vec![Step::Refuse("Throttling", 400), Step::Unsent], Outcome::Refused),
    ] {
        let sent = steps.len() - 1;
        let host = script(&steps, Step::Accept);
        let failure = now(client(3).cancel_execution(&host, "exec-1")).unwrap_err();
        assert_eq!((failure.outcome, failure.history.attempts().len()), (expected, sent), "{steps:?}");
        assert!(!failure.message().contains("CORS"), "{}", failure.message());
    }
    let failure = now(client(1).cancel_execution(&script(&[], Step::Lost), "exec-1")).unwrap_err();
    assert!(failure.message().contains(" failed, or a wall fell down."), "{}", failure.message());
}

fn signed(timestamp: &str) -> ValidUrl {
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    let timestamp = Timestamp::parse(timestamp).unwrap();
    let method = Method::Post;
    let call = CancelExecution {
        execution_id: "exec-1",
        region_id: None,
        endpoint: &endpoint,
        method,
        nonce: "n-1",
        timestamp,
    };
    validate(&call.sign(&credentials()).unwrap().url(), &Rules::at(timestamp)).unwrap()
}

#[test]
fn refused_timestamp_of_a_signed_url_advises_a_new_url() {
    for code in ["InvalidTimeStamp.Expired", "IllegalTimestamp", "InvalidTimestamp.Expired"] {
        let step = Step::RefuseWith(code, 400, date("Mon, 06 May 2024 07:08:09 GMT"));
        let host = Scripted { ahead_seconds: 960, ..script(&[step], Step::Accept) };
        let failure = now(send(&host, &signed("2024-05-06T07:24:09Z"))).unwrap_err();
        assert_eq!(failure.kind.remedy(), Remedy::CheckClock);
        assert_eq!((failure.clock_ahead_seconds, failure.outcome), (Some(960), Outcome::Refused));
        let message = failure.message();
        assert!(
            message.contains("signed again") && message.contains("clock of the machine that signs it"),
            "{message}"
        );
        assert!(message.contains("this machine's clock is 16 minutes ahead"), "{message}");
        assert_eq!(host.requests.borrow().len(), 1);
    }
}

/// Everything of a failure that people or programs can see.
fn all(end: End) -> String {
    let message = end.as_ref().err().map(Failure::message).unwrap_or_default();
    format!("{end:?} {message}")
}

#[test]
fn secrets_of_a_call_are_never_echoed() {
    let host = script(&[], Step::Accept);
    assert!(now(client(1).cancel_execution(&host, "exec-1")).is_ok());
    let url = host.requests.borrow()[0].url.to_string();
    let encoded = url.rsplit_once("Signature=").unwrap().1.to_owned();
    let signature = encoded.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    let foreign = signed(host::START);

    for secret in [SECRET, TOKEN, &signature] {
        let hex = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        for spelling in [
            secret.to_owned(),
            hex(secret),
            hex(&hex(&hex(secret))),
            secret.replace('+', " "),
            secret.replace('+', "&#43;").replace('/', "&#x2F;").replace('=', "&equals;"),
            secret.replace('+', "-").replace('/', "_").replace('=', ""),
            secret.replace('+', "\\u002B").replace('=', "\\u003d"),
            secret[..16].to_owned(),
            secret[secret.len() - 16..].to_owned(),
        ] {
            let text = |text: &str| format!("{text}{spelling}");
            for (name, value) in [
                ("Code", text("")),
                ("Code", text("Brand.")),
                ("RequestId", text("")),
                ("Message", text("It is ")),
                ("Recommend", text("https://api.aliyun.com/troubleshoot?q=")),
            ] {
                let mut members = vec![("RequestId", REQUEST_ID), ("Code", "Brand.New")];
                members.retain(|(other, _)| *other != name);
                members.push((name, &value));
                let Body::Object(mut members) = object(&members) else { unreachable!() };
                let detail = vec![("Policy".to_owned(), Value::Text(spelling.clone()))];
                members.push(("AccessDeniedDetail".to_owned(), Value::Object(detail)));
                let body = Body::Object(members);
                let ends = [once(400, body.clone()), {
                    let host = script(&[Step::Respond(reply(400, body.clone()))], Step::Accept);
                    now(send(&host, &foreign))
                }];
                for (end, secrets) in
                    ends.into_iter().zip([[SECRET, TOKEN, &signature], [TOKEN, TOKEN, foreign.request.signature()]])
                {
                    if !secrets.contains(&secret) {
                        continue;
                    }
                    let shown = all(end);
                    let part = &spelling[..spelling.len().min(16)];
                    assert!(!shown.contains(part), "{name}: {part} in {shown}");
                }
            }
        }
    }
}

#[test]
fn echo_of_the_whole_request_is_not_shown() {
    for message in [
        "Specified signature is not matched with our calculation. server string to sign is:POST&%2F&AccessKeyId%3DSTS.testid",
        "No match. server StringToSign is [ACS3-HMAC-SHA256 AccessKeyId] server CanonicalRequest is [POST / AccessKeyId]",
        "Bad header Authorization: ACS3-HMAC-SHA256 Credential=AccessKeyId",
    ] {
        let body = object(&[("RequestId", REQUEST_ID), ("Code", "SignatureDoesNotMatch"), ("Message", message)]);
        let shown = all(once(400, body));
        assert!(
            !shown.contains("STS.testid") && !shown.contains("AccessKeyId]") && !shown.contains("Credential="),
            "{shown}"
        );
        assert!(shown.contains("[…]"), "{shown}");
    }
}

#[test]
fn longest_hostile_message_is_judged_fast() {
    let started = std::time::Instant::now();
    for piece in
        ["%25", "&amp;", "&#38;", "string to sign is:", "%26AccessKeyId%3D", "=3D", "\\u0025", "Signature=", "a"]
    {
        let message = piece.repeat(65_536 / piece.len());
        for code in ["SignatureDoesNotMatch", "Brand.New"] {
            let detail = (0..20).map(|index| (format!("D{index}"), Value::Text(message.clone()))).collect();
            let members = vec![
                ("RequestId".to_owned(), Value::Text(REQUEST_ID.to_owned())),
                ("Code".to_owned(), Value::Text(code.to_owned())),
                ("Message".to_owned(), Value::Text(message.clone())),
                ("AccessDeniedDetail".to_owned(), Value::Object(detail)),
            ];
            assert!(once(400, Body::Object(members)).is_err());
        }
        assert!(once(400, Body::Text(format!("<Error>{message}"))).is_err());
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn provider_is_called_again_after_oos_refused_its_key() {
    let provider = Counting::giving(provided("STS.a", None));
    let source = CredentialsSource::provider(provider.clone());
    let client = builder(source, 3).build().unwrap();
    for call in 1..=3 {
        let host = script(&[], Step::Refuse("InvalidAccessKeyId.Inactive", 400));
        assert!(now(client.cancel_execution(&host, "exec-1")).is_err());
        assert_eq!((provider.calls.get(), host.requests.borrow().len()), (call, 1));
    }
}

/// A text as one of the usual encoders writes it. Each escapes its own escape character, and others as it likes.
fn encoded(text: &str, encoder: u8, likes: &[bool]) -> String {
    let own = [b'%', b'&', b'\\', b'='][usize::from(encoder)];
    let written = |(byte, likes): (u8, &bool)| match encoder {
        _ if byte != own && !likes => char::from(byte).to_string(),
        0 if byte % 2 == 0 => format!("%{byte:02X}"),
        0 => format!("%{byte:02x}"),
        1 if byte == b'&' => "&amp;".to_owned(),
        1 if byte % 2 == 0 => format!("&#{byte};"),
        1 => format!("&#x{byte:X};"),
        2 if byte == b'\\' => "\\\\".to_owned(),
        2 if byte % 2 == 0 => format!("\\u{byte:04x}"),
        2 => format!("\\x{byte:02X}"),
        _ => format!("={byte:02X}"),
    };
    text.bytes().zip(likes.iter().cycle()).map(written).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn token_in_mixed_escapes_is_found(
        token in "CAIS[A-Za-z0-9+/]{30,60}={0,2}",
        levels in prop::collection::vec((0u8..4, prop::collection::vec(any::<bool>(), 1..20)), 0..4),
        (from, length) in (0usize..20, 16usize..60),
        before in "[ a-z]{0,30}",
    ) {
        // Runs of backslashes of two levels cannot be told apart from those of one.
        prop_assume!(levels.iter().filter(|(encoder, _)| *encoder == 2).count() < 2);
        let part = &token[from..token.len().min(from + length)];
        let mut spelling = part.to_owned();
        for (encoder, likes) in &levels {
            spelling = encoded(&spelling, *encoder, likes);
        }
        let body = object(&[
            ("RequestId", REQUEST_ID),
            ("Code", "InvalidSecurityToken.Malformed"),
            ("Message", &format!("{before}: {spelling}.")),
        ]);
        let credentials = Credentials::new("STS.testid".into(), SECRET.into(), Some(token.clone())).unwrap();
        let client = builder(CredentialsSource::fixed(credentials), 1).build().unwrap();
        let host = script(&[Step::Respond(reply(400, body))], Step::Accept);
        let failure = now(client.cancel_execution(&host, "exec-1")).unwrap_err();
        let FailureKind::Service(error) = failure.kind else { panic!("{:?}", failure.kind) };
        let shown = error.message.strip_suffix("[…]");
        let harmless = shown.is_some_and(|shown| format!("{before}: ").starts_with(shown));
        prop_assert!(harmless, "{} of {part} as {spelling}", error.message);
    }
}
