//! What leaves the page, and when it must not.

use js_sys::Promise;
use oos_cancel::web::{send_cancel_url, sign_cancel_url};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::emulator::{FULL, OOS, cancel, cancel_count, client, fault, new_execution, requests};
use super::{attempts, get, is_error, js, promised, run, settled, sleep, text};

const STS: &str =
    r#"{ accessKeyId: "STS.demo-valid", accessKeySecret: "demo-secret-sts-valid", securityToken: "demo-token-valid" }"#;

#[wasm_bindgen_test]
async fn every_request_style_cancels_once() {
    for (more, method, placement) in [
        ("", "POST", "form"),
        (", requestStyle: 'form'", "POST", "form"),
        (", requestStyle: 'query'", "POST", "query"),
        (", requestStyle: 'get'", "GET", "query"),
    ] {
        for credentials in [FULL, STS] {
            let id = new_execution("Running").await;
            let oos = client(credentials, more);
            let result = settled(&cancel(&oos, &id)).await.unwrap();
            assert_eq!(text(&result, "executionId"), id);
            assert_eq!(text(&result, "requestId").len(), 36);
            assert_eq!(text(&result, "outcome"), "accepted");
            assert_eq!(attempts(&result), 1);
            assert!(get(&result, "elapsedMs").as_f64().unwrap() >= 0.0);
            assert_eq!(cancel_count(&id).await, 1.0);
            let [request] = requests(&id).await.try_into().unwrap();
            assert_eq!((text(&request, "method").as_str(), text(&request, "placement").as_str()), (method, placement));
        }
    }
}

/// No preflight, no cookie, no referrer, no header of our own: nothing that a gateway's CORS answer could refuse.
#[wasm_bindgen_test]
async fn requests_have_no_custom_headers() {
    for more in [", requestStyle: 'form'", ", requestStyle: 'query'", ", requestStyle: 'get'"] {
        let id = new_execution("Running").await;
        settled(&cancel(&client(FULL, more), &id)).await.unwrap();
        let requests = requests(&id).await;
        assert_eq!(requests.len(), 1, "a preflight was sent");
        let headers = get(requests.first().unwrap(), "headers");
        let names = run(
            "return JSON.stringify(Array.isArray(context) ? context.map(([name]) => name) : Object.keys(context))",
            &headers,
        );
        let names = names.as_string().unwrap();
        for absent in ["cookie", "referer", "authorization", "x-"] {
            assert!(!names.contains(&format!("\"{absent}")), "{absent} in {names}");
        }
        let form = more.contains("form");
        assert_eq!(names.contains("content-type"), form, "{names}");
    }
}

fn signed(id: &str, method: &str) -> JsValue {
    let options = format!("{{ endpoint: '{OOS}', executionId: '{id}', credentials: {STS}, method: '{method}' }}");
    sign_cancel_url(&js(&options)).unwrap()
}

#[wasm_bindgen_test]
async fn url_signed_elsewhere_is_sent_without_a_secret() {
    for method in ["GET", "POST"] {
        let id = new_execution("Waiting").await;
        let url = get(&signed(&id, method), "url");
        let url = run("return new URL(context)", &url);
        let refused = settled(&promised(send_cancel_url(&url, &JsValue::UNDEFINED))).await.unwrap_err();
        assert!(is_error(&refused, "InvalidInputError"), "an origin that is not allowed");
        let options = js(&format!("{{ method: '{method}', allowedOrigins: ['{OOS}'] }}"));
        let result = settled(&promised(send_cancel_url(&url, &options))).await.unwrap();
        assert_eq!(text(&result, "executionId"), id);
        assert_eq!(cancel_count(&id).await, 1.0);
        let [request] = requests(&id).await.try_into().unwrap();
        // The signature covers the parameters wherever they travel, so a POST has them in its body.
        assert_eq!(text(&request, "placement"), if method == "POST" { "form" } else { "query" });
        let again = settled(&promised(send_cancel_url(&url, &options))).await.unwrap_err();
        assert!(is_error(&again, "ServiceError"));
        assert_eq!(text(&again, "code"), "SignatureNonceUsed");
    }
}

fn abort_options(source: &str) -> JsValue {
    js(&format!("{{ signal: {source} }}"))
}

#[wasm_bindgen_test]
async fn aborted_signal_sends_nothing_and_keeps_its_reason() {
    let id = new_execution("Running").await;
    let oos = client(FULL, "");
    for reason in ["'a string'", "undefined", "new TypeError('mine')", "null", "42"] {
        let options = abort_options(&format!("(globalThis.reason = {reason}, AbortSignal.abort(globalThis.reason))"));
        let error = settled(&promised(oos.cancel_execution(&id.as_str().into(), &options))).await.unwrap_err();
        let expected =
            if reason == "undefined" { get(&get(&options, "signal"), "reason") } else { js("globalThis.reason") };
        assert!(js_sys::Object::is(&error, &expected), "{reason}");
    }
    let url = get(&signed(&id, "POST"), "url");
    let options = js(&format!("{{ allowedOrigins: ['{OOS}'], signal: AbortSignal.any([AbortSignal.abort('any')]) }}"));
    assert_eq!(settled(&promised(send_cancel_url(&url, &options))).await.unwrap_err(), "any");
    assert_eq!(requests(&id).await.len(), 0);
}

async fn abort_while_held(place: &str) {
    let id = new_execution("Running").await;
    fault(&id, "delay", &format!("delayMs: 5000, where: '{place}'")).await;
    let options = js("{ controller: new AbortController(), get signal() { return this.controller.signal } }");
    let promise: Promise = promised(client(FULL, "").cancel_execution(&id.as_str().into(), &options));
    JsFuture::from(sleep(300)).await.unwrap();
    run("context.controller.abort('enough')", &options);
    assert_eq!(settled(&promise).await.unwrap_err(), "enough", "{place}");
}

#[wasm_bindgen_test]
async fn abort_ends_sending_and_reading() {
    abort_while_held("before").await;
    abort_while_held("body").await;
}

#[wasm_bindgen_test]
async fn deadline_covers_the_body() {
    for place in ["before", "body"] {
        let id = new_execution("Running").await;
        fault(&id, "delay", &format!("delayMs: 5000, where: '{place}'")).await;
        let oos = client(FULL, ", timeoutMs: 60000");
        let error =
            settled(&promised(oos.cancel_execution(&id.as_str().into(), &js("{ timeoutMs: 300 }")))).await.unwrap_err();
        assert!(is_error(&error, "TimeoutError"), "{place} {error:?}");
        assert_eq!(text(&error, "code"), "DeadlineExceeded");
        assert_eq!(text(&error, "outcome"), "unknown");
        assert_eq!(attempts(&error), 1);
        assert_eq!(text(&get(&error, "cause"), "name"), "TimeoutError");
    }
}

#[wasm_bindgen_test]
async fn calls_in_progress_survive_a_release() {
    let id = new_execution("Running").await;
    fault(&id, "delay", "delayMs: 200, where: 'before'").await;
    let oos = client(FULL, "");
    let promise = cancel(&oos, &id);
    oos.release();
    drop(oos);
    assert_eq!(text(&settled(&promise).await.unwrap(), "executionId"), id);
}

#[wasm_bindgen_test]
async fn missing_fetch_sends_nothing() {
    let stolen = js(
        "(() => { const { fetch } = globalThis; globalThis.fetch = () => { throw new Error('no') }; return { fetch } })()",
    );
    let promise = cancel(&client(FULL, ""), "exec-1");
    let end = settled(&promise).await;
    run("globalThis.fetch = context.fetch", &stolen);
    let error = end.unwrap_err();
    assert!(is_error(&error, "NetworkError"));
    assert_eq!(text(&error, "outcome"), "not-sent");
    assert_eq!(attempts(&error), 0);
}
