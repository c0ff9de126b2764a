//! `signCancelUrl` and `validateCancelUrl` through the JavaScript boundary.

use std::collections::HashSet;

use js_sys::{Array, JSON, Object, Reflect};
use oos_cancel::web::{CancelUrlSigner, sign_cancel_url, validate_cancel_url};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{get, is_error, is_undefined, js, run, text};

fn fixed(more: &str) -> JsValue {
    js(&format!(
        r#"{{ executionId: "exec-8a2aaf460fdf47c6b5ef", regionId: "cn-hangzhou", nonce: "0123456789abcdef0123456789abcdef",
             timestamp: "2024-05-06T07:08:09Z", credentials: {{ accessKeyId: "testid", accessKeySecret: "testsecret" }}, {more} }}"#
    ))
}

/// The vectors made by `@alicloud/pop-core` 1.8.0.
#[wasm_bindgen_test]
fn signing_matches_the_vendors_sdk() {
    let documented: serde_json::Value = serde_json::from_str(include_str!("../vectors/documented.json")).unwrap();
    let vector = |id: &str| documented["rpcV1"].as_array().unwrap().iter().find(|vector| vector["id"] == id).unwrap();
    let token = r#"credentials: { accessKeyId: "testid", accessKeySecret: "testsecret", securityToken: "CAIS+/=token~*!'() x" },"#;
    for (id, options) in [
        ("sdk-oos-cancel-get", fixed("method: 'GET'")),
        ("sdk-oos-cancel-get-sts", fixed(&format!("method: 'GET', {token}"))),
        ("sdk-oos-cancel-post-form", fixed("")),
        ("sdk-oos-cancel-get", fixed("method: 'GET', timestamp: new Date('2024-05-06T07:08:09.999Z')")),
        ("sdk-oos-cancel-get", fixed("method: 'GET', timestamp: 1714979289999")),
        ("sdk-oos-cancel-get", fixed("method: 'GET', timestamp: '2024-05-06T07:08:09.123Z'")),
    ] {
        let signed = sign_cancel_url(&options).unwrap();
        let vector = vector(id);
        assert_eq!(text(&signed, "canonicalQuery"), vector["canonicalizedQuery"], "{id}");
        assert_eq!(text(&signed, "stringToSign"), vector["stringToSign"], "{id}");
        assert_eq!(text(&signed, "signature"), vector["signature"], "{id}");
        assert_eq!(text(&signed, "method"), vector["httpMethod"], "{id}");
        assert_eq!(text(&signed, "expiresAt"), "2024-05-06T07:23:09Z");
        let url = text(&signed, "url");
        assert!(
            url.starts_with("https://oos.cn-hangzhou.aliyuncs.com/?AccessKeyId=testid&Action=CancelExecution&"),
            "{url}"
        );
    }
}

#[wasm_bindgen_test]
fn nonce_and_timestamp_are_fresh_by_default() {
    let options = js(
        r#"{ executionId: "exec-1", regionId: "cn-hangzhou", network: "vpc", credentials: { accessKeyId: "a", accessKeySecret: "b" } }"#,
    );
    let (first, second) = (sign_cancel_url(&options).unwrap(), sign_cancel_url(&options).unwrap());
    assert_ne!(text(&first, "signature"), text(&second, "signature"));
    let url = text(&first, "url");
    assert!(url.starts_with("https://oos-vpc.cn-hangzhou.aliyuncs.com/?"), "{url}");
    let report =
        validate_cancel_url(&url.into(), &js("{ credentials: { accessKeyId: 'a', accessKeySecret: 'b' } }")).unwrap();
    assert_eq!(text(&report, "signature"), "verified");
    assert_eq!(text(&report, "nonce").len(), 32);
}

#[wasm_bindgen_test]
fn signer_signs_many_urls() {
    let credentials = "credentials: { accessKeyId: 'STS.a', accessKeySecret: 'b', securityToken: 'to+ken/=' }";
    let options = js(&format!("{{ regionId: 'cn-hangzhou', {credentials} }}"));
    let signer = CancelUrlSigner::new(&options).unwrap();
    let mut nonces = HashSet::new();
    // More than the nonces that are made at once; ids of several lengths, and such as need encoding.
    let ids = ["exec-8a2aaf460fdf47c6b5ef", "exec-1", "ex 中😀", "it's (1)*!~", "é"].map(String::from);
    let lengths = [32, 33, 99, 100].map(|length| "x".repeat(length));
    let long = ["é".repeat(200), format!("{}é", "x".repeat(150)), "x中".repeat(60)];
    for round in 0..30 {
        for id in ids.iter().chain(&lengths).chain(&long) {
            let url = signer.sign(&id.into()).unwrap();
            let report = validate_cancel_url(&url, &js(&format!("{{ {credentials} }}"))).unwrap();
            assert_eq!(text(&report, "signature"), "verified", "{id}, round {round}");
            assert_eq!(text(&report, "executionId"), *id);
            assert_eq!(get(&report, "url"), url, "in canonical form");
            assert!(nonces.insert(text(&report, "nonce")), "a nonce came twice");
        }
    }
    assert!(!format!("{signer:?}").contains("ken"));
    for (id, code) in [
        (JsValue::from(5), "wrong-type"),
        ("".into(), "empty"),
        (JsValue::UNDEFINED, "missing-option"),
        (js("'x\\ud800'"), "malformed"),
        (js("'x'.repeat(1025)"), "too-long"),
    ] {
        let error = signer.sign(&id).unwrap_err();
        assert!(is_error(&error, "InvalidInputError"));
        let problem = Array::from(&get(&error, "problems")).get(0);
        assert_eq!((text(&problem, "parameter").as_str(), text(&problem, "code").as_str()), ("executionId", code));
    }
    signer.release();
    assert!(is_error(&signer.sign(&"exec-1".into()).unwrap_err(), "StateError"));
    let wrong = CancelUrlSigner::new(&js("{ credentials: () => {}, method: 'PUT' }")).unwrap_err();
    assert_eq!(Array::from(&get(&wrong, "problems")).length(), 4, "region, both keys, method");
}

/// The page's own clock and randomness, as tools for tests put them there: they may do anything, sign as well.
#[wasm_bindgen_test]
fn signer_may_be_called_while_it_signs() {
    let context = Object::new();
    let options = js("{ regionId: 'cn-hangzhou', credentials: { accessKeyId: 'a', accessKeySecret: 'b' } }");
    Reflect::set(&context, &"signer".into(), &CancelUrlSigner::new(&options).unwrap().into()).unwrap();
    for (owner, name) in [("Date", "now"), ("crypto", "getRandomValues")] {
        // Often enough for every supply of nonces to run out.
        let signed = run(
            &format!(
                "const original = {owner}.{name};
                 const urls = [];
                 {owner}.{name} = (...given) => {{
                   {owner}.{name} = original;
                   urls.push(context.signer.sign('exec-inner'));
                   return original.apply({owner}, given);
                 }};
                 try {{
                   for (let round = 0; round < 200; round++) urls.push(context.signer.sign('exec-outer'));
                 }} finally {{
                   {owner}.{name} = original;
                 }}
                 return urls;"
            ),
            &context,
        );
        let urls: HashSet<String> = Array::from(&signed).iter().filter_map(|url| url.as_string()).collect();
        assert_eq!(urls.len(), 201, "{name}: each another, the one in between among them");
    }
}

#[wasm_bindgen_test]
fn endpoint_without_region_is_signed() {
    let options = js(
        r#"{ executionId: "ex 中😀", endpoint: "https://OOS.example.com:8443/", credentials: { accessKeyId: "a", accessKeySecret: "b" } }"#,
    );
    let signed = sign_cancel_url(&options).unwrap();
    let url = text(&signed, "url");
    assert!(url.starts_with("https://oos.example.com:8443/?") && !url.contains("RegionId"), "{url}");
    let report =
        validate_cancel_url(&url.clone().into(), &js("{ allowedOrigins: ['https://oos.example.com:8443'] }")).unwrap();
    assert_eq!(text(&report, "executionId"), "ex 中😀");
    assert_eq!(text(&report, "endpoint"), "https://oos.example.com:8443");
    assert_eq!(text(&report, "signature"), "unchecked");
    assert_eq!(text(&report, "url"), url);
    assert!(is_undefined(&report, "regionId"));
    assert_eq!(get(&report, "temporary"), JsValue::FALSE);
}

/// A `URL` object is taken for its `href`, whatever realm it is of and whatever a page has put over its getter.
#[wasm_bindgen_test]
fn a_url_object_is_as_good_as_its_string() {
    let endpoint = "endpoint: new URL('https://oos.example.com:8443')";
    let url = text(&sign_cancel_url(&fixed(endpoint)).unwrap(), "url");
    assert!(url.starts_with("https://oos.example.com:8443/?AccessKeyId="), "{url}");
    let options =
        js("{ allowedOrigins: ['https://a', new URL('https://oos.example.com:8443')], now: '2024-05-06T07:08:09Z' }");
    let by_string = validate_cancel_url(&url.as_str().into(), &options).unwrap();
    assert_eq!(get(&by_string, "valid"), JsValue::TRUE);
    let in_a_frame = "(typeof document === 'undefined' ? globalThis : document.body.appendChild(document.createElement('iframe')).contentWindow)";
    for class in ["URL", "(class extends URL { get href() { return 'https://b' } })", &format!("{in_a_frame}.URL")] {
        let object = run(&format!("return new {class}(context)"), &url.as_str().into());
        let report = validate_cancel_url(&object, &options).unwrap();
        assert_eq!(get(&report, "url"), JsValue::from(&url), "{class}");
    }
    let shadowed = "Object.defineProperty(new URL(context), 'href', { get() { throw new Error('boo') } })";
    let object = run(&format!("return {shadowed}"), &url.as_str().into());
    assert_eq!(get(&validate_cancel_url(&object, &options).unwrap(), "url"), JsValue::from(&url));
    let long = js("new URL('https://a/?' + 'x'.repeat(1 << 17))");
    let report = validate_cancel_url(&long, &options).unwrap();
    assert_eq!(text(&Array::from(&get(&report, "problems")).get(0), "code"), "too-long");
}

#[wasm_bindgen_test]
fn invalid_url_gives_a_report_with_every_problem() {
    let report = validate_cancel_url(&"http://evil.example/x?Action=A&Action=B".into(), &JsValue::UNDEFINED).unwrap();
    assert_eq!(get(&report, "valid"), JsValue::FALSE);
    let problems = Array::from(&get(&report, "problems")).to_vec();
    let codes: Vec<String> = problems.iter().map(|problem| text(problem, "code")).collect();
    assert_eq!(codes.first().unwrap(), "scheme-not-allowed");
    assert!(
        ["path-not-allowed", "host-not-allowed", "duplicate-parameter", "wrong-action", "missing-parameter"]
            .iter()
            .all(|code| codes.iter().any(|found| found == code)),
        "{codes:?}"
    );
    let last = problems.last().unwrap();
    assert_eq!(text(last, "parameter"), "Version");
    assert_eq!(text(last, "message"), "Version is missing.");
    assert!(is_undefined(problems.first().unwrap(), "parameter"));
    assert!(JSON::stringify(&report).is_ok(), "a plain object");
}

#[wasm_bindgen_test]
fn validation_uses_the_given_time() {
    let url = JsValue::from(text(&sign_cancel_url(&fixed("")).unwrap(), "url"));
    let first_code = |options: &str| {
        let report = validate_cancel_url(&url, &js(options)).unwrap();
        if get(&report, "valid").is_truthy() {
            return String::new();
        }
        text(&Array::from(&get(&report, "problems")).get(0), "code")
    };
    assert_eq!(first_code("{ now: '2024-05-06T07:23:09Z' }"), "");
    assert_eq!(first_code("{ now: new Date('2024-05-06T07:23:10Z') }"), "expired");
    assert_eq!(first_code("{ now: '2024-05-06T07:30:00Z', validityMinutes: 31 }"), "");
    assert_eq!(first_code("{ now: '2024-05-06T06:30:00Z' }"), "not-yet-valid");
    assert_eq!(first_code("{}"), "expired");
}
