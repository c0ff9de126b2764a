//! The contract of the validator: what it accepts, and that it reports every problem.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use oos_cancel::oos::cancel_execution::CancelExecution;
use oos_cancel::oos::limits::execution_id;
use oos_cancel::oos::validate::{MAX_URL_LENGTH, Rules, validate};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::Endpoint;
use oos_cancel::rpc::limits;
use oos_cancel::rpc::problem::ProblemCode;
use oos_cancel::rpc::signature::Method;
use oos_cancel::rpc::timestamp::Timestamp;
use proptest::prelude::*;

const NOW: &str = "2024-05-06T07:08:09Z";

fn now() -> Timestamp {
    Timestamp::parse(NOW).unwrap()
}

fn credentials(token: Option<&str>) -> Credentials {
    Credentials::new("testid".into(), "testsecret".into(), token.map(str::to_owned)).unwrap()
}

fn signed(execution_id: &str, method: Method, region_id: Option<&str>, token: Option<&str>) -> String {
    let endpoint = Endpoint::parse("https://oos.cn-hangzhou.aliyuncs.com").unwrap();
    CancelExecution { execution_id, region_id, endpoint: &endpoint, method, nonce: "n-1", timestamp: now() }
        .sign(&credentials(token))
        .unwrap()
        .url()
        .to_string()
}

fn good() -> String {
    signed("exec-8a2aaf460fdf47c6b5ef", Method::Post, Some("cn-hangzhou"), None)
}

fn codes(url: &str, rules: &Rules<'_>) -> Vec<(&'static str, String)> {
    match validate(url, rules) {
        Ok(_) => Vec::new(),
        Err(problems) => problems
            .into_iter()
            .map(|problem| {
                assert!(problem.message.ends_with('.'), "a sentence: {}", problem.message);
                (problem.code.as_str(), problem.parameter.unwrap_or_default())
            })
            .collect(),
    }
}

fn unchecked(url: &str) -> Vec<(&'static str, String)> {
    codes(url, &Rules::at(now()))
}

fn of(code: &'static str, parameter: &str) -> Vec<(&'static str, String)> {
    vec![(code, parameter.to_owned())]
}

#[test]
fn valid_url_is_rebuilt_byte_for_byte() {
    let credentials = credentials(None);
    let rules = Rules { credentials: Some(&credentials), ..Rules::at(now()) };
    let valid = validate(&good(), &rules).unwrap();
    assert!(valid.verified);
    assert_eq!(*valid.request.url(), good());
    assert_eq!(valid.execution_id, "exec-8a2aaf460fdf47c6b5ef");
    assert_eq!(valid.region_id.as_deref(), Some("cn-hangzhou"));
    assert_eq!(valid.expires_at.to_string(), "2024-05-06T07:23:09Z");
    assert_eq!(valid.nonce, "n-1");
    assert!(!validate(&good(), &Rules::at(now())).unwrap().verified);
}

#[test]
fn other_spellings_become_canonical() {
    let url = good();
    let (origin, query) = url.split_once('?').unwrap();
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.reverse();
    for spelling in [
        format!("{origin}?{}", pairs.join("&")),
        url.replace("%3A", "%3a"),
        url.replace("%3A", ":"),
        url.replace("exec", "%65xec"),
        url.replace("https://oos", "HTTPS://OOS"),
        url.replace(".com/?", ".com?"),
        url.replace(".com/?", ".com:443/?"),
    ] {
        let credentials = credentials(None);
        let rules = Rules { credentials: Some(&credentials), ..Rules::at(now()) };
        assert_eq!(validate(&spelling, &rules).unwrap().request.url().as_str(), url, "{spelling}");
    }
}

#[test]
fn urls_of_the_vendors_sdks_are_accepted() {
    for (from, to) in [("Format=JSON", "Format=json"), ("&SignatureVersion", "&SignatureType=&SignatureVersion")] {
        assert_eq!(unchecked(&good().replace(from, to)), [], "{to}");
    }
}

#[test]
fn every_problem_has_its_code() {
    let url = good();
    let replaced = |from: &str, to: &str| {
        assert!(url.contains(from), "{from}");
        url.replacen(from, to, 1)
    };
    for (bad, code, parameter) in [
        (replaced("https://", "ftp://"), "scheme-not-allowed", ""),
        (replaced("https://", "http://"), "scheme-not-allowed", ""),
        (replaced("https://", "https://user:pw@"), "credentials-in-url", ""),
        (replaced("https://", "https://@"), "credentials-in-url", ""),
        (replaced(".com/", ".com:8443/"), "port-not-allowed", ""),
        (replaced(".com/", ".com:x/"), "port-not-allowed", ""),
        (replaced(".com/", ".com:/"), "port-not-allowed", ""),
        (replaced("/?", "/api?"), "path-not-allowed", ""),
        (replaced("/?", "//?"), "path-not-allowed", ""),
        (replaced("/?", "/./?"), "path-not-allowed", ""),
        (format!("{url}#"), "fragment-not-allowed", ""),
        (replaced("aliyuncs.com", "aliyuncs.com.evil.example"), "host-not-allowed", ""),
        (replaced("oos.cn-hangzhou", "oos.oss-cn-hangzhou"), "host-not-allowed", ""),
        (replaced("oos.cn-hangzhou", "ecs.cn-hangzhou"), "host-not-allowed", ""),
        (replaced("oos.cn-hangzhou", "oos.cn-hangzhoa"), "region-mismatch", "RegionId"),
        (replaced("oos.cn-hangzhou.aliyuncs.com", "oos.cn-hangzhou.aliyuncs.com."), "host-not-allowed", ""),
        (format!("{url}&Version=2019-06-01"), "duplicate-parameter", "Version"),
        (format!("{url}&Debug=1"), "unknown-parameter", "Debug"),
        (replaced("Action=", "action="), "unknown-parameter", "action"),
        (replaced("&Format=JSON", ""), "missing-parameter", "Format"),
        (replaced("&ExecutionId=exec-8a2aaf460fdf47c6b5ef", ""), "missing-parameter", "ExecutionId"),
        (replaced("=exec-8a2aaf460fdf47c6b5ef", "="), "empty-parameter", "ExecutionId"),
        (replaced("RegionId=cn-hangzhou", "RegionId="), "empty-parameter", "RegionId"),
        (replaced("exec-", "exec%"), "invalid-encoding", "ExecutionId"),
        (replaced("exec-", "exec+"), "invalid-encoding", "ExecutionId"),
        (replaced("exec-", "%ff"), "invalid-encoding", "ExecutionId"),
        (format!("{url}&"), "invalid-encoding", ""),
        (format!("{url}&x"), "invalid-encoding", ""),
        (format!("{url}&%zz=1"), "invalid-encoding", ""),
        (replaced("CancelExecution", "StartExecution"), "wrong-action", "Action"),
        (replaced("Version=2019-06-01", "Version=2019-06-02"), "wrong-version", "Version"),
        (replaced("JSON", "XML"), "wrong-format", "Format"),
        (replaced("HMAC-SHA1", "HMAC-SHA256"), "wrong-signature-method", "SignatureMethod"),
        (replaced("SignatureVersion=1.0", "SignatureVersion=1"), "wrong-signature-version", "SignatureVersion"),
        (format!("{url}&SignatureType=BEARERTOKEN"), "wrong-signature-type", "SignatureType"),
        (replaced("2024-05-06T07%3A08%3A09Z", "2024-05-06"), "malformed-timestamp", "Timestamp"),
        (replaced("2024-05-06", "2024-02-30"), "malformed-timestamp", "Timestamp"),
        (replaced("09Z", "09.000Z"), "malformed-timestamp", "Timestamp"),
        (replaced("07%3A08%3A09", "06%3A53%3A08"), "expired", "Timestamp"),
        (replaced("07%3A08%3A09", "07%3A23%3A10"), "not-yet-valid", "Timestamp"),
        (replaced("&Signature=", "&Signature=x"), "malformed-signature", "Signature"),
        (replaced("AccessKeyId=testid", "AccessKeyId=STS.x"), "missing-parameter", "SecurityToken"),
        (format!("{url} "), "invalid-url", ""),
        (replaced("/?", "\\?"), "invalid-url", ""),
        ("x".repeat(MAX_URL_LENGTH + 1), "too-long", ""),
        ("oos.cn-hangzhou.aliyuncs.com".to_owned(), "invalid-url", ""),
        (String::new(), "invalid-url", ""),
    ] {
        let found = unchecked(&bad);
        assert!(found.contains(&(code, parameter.to_owned())), "{code} {parameter} for {bad:.200}: {found:?}");
    }
}

#[test]
fn wrong_encoding_is_explained() {
    for (bad, expected) in [
        ("exec%zz", "ExecutionId has a % without two hex digits after it."),
        ("exec+", "ExecutionId has a bare +,"),
        ("exec%ff", "ExecutionId does not decode to UTF-8"),
        ("exec<", "ExecutionId has a character that must be percent-encoded."),
    ] {
        let problems = validate(&good().replace("exec-", bad), &Rules::at(now())).unwrap_err();
        assert!(problems.iter().any(|problem| problem.message.starts_with(expected)), "{bad}: {problems:?}");
    }
}

#[test]
fn longest_url_is_read() {
    let room = MAX_URL_LENGTH - good().len() - "&x=".len();
    assert_eq!(unchecked(&format!("{}&x={}", good(), "y".repeat(room))), of("unknown-parameter", "x"));
}

#[test]
fn debug_shows_neither_signature_nor_token() {
    let url = signed("exec-1", Method::Post, Some("cn-hangzhou"), Some("t0ken"));
    let valid = validate(&url, &Rules::at(now())).unwrap();
    let text = format!("{valid:?}");
    assert!(text.contains("exec-1") && text.contains("verified: false"), "{text}");
    assert!(!text.contains("t0ken") && !text.contains(valid.request.signature()), "{text}");
}

#[test]
fn timestamps_at_the_limits_are_valid() {
    for minutes in [15, 31] {
        for seconds in [-minutes * 60, minutes * 60] {
            let at =
                |shift: i64| Rules { validity_seconds: minutes * 60, ..Rules::at(now().plus_seconds(seconds + shift)) };
            assert_eq!(codes(&good(), &at(0)), []);
            let code = if seconds > 0 { "expired" } else { "not-yet-valid" };
            assert_eq!(codes(&good(), &at(seconds.signum())), of(code, "Timestamp"));
        }
    }
}

#[test]
fn every_problem_is_reported() {
    let url = "http://user@evil.example:99999/x?Action=DeleteExecutions&Action=CancelExecution&Format=&Timestamp=soon&Signature=a&who=me&%#y";
    let found: Vec<&str> = unchecked(url).into_iter().map(|(code, _)| code).collect();
    for code in [
        "credentials-in-url",
        "port-not-allowed",
        "path-not-allowed",
        "fragment-not-allowed",
        "wrong-action",
        "duplicate-parameter",
        "empty-parameter",
        "malformed-timestamp",
        "malformed-signature",
        "unknown-parameter",
        "invalid-encoding",
        "missing-parameter",
    ] {
        assert!(found.contains(&code), "{code} is missing of {found:?}");
    }
    assert_eq!(found.iter().filter(|code| **code == "missing-parameter").count(), 6);
    let distrusted: Vec<&str> = unchecked("http://evil.example/").into_iter().map(|(code, _)| code).take(2).collect();
    assert_eq!(distrusted, ["scheme-not-allowed", "host-not-allowed"]);
}

#[test]
fn credentials_verify_the_signature() {
    let with = |url: &str, credentials: &Credentials, method| {
        codes(url, &Rules { credentials: Some(credentials), method, ..Rules::at(now()) })
    };
    let same = credentials(None);
    assert_eq!(with(&good(), &same, Method::Post), []);
    assert_eq!(with(&good(), &same, Method::Get), of("signature-mismatch", "Signature"));
    let tampered = good().replace("exec-8", "exec-9");
    assert_eq!(with(&tampered, &same, Method::Post), of("signature-mismatch", "Signature"));
    let wrong_secret = Credentials::new("testid".into(), "other".into(), None).unwrap();
    assert_eq!(with(&good(), &wrong_secret, Method::Post), of("signature-mismatch", "Signature"));
    let other = Credentials::new("other".into(), "testsecret".into(), None).unwrap();
    assert_eq!(with(&good(), &other, Method::Post), of("access-key-mismatch", "AccessKeyId"));
    let url = signed("exec-1", Method::Post, None, Some("t/1"));
    assert_eq!(with(&url, &credentials(Some("t/1")), Method::Post), []);
    assert_eq!(with(&url, &credentials(Some("t/2")), Method::Post), of("security-token-mismatch", "SecurityToken"));
    assert_eq!(with(&url, &same, Method::Post), of("security-token-mismatch", "SecurityToken"));
}

#[test]
fn other_origins_need_permission() {
    let local = good().replace("https://oos.cn-hangzhou.aliyuncs.com", "http://127.0.0.1:8787");
    assert_eq!(unchecked(&local), of("host-not-allowed", ""));
    for origin in ["http://127.0.0.1:8787", "https://oos.example.com:8443"] {
        let url = good().replace("https://oos.cn-hangzhou.aliyuncs.com", origin);
        let allowed = [Endpoint::parse(origin).unwrap()];
        let rules = Rules { allowed_origins: &allowed, ..Rules::at(now()) };
        assert_eq!(codes(&url, &rules), [], "{origin}");
        assert_eq!(validate(&url, &rules).unwrap().request.url().as_str(), url);
        assert_ne!(codes(&url.replace("87/", "88/").replace("443/", "444/"), &rules), [], "{origin}");
    }
}

#[test]
fn problems_repeat_no_secret() {
    let secrets = ["s3cr3t-of-thirty-characters-xxx", "CAISt0ken", "c2lnbmF0dXJl"];
    let [secret, token, signature] = secrets;
    for url in [
        format!("https://{secret}:{token}@evil.example/{signature}?{secret}&{token}={signature}#{secret}"),
        format!("https://evil.example/?SecurityToken={token}+&Signature={signature}&Action={secret}&{secret}=1"),
        format!("https://evil.example/?SecurityToken%3D{token}=&%FF{secret}={token}"),
    ] {
        for problem in validate(&url, &Rules::at(now())).unwrap_err() {
            let text = format!("{problem:?}");
            // A name of a plausible length is shown: a short secret that is sent as a name has been published already.
            for hidden in [secret, signature] {
                assert!(!text.contains(hidden), "{text}");
            }
        }
    }
    let valid = validate(&signed("exec-1", Method::Post, None, Some("t0ken")), &Rules::at(now())).unwrap();
    let text = format!("{valid:?}");
    assert!(!text.contains("t0ken") && !text.contains(valid.request.signature()), "{text}");
}

#[test]
fn repeated_problem_is_reported_once() {
    let once = unchecked(&(good() + "&"));
    assert_eq!(once, of("invalid-encoding", ""));
    assert_eq!(unchecked(&(good() + &"&".repeat(1_000))), once);
    let unknown = of("unknown-parameter", "a");
    assert_eq!(unchecked(&(good() + "&a=1&a=2&&a=3")), [unknown.clone(), once, unknown].concat());
}

proptest! {
    #[test]
    fn whatever_is_signed_is_accepted_and_rebuilt(
        id in "\\PC{1,40}".prop_filter("no such id", |id| execution_id(id).is_ok()),
        token in proptest::option::of("[!-~]{1,60}".prop_filter("no such token", |token| limits::security_token(token).is_ok())),
        get in any::<bool>(),
    ) {
        let method = if get { Method::Get } else { Method::Post };
        let url = signed(&id, method, None, token.as_deref());
        let credentials = credentials(token.as_deref());
        let rules = Rules { credentials: Some(&credentials), method, ..Rules::at(now()) };
        let valid = validate(&url, &rules).unwrap();
        prop_assert_eq!(valid.request.url().to_string(), url);
        prop_assert_eq!(valid.execution_id, id);
    }

    #[test]
    fn random_input_causes_no_panic(text in "\\PC{0,200}", tail in "[ -~]{0,200}") {
        let _ = validate(&text, &Rules::at(now()));
        let _ = validate(&format!("https://oos.cn-hangzhou.aliyuncs.com/?{tail}"), &Rules::at(now()));
        let _ = validate(&format!("https://{tail}"), &Rules::at(now()));
    }

    #[test]
    fn accepted_urls_have_the_host_of_the_url_standard(tail in "[a-z0-9.:@/\\\\?#%-]{0,12}") {
        let url = good().replacen("https://oos", &format!("https://{tail}oos"), 1);
        if let Ok(valid) = validate(&url, &Rules::at(now())) {
            prop_assert_eq!(valid.request.url().to_string(), url::Url::parse(&url).unwrap().to_string());
        }
    }
}

#[test]
fn problem_codes_are_distinct() {
    let mut codes: Vec<&str> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), ProblemCode::ALL.len());
}

#[test]
fn untrusted_host_is_named() {
    let at = |origin: &str| good().replace("https://oos.cn-hangzhou.aliyuncs.com", origin);
    assert_eq!(unchecked(&at("http://oos.cn-hangzhou.aliyuncs.com")), of("scheme-not-allowed", ""));
    assert_eq!(unchecked(&at("https://oos.cn-hangzhou.aliyuncs.com:8443")), of("port-not-allowed", ""));
    assert_eq!(unchecked(&at("https://oos.example.com")), of("host-not-allowed", ""));
    let problems = validate(&at("https://oos.example.com"), &Rules::at(now())).unwrap_err();
    assert!(problems[0].message.contains(" oos.example.com "), "{}", problems[0].message);
}

#[test]
fn bracketed_address_is_allowed_with_and_without_port() {
    for origin in ["http://[::1]", "http://[::1]:8787"] {
        let allowed = [Endpoint::parse(origin).unwrap()];
        let url = good().replace("https://oos.cn-hangzhou.aliyuncs.com", origin);
        assert_eq!(codes(&url, &Rules { allowed_origins: &allowed, ..Rules::at(now()) }), [], "{origin}");
    }
}
