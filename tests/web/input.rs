//! Bad input: always an `InvalidInputError` that names the field, never a panic, nothing sent.

use js_sys::{Array, Promise};
use oos_cancel::web::{OosClient, send_cancel_url, sign_cancel_url, validate_cancel_url};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::emulator::{FULL, client, new_execution, requests};
use super::{attempts, get, is_error, js, promised, run, settled, text};

const GOOD: &str =
    r#"executionId: "exec-1", regionId: "cn-hangzhou", credentials: { accessKeyId: "a", accessKeySecret: "b" }"#;

/// `code parameter` of each problem.
pub fn problems(error: &JsValue) -> Vec<String> {
    assert!(is_error(error, "InvalidInputError"), "{error:?}");
    assert_eq!(text(error, "code"), "InvalidInput");
    assert_eq!(text(error, "outcome"), "not-sent");
    assert_eq!(text(error, "remedy"), "fix-input");
    assert_eq!(attempts(error), 0);
    let parameter = |problem: &JsValue| get(problem, "parameter").as_string().unwrap_or_default();
    let problems = Array::from(&get(error, "problems")).to_vec();
    problems.iter().map(|problem| format!("{} {}", text(problem, "code"), parameter(problem))).collect()
}

fn sign(source: &str) -> Vec<String> {
    problems(&sign_cancel_url(&js(source)).expect_err(source))
}

#[wasm_bindgen_test]
fn non_object_options_are_reported() {
    for (source, code) in
        [("undefined", "missing-option"), ("null", "missing-option"), ("5", "wrong-type"), ("'x'", "wrong-type")]
    {
        assert_eq!(sign(source), [format!("{code} options")], "{source}");
    }
    assert_eq!(sign("{}"), ["missing-option executionId", "missing-option regionId", "missing-option credentials"]);
    assert_eq!(
        sign("() => 0"),
        ["missing-option executionId", "missing-option regionId", "missing-option credentials"]
    );
}

#[wasm_bindgen_test]
fn every_option_of_signing_is_checked() {
    for (more, problem) in [
        ("executionId: undefined", "missing-option executionId"),
        ("executionId: null", "missing-option executionId"),
        ("executionId: 5", "wrong-type executionId"),
        ("executionId: new String('x')", "wrong-type executionId"),
        ("executionId: ''", "empty executionId"),
        ("executionId: 'x\\ud800'", "malformed executionId"),
        ("executionId: '\\udc00x'", "malformed executionId"),
        ("executionId: 'x'.repeat(150) + '\\ud800'", "malformed executionId"),
        ("executionId: 'x'.repeat(1025)", "too-long executionId"),
        ("executionId: 'x'.repeat(1 << 20)", "too-long executionId"),
        ("get executionId() { throw new Error('boo') }", "malformed executionId"),
        ("regionId: undefined", "missing-option regionId"),
        ("regionId: ''", "empty regionId"),
        ("regionId: 'CN-Hangzhou'", "malformed regionId"),
        ("regionId: 'oss-cn-hangzhou'", "malformed regionId"),
        ("regionId: 'cn-x.evil.example/'", "malformed regionId"),
        ("regionId: {}", "wrong-type regionId"),
        ("network: 'intranet'", "malformed network"),
        ("endpoint: 'http://oos.example.com'", "malformed endpoint"),
        ("endpoint: 'https://oos.example.com/path'", "malformed endpoint"),
        ("endpoint: ''", "empty endpoint"),
        ("endpoint: new URL('https://oos.example.com/path')", "malformed endpoint"),
        ("endpoint: new URL('data:,')", "malformed endpoint"),
        ("endpoint: new URL('https://oos.example.com/' + 'x'.repeat(1 << 16))", "too-long endpoint"),
        ("endpoint: { href: 'https://oos.example.com' }", "wrong-type endpoint"),
        ("endpoint: Object.create(URL.prototype)", "wrong-type endpoint"),
        ("endpoint: new Proxy(new URL('https://oos.example.com'), {})", "wrong-type endpoint"),
        ("endpoint: { toString: () => 'https://oos.example.com' }", "wrong-type endpoint"),
        ("endpoint: location", "wrong-type endpoint"),
        ("credentials: undefined", "missing-option credentials"),
        ("credentials: null", "missing-option credentials"),
        ("credentials: 'x'", "wrong-type credentials"),
        ("credentials: { accessKeyId: 'a' }", "missing-option credentials.accessKeySecret"),
        ("credentials: { accessKeySecret: 'b' }", "missing-option credentials.accessKeyId"),
        ("credentials: { accessKeyId: 'a', accessKeySecret: '' }", "empty credentials.accessKeySecret"),
        (
            "credentials: { accessKeyId: 'a', accessKeySecret: 'b', securityToken: 'x'.repeat(1 << 20) }",
            "too-long credentials.securityToken",
        ),
        ("credentials: { accessKeyId: 'STS.a', accessKeySecret: 'b' }", "missing-option credentials.securityToken"),
        ("method: 'PUT'", "malformed method"),
        ("method: 'get'", "malformed method"),
        ("nonce: ''", "empty nonce"),
        ("nonce: 5", "wrong-type nonce"),
        ("timestamp: NaN", "malformed timestamp"),
        ("timestamp: Infinity", "malformed timestamp"),
        ("timestamp: -1", "malformed timestamp"),
        ("timestamp: 1e18", "malformed timestamp"),
        ("timestamp: new Date(NaN)", "malformed timestamp"),
        ("timestamp: 'yesterday'", "malformed timestamp"),
        ("timestamp: []", "wrong-type timestamp"),
        ("timestamp: 5n", "wrong-type timestamp"),
        ("timestamp: Symbol()", "wrong-type timestamp"),
    ] {
        assert_eq!(sign(&format!("{{ {GOOD}, {more} }}")), [problem], "{more}");
    }
}

#[wasm_bindgen_test]
fn null_and_empty_token_count_as_absent() {
    for more in [
        "network: null, endpoint: null, method: null, nonce: null, timestamp: null",
        "credentials: { accessKeyId: 'a', accessKeySecret: 'b', securityToken: null, expiration: null }",
        "credentials: { accessKeyId: 'a', accessKeySecret: 'b', securityToken: '' }",
    ] {
        assert!(sign_cancel_url(&js(&format!("{{ {GOOD}, {more} }}"))).is_ok(), "{more}");
    }
    let more = "timeoutMs: null, retry: null, onAttempt: null, requestStyle: null";
    assert!(OosClient::new(&js(&format!("{{ {GOOD}, {more} }}"))).is_ok());
    let options = "{ method: null, credentials: null, allowedOrigins: null, now: null, validityMinutes: null }";
    assert!(validate_cancel_url(&"https://a".into(), &js(options)).is_ok());
    assert!(validate_cancel_url(&"https://a".into(), &JsValue::NULL).is_ok());
}

#[wasm_bindgen_test]
fn credentials_accept_the_names_of_assume_role() {
    let keys = "AccessKeyId: 'STS.a', AccessKeySecret: 'b', SecurityToken: 'c', Expiration: '2099-01-01T00:00:00Z'";
    for credentials in [format!("{{ {keys} }}"), format!("{{ RequestId: 'r', Credentials: {{ {keys} }} }}")] {
        let signed = sign_cancel_url(&js(&format!("{{ {GOOD}, credentials: {credentials} }}"))).unwrap();
        assert!(text(&signed, "url").contains("AccessKeyId=STS.a") && text(&signed, "url").contains("SecurityToken=c"));
    }
    let mixed = "credentials: { AccessKeyId: 'STS.a', AccessKeySecret: 'b' }";
    assert_eq!(sign(&format!("{{ {GOOD}, {mixed} }}")), ["missing-option credentials.securityToken"]);
}

#[wasm_bindgen_test]
fn inherited_options_are_ignored() {
    let context = js(&format!("{{ {GOOD} }}"));
    let found = run("return Object.create(context)", &context);
    assert_eq!(problems(&sign_cancel_url(&found).unwrap_err()).len(), 3);
}

#[wasm_bindgen_test]
fn replacement_character_is_not_a_lone_surrogate() {
    assert!(sign_cancel_url(&js(&format!("{{ {GOOD}, executionId: 'x\\ufffd' }}"))).is_ok());
}

#[wasm_bindgen_test]
fn throwing_proxy_is_reported() {
    let found = sign("new Proxy({}, { getOwnPropertyDescriptor() { throw 1 }, has() { throw 2 }, get() { throw 3 } })");
    assert!(
        found.contains(&"malformed executionId".to_owned()) && found.contains(&"malformed credentials".to_owned()),
        "{found:?}"
    );
    assert!(sign_cancel_url(&js(&format!("{{ {GOOD} }}"))).is_ok());
}

#[wasm_bindgen_test]
fn every_option_of_validating_is_checked() {
    for (source, problem) in [
        ("5", "wrong-type options"),
        ("{ method: 1 }", "wrong-type method"),
        ("{ credentials: 1 }", "wrong-type credentials"),
        ("{ allowedOrigins: 'https://a' }", "wrong-type allowedOrigins"),
        ("{ allowedOrigins: [5] }", "wrong-type allowedOrigins"),
        ("{ allowedOrigins: ['http://a'] }", "malformed allowedOrigins"),
        ("{ allowedOrigins: [new URL('http://a')] }", "malformed allowedOrigins"),
        ("{ allowedOrigins: [{ href: 'https://a' }] }", "wrong-type allowedOrigins"),
        ("{ allowedOrigins: Array(101).fill('https://a') }", "too-long allowedOrigins"),
        ("{ now: NaN }", "malformed now"),
        ("{ validityMinutes: 0 }", "out-of-range validityMinutes"),
        ("{ validityMinutes: 61 }", "out-of-range validityMinutes"),
        ("{ validityMinutes: 1.5 }", "out-of-range validityMinutes"),
        ("{ validityMinutes: NaN }", "out-of-range validityMinutes"),
        ("{ validityMinutes: '15' }", "wrong-type validityMinutes"),
    ] {
        let error = validate_cancel_url(&"https://a".into(), &js(source)).expect_err(source);
        assert_eq!(problems(&error), [problem], "{source}");
    }
    for (url, problem) in [
        ("undefined", "missing-option url"),
        ("null", "missing-option url"),
        ("{ href: 'https://a' }", "wrong-type url"),
        ("Object.create(URL.prototype)", "wrong-type url"),
        ("new URLSearchParams()", "wrong-type url"),
        ("new String('https://a')", "wrong-type url"),
    ] {
        assert_eq!(problems(&validate_cancel_url(&js(url), &JsValue::UNDEFINED).unwrap_err()), [problem], "{url}");
    }
    let huge = validate_cancel_url(&js("'https://a/?' + '%'.repeat(1 << 20)"), &JsValue::UNDEFINED).unwrap();
    assert_eq!(text(&Array::from(&get(&huge, "problems")).get(0), "code"), "too-long");
}

#[wasm_bindgen_test]
fn every_option_of_the_client_is_checked() {
    for (more, problem) in [
        ("requestStyle: 'body'", "malformed requestStyle"),
        ("method: 'GET'", "conflict method"),
        ("method: 'PUT'", "conflict method"),
        ("timeoutMs: 0", "out-of-range timeoutMs"),
        ("timeoutMs: 600001", "out-of-range timeoutMs"),
        ("timeoutMs: Infinity", "out-of-range timeoutMs"),
        ("retry: true", "wrong-type retry"),
        ("retry: { maxAttempts: 0 }", "out-of-range retry.maxAttempts"),
        ("retry: { maxAttempts: 11 }", "out-of-range retry.maxAttempts"),
        ("retry: { baseDelayMs: 0.5 }", "out-of-range retry.baseDelayMs"),
        ("retry: { throttlingBaseDelayMs: '1' }", "wrong-type retry.throttlingBaseDelayMs"),
        ("retry: { maxDelayMs: 600001 }", "out-of-range retry.maxDelayMs"),
        ("onAttempt: {}", "wrong-type onAttempt"),
        (
            "credentials: { accessKeyId: 'a', accessKeySecret: 'b', expiration: 'soon' }",
            "malformed credentials.expiration",
        ),
    ] {
        let error = OosClient::new(&js(&format!("{{ {GOOD}, {more} }}"))).expect_err(more);
        assert_eq!(problems(&error), [problem], "{more}");
    }
}

async fn rejection(promise: Promise) -> Vec<String> {
    problems(&settled(&promise).await.unwrap_err())
}

#[wasm_bindgen_test]
async fn call_with_wrong_options_rejects_and_sends_nothing() {
    let id = new_execution("Running").await;
    let oos = client(FULL, "");
    let call = |id: &str, options: &str| promised(oos.cancel_execution(&js(id), &js(options)));
    assert_eq!(rejection(call("undefined", "undefined")).await, ["missing-option executionId"]);
    assert_eq!(rejection(call("null", "5")).await, ["missing-option executionId", "wrong-type options"]);
    let quoted = format!("'{id}'");
    for (options, problem) in [
        ("{ timeoutMs: -1 }", "out-of-range timeoutMs"),
        ("{ signal: null, timeoutMs: 0 }", "out-of-range timeoutMs"),
        ("{ signal: { aborted: false } }", "wrong-type signal"),
        ("{ signal: new AbortController() }", "wrong-type signal"),
    ] {
        assert_eq!(rejection(call(&quoted, options)).await, [problem], "{options}");
    }
    let found = rejection(promised(send_cancel_url(&"https://evil.example/".into(), &JsValue::UNDEFINED))).await;
    assert_eq!(found.first().unwrap(), "host-not-allowed ");
    assert_eq!(
        rejection(promised(send_cancel_url(&JsValue::NULL, &5.into()))).await,
        ["wrong-type options", "missing-option url"]
    );
    assert_eq!(requests(&id).await.len(), 0);
}

#[wasm_bindgen_test]
async fn released_client_rejects() {
    let oos = client(FULL, "");
    oos.release();
    oos.release();
    let error = settled(&promised(oos.cancel_execution(&"x".into(), &JsValue::UNDEFINED))).await.unwrap_err();
    assert!(is_error(&error, "StateError"));
    assert_eq!((text(&error, "code").as_str(), text(&error, "outcome").as_str()), ("Freed", "not-sent"));
}
