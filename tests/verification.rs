//! The signature is judged by what was signed: no other problem of a URL adds a mismatch that is none.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests are tests")]

use oos_cancel::oos::validate::{Rules, validate};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::encode::{canonical_query, decode, encode};
use oos_cancel::rpc::signature::{Method, SigningKey, string_to_sign};
use oos_cancel::rpc::timestamp::Timestamp;

const SECRET: &str = "testsecret";

fn now() -> Timestamp {
    Timestamp::parse("2024-05-06T07:08:09Z").unwrap()
}

/// A URL that is rightly signed over these changes of the usual parameters: a value, or none to leave one out.
fn signed(changes: &[(&str, Option<&str>)]) -> String {
    let mut parameters = vec![
        ("AccessKeyId", "testid"),
        ("Action", "CancelExecution"),
        ("ExecutionId", "exec-8a2aaf460fdf47c6b5ef"),
        ("Format", "JSON"),
        ("RegionId", "cn-hangzhou"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", "n-1"),
        ("SignatureVersion", "1.0"),
        ("Timestamp", "2024-05-06T07:08:09Z"),
        ("Version", "2019-06-01"),
    ];
    for (name, value) in changes {
        parameters.retain(|(known, _)| known != name);
        parameters.extend(value.map(|value| (*name, value)));
    }
    let query = canonical_query(&parameters);
    let signature = SigningKey::new(SECRET).sign(&string_to_sign(Method::Post, &query));
    format!("https://oos.cn-hangzhou.aliyuncs.com/?{}&Signature={}", *query, encode(&signature))
}

fn codes(url: &str, secret: &str, method: Method) -> Vec<&'static str> {
    let credentials = Credentials::new("testid".into(), secret.into(), None).unwrap();
    let rules = Rules { credentials: Some(&credentials), method, ..Rules::at(now()) };
    let problems = validate(url, &rules).err();
    problems.iter().flatten().map(|problem| problem.code.as_str()).collect()
}

fn judged(url: &str) -> Vec<&'static str> {
    codes(url, SECRET, Method::Post)
}

#[test]
fn valid_url_has_no_problem() {
    assert_eq!(judged(&signed(&[])), [""; 0]);
}

#[test]
fn added_parameter_is_reported_alone_at_any_position() {
    let good = signed(&[]);
    for more in ["Debug=1", "utm_source=mail", "a=", "%41=%42", "SecurityToken2=x", "signature=x"] {
        assert_eq!(judged(&format!("{good}&{more}")), ["unknown-parameter"], "{more}");
        assert_eq!(judged(&good.replace("/?", &format!("/?{more}&"))), ["unknown-parameter"], "{more}");
        let name = decode(more.split('=').next().unwrap()).unwrap().into_owned();
        assert_eq!(judged(&signed(&[(&name, Some("1"))])), ["unknown-parameter"], "signed as well: {more}");
    }
    let three = "&utm_source=a&utm_medium=b&utm_campaign=c";
    assert_eq!(judged(&(good + three)), ["unknown-parameter"; 3]);
    assert_eq!(judged(&(signed(&[("a", Some("1"))]) + "&b=2")), ["unknown-parameter"; 2], "one signed, one added");
    let many: String = (0..20).map(|turn| format!("&a{turn}=")).collect();
    assert_eq!(judged(&(signed(&[]) + &many)), ["unknown-parameter"; 20]);
}

#[test]
fn repeated_parameter_is_reported_alone() {
    let good = signed(&[]);
    for more in ["Version=2019-06-01", "ExecutionId=exec-2", "Action=StartExecution", "RegionId=", "Timestamp=x"] {
        assert_eq!(judged(&format!("{good}&{more}")), ["duplicate-parameter"], "{more}");
    }
    let first = good.replace("/?", "/?ExecutionId=exec-2&");
    assert_eq!(judged(&first), ["duplicate-parameter"], "the second is the one that was signed");
    let signature = good.split("&Signature=").nth(1).unwrap();
    assert_eq!(judged(&format!("{good}&Signature={signature}")), ["duplicate-parameter"]);
}

#[test]
fn signed_wrong_value_is_reported_alone() {
    for (name, value, code) in [
        ("Action", Some("StartExecution"), "wrong-action"),
        ("Version", Some("2018-01-01"), "wrong-version"),
        ("Format", Some("XML"), "wrong-format"),
        ("SignatureMethod", Some("HMAC-SHA256"), "wrong-signature-method"),
        ("SignatureVersion", Some("2.0"), "wrong-signature-version"),
        ("SignatureType", Some("BEARERTOKEN"), "wrong-signature-type"),
        ("Timestamp", Some("2024-05-06"), "malformed-timestamp"),
        ("Timestamp", Some("2020-01-01T00:00:00Z"), "expired"),
        ("Timestamp", Some("2030-01-01T00:00:00Z"), "not-yet-valid"),
        ("RegionId", Some("cn-shanghai"), "region-mismatch"),
        ("RegionId", Some("hangzhou!"), "malformed"),
        ("ExecutionId", Some("exec\n"), "malformed"),
        ("ExecutionId", Some(""), "empty-parameter"),
        ("ExecutionId", None, "missing-parameter"),
        ("Format", None, "missing-parameter"),
        ("SignatureNonce", None, "missing-parameter"),
    ] {
        assert_eq!(judged(&signed(&[(name, value)])), [code], "{name} {value:?}");
    }
}

#[test]
fn visible_change_after_signing_is_reported_alone() {
    let good = signed(&[]);
    for (from, to, code) in [
        ("CancelExecution", "StartExecution", "wrong-action"),
        ("Version=2019-06-01", "Version=2019-06-02", "wrong-version"),
        ("JSON", "XML", "wrong-format"),
        ("HMAC-SHA1", "HMAC-SHA256", "wrong-signature-method"),
        ("&Format=JSON", "", "missing-parameter"),
        ("&ExecutionId=exec-8a2aaf460fdf47c6b5ef", "", "missing-parameter"),
        ("=exec-8a2aaf460fdf47c6b5ef", "=", "empty-parameter"),
        ("=exec-", "=+exec-", "invalid-encoding"),
        ("=exec-", "=%0Aexec-", "malformed"),
        ("2024-05-06T07%3A08%3A09Z", "2024-05-06", "malformed-timestamp"),
        ("RegionId=cn-hangzhou", "RegionId=cn--hangzhou", "malformed"),
    ] {
        assert!(good.contains(from), "{from}");
        assert_eq!(judged(&good.replace(from, to)), [code], "{from} {to}");
    }
    for more in ["&", "&x", "&%zz=1", "&Debug=%zz"] {
        let codes = judged(&(good.clone() + more));
        assert_eq!(codes.len(), 1, "{more}: {codes:?}");
    }
}

#[test]
fn invisible_change_is_a_mismatch_even_with_an_unknown_parameter() {
    let tampered = signed(&[]).replace("exec-8", "exec-9");
    assert_eq!(judged(&tampered), ["signature-mismatch"]);
    assert_eq!(judged(&(tampered.clone() + "&Debug=1")), ["unknown-parameter", "signature-mismatch"]);
    // What was signed cannot be known with more unknown parameters than three, nor with two signatures.
    let three = tampered.clone() + "&a=1&b=2&c=3";
    assert_eq!(judged(&three)[3..], ["signature-mismatch"]);
    assert_eq!(judged(&(three + "&d=4")), ["unknown-parameter"; 4]);
    assert_eq!(judged(&(tampered.clone() + "&Signature=x")), ["duplicate-parameter"]);
    assert_eq!(judged(&(tampered.clone() + "&Version=2019-06-01")), ["duplicate-parameter", "signature-mismatch"]);
    assert_eq!(codes(&signed(&[]), "wrong", Method::Post), ["signature-mismatch"]);
    let late = tampered.replace("2024-05-06T07", "2024-05-06T01");
    assert_eq!(judged(&late), ["expired", "signature-mismatch"], "a time that is too old may be the signed one");
}

#[test]
fn other_method_is_named_even_with_an_unknown_parameter() {
    for url in [signed(&[]), signed(&[]) + "&Debug=1", signed(&[("Debug", Some("1"))])] {
        let credentials = Credentials::new("testid".into(), SECRET.into(), None).unwrap();
        let rules = Rules { credentials: Some(&credentials), method: Method::Get, ..Rules::at(now()) };
        let problems = validate(&url, &rules).unwrap_err();
        let last = problems.last().unwrap();
        assert_eq!(last.code.as_str(), "signature-mismatch");
        assert_eq!(last.message, "Signature is valid for POST, not GET. Pass POST as the method.");
    }
}

#[test]
fn time_is_not_checked_for_sending() {
    for timestamp in ["1970-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        let url = signed(&[("Timestamp", Some(timestamp))]);
        assert!(validate(&url, &Rules { check_time: false, ..Rules::at(now()) }).is_ok(), "{timestamp}");
        let problems = validate(&url, &Rules::at(now())).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert!(problems.iter().all(|problem| problem.message.contains("this machine's clock")), "{problems:?}");
    }
    let malformed = signed(&[("Timestamp", Some("soon"))]);
    let problems = validate(&malformed, &Rules { check_time: false, ..Rules::at(now()) }).unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(), ["malformed-timestamp"]);
}

#[test]
fn problem_with_one_allowed_value_names_it() {
    let problems = validate(&signed(&[("Format", Some("XML"))]), &Rules::at(now())).unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.allowed).collect::<Vec<_>>(), [Some("JSON")]);
}
