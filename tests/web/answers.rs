//! What comes back: the right class, code, status, RequestId, outcome and remedy for every answer.

use oos_cancel::oos::cancel_execution::CANCEL_EXECUTION;
use oos_cancel::rpc::codes::{CODES, Remedy, is_denial};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::emulator::{FULL, cancel, cancel_count, client, fault, new_execution};
use super::{attempts, get, is_error, is_undefined, settled, text};

async fn failure(credentials: &str, id: &str) -> JsValue {
    settled(&cancel(&client(credentials, ", retry: false"), id)).await.unwrap_err()
}

fn is_service_error(error: &JsValue, code: &str, status: u16, remedy: &str) {
    assert!(is_error(error, "ServiceError"), "{code}: {error:?}");
    assert_eq!(text(error, "code"), code);
    assert_eq!(get(error, "httpStatus"), JsValue::from(status), "{code}");
    assert_eq!(text(error, "remedy"), remedy, "{code}");
    let retryable = remedy == "retry-later" || code == "SignatureNonceUsed";
    assert_eq!(get(error, "retryable"), JsValue::from(retryable), "{code}");
    assert_eq!(text(error, "requestId").len(), 36, "{code}");
    assert!(text(error, "message").starts_with(&format!("{code}: ")), "{code}");
}

fn key(id: &str, secret: &str, token: &str) -> String {
    let token = if token.is_empty() { String::new() } else { format!(", securityToken: '{token}'") };
    format!("{{ accessKeyId: '{id}', accessKeySecret: '{secret}'{token} }}")
}

/// The codes that come from who calls and what is called, as the emulator's accounts and executions make them.
#[wasm_bindgen_test]
async fn refusals_of_accounts_and_executions_have_their_codes() {
    let running = new_execution("Running").await;
    for (credentials, code, status, remedy) in [
        (
            key("LTAI-demo-no-permission", "demo-secret-no-permission", ""),
            "User.NoPermission",
            401,
            "request-permission",
        ),
        (
            key("STS.demo-invalid", "demo-secret-sts-invalid", "demo-token-invalid"),
            "InvalidStsToken",
            400,
            "refresh-credentials",
        ),
        (
            key("STS.demo-expired", "demo-secret-sts-expired", "demo-token-expired"),
            "ExpiredStsToken",
            400,
            "refresh-credentials",
        ),
        (
            key("LTAI-demo-account-type", "demo-secret-account-type", ""),
            "InvalidAccountType",
            400,
            "request-permission",
        ),
        (
            key("LTAI-demo-inactive", "demo-secret-inactive", ""),
            "InvalidAccessKeyId.Inactive",
            400,
            "refresh-credentials",
        ),
        (key("LTAI-nobody", "secret-of-nobody-at-all", ""), "InvalidAccessKeyId.NotFound", 404, "refresh-credentials"),
        (key("LTAI-demo-full", "wrong", ""), "SignatureDoesNotMatch", 400, "refresh-credentials"),
        (key("LTAI-demo-throttled", "demo-secret-throttled", ""), "Throttling.User", 400, "retry-later"),
    ] {
        let error = failure(&credentials, &running).await;
        is_service_error(&error, code, status, remedy);
        assert_eq!(text(&error, "outcome"), "refused");
        assert_eq!(attempts(&error), 1);
        // The demo secret of this account holds the name of the code, so the redactor keeps the page back.
        if code != "User.NoPermission" {
            assert!(text(&error, "recommend").starts_with("https://api.aliyun.com/troubleshoot?q="), "{code}");
        }
    }
    assert_eq!(cancel_count(&running).await, 0.0);
    is_service_error(&failure(FULL, "exec-nowhere").await, "EntityNotExist.Execution", 404, "check-execution");
    let ended = new_execution("Success").await;
    is_service_error(&failure(FULL, &ended).await, "ExecutionCancelFailed", 403, "check-execution");
}

/// Every code of the table with each of its statuses, answered over real HTTP.
#[wasm_bindgen_test]
async fn every_known_code_is_reported() {
    let id = new_execution("Running").await;
    for known in CODES {
        for status in known.http {
            fault(&id, "error", &format!("code: '{}', httpStatus: {status}, message: 'Told.'", known.code)).await;
            let error = failure(FULL, &id).await;
            is_service_error(&error, known.code, *status, known.remedy.as_str());
            assert_eq!(text(&error, "serviceMessage"), "Told.");
            let meaning = if is_denial(known.code) { CANCEL_EXECUTION.denied } else { known.meaning };
            assert_eq!(text(&error, "meaning"), meaning);
            let unknown = *status >= 500 || ["UnknownError", "SignatureNonceUsed"].contains(&known.code);
            // After an unclear outcome, what to do with the execution replaces what the code advises.
            let (happened, advice) = meaning.split_once(". ").unwrap_or((meaning.trim_end_matches('.'), "."));
            let advice = if unknown { "check its status before you act." } else { advice };
            let message = text(&error, "message");
            assert!(message.contains(happened) && message.ends_with(advice), "{message}");
            assert_eq!(text(&error, "outcome"), if unknown { "unknown" } else { "refused" }, "{}", known.code);
        }
    }
    assert_eq!(cancel_count(&id).await, 0.0);
}

#[wasm_bindgen_test]
async fn unknown_code_is_a_service_error() {
    let id = new_execution("Running").await;
    for (code, status, remedy) in [
        ("Brand.New", 409, Remedy::Report),
        ("Brand.New", 403, Remedy::RequestPermission),
        ("Brand.New", 502, Remedy::RetryLater),
        ("Throttling.Brand", 429, Remedy::RetryLater),
        ("InvalidBrand", 400, Remedy::FixInput),
    ] {
        fault(&id, "error", &format!("code: '{code}', httpStatus: {status}, message: ''")).await;
        is_service_error(&failure(FULL, &id).await, code, status, remedy.as_str());
    }
}

/// None of these may pass for a success, and each says that the cancel may have happened.
#[wasm_bindgen_test]
async fn responses_not_from_oos_are_response_errors() {
    for (kind, more, code, status) in [
        ("html", "httpStatus: 200", "NotJson", 200),
        ("html", "httpStatus: 502", "NotJson", 502),
        ("empty", "httpStatus: 200", "EmptyBody", 200),
        ("empty", "httpStatus: 503", "EmptyBody", 503),
        ("truncated-json", "", "NotJson", 200),
        ("wrong-type", "body: '[]'", "WrongShape", 200),
        ("wrong-type", "body: 'null'", "WrongShape", 200),
        ("wrong-type", "body: '\"RequestId\"'", "WrongShape", 200),
        ("wrong-type", "body: '{\"RequestId\":5}'", "WrongShape", 200),
        ("wrong-type", "body: '{\"RequestId\":\"x\",\"Code\":200}'", "WrongShape", 200),
        ("wrong-type", "body: '{\"RequestId\":\"x\",\"Code\":\"Success\"}'", "WrongShape", 200),
        ("no-request-id", "", "MissingRequestId", 200),
        ("huge", "", "BodyTooLarge", 200),
    ] {
        // Each time another, since one that was cancelled has ended a moment later.
        let id = new_execution("Running").await;
        fault(&id, kind, more).await;
        let error = failure(FULL, &id).await;
        assert!(is_error(&error, "ResponseError"), "{kind} {more}: {error:?}");
        assert_eq!(text(&error, "code"), code, "{kind} {more}");
        assert_eq!(get(&error, "httpStatus"), JsValue::from(status), "{kind} {more}");
        assert_eq!(text(&error, "outcome"), "unknown");
        assert_eq!(text(&error, "remedy"), if status >= 500 { "retry-later" } else { "check-execution" });
        assert!(text(&error, "message").contains("may have been cancelled"), "{kind}");
    }
}

#[wasm_bindgen_test]
async fn truncated_body_is_a_response_error() {
    let id = new_execution("Running").await;
    fault(&id, "truncated", "").await;
    let error = failure(FULL, &id).await;
    assert!(is_error(&error, "ResponseError"), "{error:?}");
    assert!(["BodyCutOff", "NotJson"].contains(&text(&error, "code").as_str()), "{error:?}");
    assert_eq!(text(&error, "outcome"), "unknown");
}

#[wasm_bindgen_test]
async fn missing_response_is_a_network_error() {
    for (kind, ran) in [("reset-before", 0.0), ("reset-after", 1.0), ("no-cors", 1.0)] {
        let id = new_execution("Running").await;
        // A browser repeats a request itself when a connection that was kept open turns out to be closed.
        fault(&id, kind, "times: 9").await;
        let error = failure(FULL, &id).await;
        assert!(is_error(&error, "NetworkError"), "{kind}: {error:?}");
        assert_eq!(text(&error, "code"), "NetworkFailure");
        assert_eq!((text(&error, "outcome").as_str(), text(&error, "remedy").as_str()), ("unknown", "check-network"));
        assert!(is_error_value(&get(&error, "cause")), "the rejection of fetch is kept");
        assert!(is_undefined(&error, "httpStatus"));
        assert_eq!(cancel_count(&id).await, ran, "{kind}");
    }
}

/// A browser repeats a request by itself when a kept-alive connection breaks before the answer. The page then sees only
/// the refusal of the second one, while the first has cancelled: nobody may take that for "refused".
#[wasm_bindgen_test]
async fn request_repeated_by_the_browser_is_unknown() {
    let (warm, id) = (new_execution("Running").await, new_execution("Running").await);
    let oos = client(FULL, ", retry: false");
    settled(&cancel(&oos, &warm)).await.unwrap();
    fault(&id, "reset-after", "").await;
    let error = settled(&cancel(&oos, &id)).await.unwrap_err();
    assert_eq!(cancel_count(&id).await, 1.0);
    assert_eq!(text(&error, "outcome"), "unknown", "{error:?}");
    if is_error(&error, "ServiceError") {
        assert_eq!(text(&error, "code"), "SignatureNonceUsed");
        assert_eq!(text(&error, "remedy"), "check-execution");
    }
}

#[wasm_bindgen_test]
async fn redirect_is_not_followed() {
    let (id, other) = (new_execution("Running").await, new_execution("Running").await);
    fault(&id, "redirect", "location: '/?elsewhere'").await;
    let error = failure(FULL, &id).await;
    assert!(is_error(&error, "NetworkError"), "{error:?}");
    assert_eq!(cancel_count(&other).await, 0.0);
}

fn is_error_value(value: &JsValue) -> bool {
    super::run("return context instanceof Error", value).is_truthy()
}
