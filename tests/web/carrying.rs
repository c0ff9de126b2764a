//! Repeats, the clock, the history: a call on a network that misbehaves.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::emulator::{FULL, cancel, cancel_count, client, fault, new_execution, order, requests};
use super::{get, is_error, js, promised, run, settled, sleep, text};

const QUICK: &str = ", retry: { baseDelayMs: 1, throttlingBaseDelayMs: 1 }";

/// `outcome/code` of each attempt.
fn history(end: &JsValue) -> Vec<String> {
    let attempts = Array::from(&get(end, "history")).to_vec();
    let code = |attempt| get(attempt, "code").as_string().unwrap_or_default();
    attempts.iter().map(|attempt| format!("{}/{}", text(attempt, "outcome"), code(attempt))).collect()
}

#[wasm_bindgen_test]
async fn retry_is_signed_anew() {
    for (kind, first) in [
        ("unavailable", "unknown/ServiceUnavailable"),
        ("internal-error", "unknown/InternalError"),
        ("throttling", "refused/Throttling.User"),
        ("html", "unknown/NotJson"),
        ("empty", "unknown/EmptyBody"),
    ] {
        let id = new_execution("Running").await;
        fault(&id, kind, "").await;
        let result = settled(&cancel(&client(FULL, QUICK), &id)).await.unwrap();
        assert_eq!(history(&result), [first, "accepted/"], "{kind}");
        assert_eq!(cancel_count(&id).await, 1.0);
        let log = requests(&id).await;
        let nonce = |request: &JsValue| text(&get(request, "parameters"), "SignatureNonce");
        assert_eq!(log.len(), 2);
        assert_ne!(nonce(&log[0]), nonce(&log[1]));
    }
}

#[wasm_bindgen_test]
async fn earlier_unknown_attempt_is_mentioned() {
    order("POST", "/settings", "{ cancelDelayMs: 0, keepAlive: false }").await;
    let id = new_execution("Running").await;
    fault(&id, "reset-after", "").await;
    let error = settled(&cancel(&client(FULL, QUICK), &id)).await.unwrap_err();
    order("POST", "/settings", "{ cancelDelayMs: 300, keepAlive: true }").await;
    assert!(is_error(&error, "ServiceError"), "{error:?}");
    assert_eq!(text(&error, "code"), "ExecutionCancelFailed");
    assert_eq!(text(&error, "outcome"), "unknown");
    assert!(text(&error, "message").contains("earlier attempt of this call"));
    let first = &history(&error)[0];
    assert!(["unknown/NetworkFailure", "unknown/SignatureNonceUsed"].contains(&first.as_str()), "{first}");
    assert_eq!(cancel_count(&id).await, 1.0);
}

#[wasm_bindgen_test]
async fn server_delay_is_obeyed() {
    let id = new_execution("Running").await;
    fault(&id, "throttling", "retryAfter: 1").await;
    let result = settled(&cancel(&client(FULL, QUICK), &id)).await.unwrap();
    let waited = get(&Array::from(&get(&result, "history")).get(1), "waitedMs").as_f64().unwrap();
    assert!((1_000.0..3_000.0).contains(&waited), "{waited}");
    let id = new_execution("Running").await;
    fault(&id, "throttling", "retryAfter: 60").await;
    let error = settled(&cancel(&client(FULL, QUICK), &id)).await.unwrap_err();
    assert_eq!(history(&error), ["refused/Throttling.User"], "longer than the deadline: not waited for");
}

#[wasm_bindgen_test]
async fn delay_ends_when_the_signal_aborts() {
    let id = new_execution("Running").await;
    fault(&id, "throttling", "retryAfter: 8").await;
    let oos = client(FULL, "");
    let options = js(
        "(() => { const c = new AbortController(); setTimeout(() => c.abort('now'), 300); return { signal: c.signal } })()",
    );
    let started = js_sys::Date::now();
    let reason = settled(&promised(oos.cancel_execution(&id.as_str().into(), &options))).await.unwrap_err();
    assert_eq!(reason, "now");
    assert!(js_sys::Date::now() - started < 4_000.0);
    assert_eq!(requests(&id).await.len(), 1);
}

/// The server's clock is moved instead of the page's: the same difference, in both directions.
#[wasm_bindgen_test]
async fn wrong_clock_is_corrected() {
    for offset in [-30 * 3600, -3 * 3600, 3 * 3600, 30 * 3600] {
        let id = new_execution("Running").await;
        fault(&id, "clock", &format!("offsetSeconds: {offset}, times: 3")).await;
        let oos = client(FULL, "");
        let result = settled(&cancel(&oos, &id)).await.unwrap();
        assert_eq!(history(&result), ["refused/InvalidTimeStamp.Expired", "accepted/"], "{offset}");
        let again = settled(&cancel(&oos, &id)).await.unwrap();
        assert_eq!(history(&again), ["accepted/"], "the offset is kept");
    }
    let id = new_execution("Running").await;
    fault(&id, "clock", "offsetSeconds: -7260").await;
    let error = settled(&cancel(&client(FULL, ", retry: false"), &id)).await.unwrap_err();
    let ahead = get(&error, "clockAheadSeconds").as_f64().unwrap();
    assert!((7_258.0..7_262.0).contains(&ahead), "{ahead}");
    assert!(text(&error, "message").contains("(this machine's clock is 2 hours ahead of the server's)"));
    assert_eq!(text(&error, "remedy"), "check-clock");
}

#[wasm_bindgen_test]
async fn observer_is_called_and_its_errors_are_ignored() {
    for observer in [
        "(attempt) => { globalThis.heard.push(attempt) }",
        "(attempt) => { globalThis.heard.push(attempt); throw new Error('boo') }",
        "async (attempt) => { globalThis.heard.push(attempt); throw new Error('boo') }",
        "(attempt) => { globalThis.heard.push(attempt); return new Promise(() => {}) }",
    ] {
        js("globalThis.heard = []");
        let id = new_execution("Running").await;
        fault(&id, "unavailable", "").await;
        let result = settled(&cancel(&client(FULL, &format!("{QUICK}, onAttempt: {observer}")), &id)).await.unwrap();
        let heard = js("JSON.stringify(globalThis.heard)");
        assert_eq!(heard, run("return JSON.stringify(context.history)", &result), "{observer}");
        assert!(
            heard
                .as_string()
                .unwrap()
                .contains(r#""httpStatus":503,"error":"ServiceError","code":"ServiceUnavailable""#)
        );
    }
}

#[wasm_bindgen_test]
async fn refused_signature_is_explained() {
    let wrong = "{ accessKeyId: 'LTAI-demo-full', accessKeySecret: 'wrong' }";
    let error = settled(&cancel(&client(wrong, ""), "exec-1")).await.unwrap_err();
    assert_eq!(text(&error, "code"), "SignatureDoesNotMatch");
    assert_eq!(text(&get(&error, "diagnosis"), "kind"), "wrong-secret");
    assert_eq!(text(&error, "remedy"), "refresh-credentials");
    let id = new_execution("Running").await;
    let echo = "message: 'Not matched. server string to sign is:GET&%2F&Action%3DCancelExecution'";
    fault(&id, "error", &format!("code: 'SignatureDoesNotMatch', httpStatus: 400, {echo}")).await;
    let error = settled(&cancel(&client(FULL, ""), &id)).await.unwrap_err();
    let diagnosis = get(&error, "diagnosis");
    assert_eq!(
        (text(&diagnosis, "kind").as_str(), text(&diagnosis, "parameter").as_str()),
        ("different-request", "method")
    );
    assert_eq!(text(&error, "remedy"), "report");
    assert_eq!(text(&error, "serviceMessage"), "Not matched. server […]");
}

#[wasm_bindgen_test]
async fn form_is_absent_from_resource_timing() {
    for (more, shown) in [("", false), (", requestStyle: 'query'", true), (", requestStyle: 'get'", true)] {
        let id = new_execution("Running").await;
        js("performance.clearResourceTimings()");
        settled(&cancel(&client(FULL, more), &id)).await.unwrap();
        JsFuture::from(sleep(100)).await.unwrap(); // entries come a little later
        let seen = run(
            "return performance.getEntriesByType('resource').some(({ name }) => name.includes(context) && name.includes('Signature='))",
            &id.into(),
        );
        assert_eq!(seen, JsValue::from(shown), "{more}");
    }
}
