//! No text that comes out holds a secret, a token, a signature, a signed URL or the server's echo.

use oos_cancel::web::{OosClient, send_cancel_url, sign_cancel_url};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::emulator::{OOS, cancel, client, fault, new_execution};
use super::{console_text, every_text, get, js, promised, settled, text};

const SECRET: &str = "demo-secret-sts-valid";
const TOKEN: &str = "demo-token-valid";

fn credentials() -> String {
    format!("{{ accessKeyId: 'STS.demo-valid', accessKeySecret: '{SECRET}', securityToken: '{TOKEN}' }}")
}

fn is_clean(shown: &str, what: &str) {
    for hidden in [SECRET, TOKEN, "demo-token", "Signature=", "SecurityToken=", "%2F&AccessKeyId"] {
        assert!(!shown.contains(hidden), "{what} shows {hidden}: {shown}");
    }
}

#[wasm_bindgen_test]
async fn errors_and_console_show_no_secret() {
    let id = new_execution("Running").await;
    let oos = client(&credentials(), ", timeoutMs: 500, retry: false");
    is_clean(&format!("{oos:?}"), "Debug of the client");
    for (kind, more) in [
        ("error", "code: 'SignatureDoesNotMatch', httpStatus: 400".to_owned()),
        (
            "error",
            format!(
                "code: 'Odd', httpStatus: 400, message: 'token {TOKEN} in {OOS}/?SecurityToken={TOKEN}&Signature=abc'"
            ),
        ),
        ("error", format!("code: 'Odd', httpStatus: 500, message: '{SECRET} and {TOKEN}'")),
        ("html", "httpStatus: 502".to_owned()),
        ("delay", "delayMs: 1500, where: 'before'".to_owned()),
        ("delay", "delayMs: 1500, where: 'body'".to_owned()),
        ("truncated", String::new()),
        ("reset-before", "times: 9".to_owned()),
        ("redirect", "location: '/?elsewhere'".to_owned()),
    ] {
        let id = if kind == "reset-before" { new_execution("Running").await } else { id.clone() };
        fault(&id, kind, &more).await;
        let error = settled(&cancel(&oos, &id)).await.unwrap_err();
        is_clean(&every_text(&error), kind);
    }
    let wrong = client(&credentials().replace(SECRET, "another-secret"), "");
    let error = settled(&cancel(&wrong, &id)).await.unwrap_err();
    assert_eq!(text(&error, "code"), "SignatureDoesNotMatch");
    assert!(!text(&error, "serviceMessage").contains("AccessKeyId"), "the echo is cut off");
    is_clean(&every_text(&error), "a real SignatureDoesNotMatch");
    is_clean(&console_text(), "the console");
}

#[wasm_bindgen_test]
async fn wrong_input_is_not_repeated_in_errors() {
    let shown = |error: &JsValue| is_clean(&every_text(error), "InvalidInputError");
    let more = "executionId: 5, regionId: 'cn-x', timestamp: NaN";
    shown(&sign_cancel_url(&js(&format!("{{ credentials: {}, {more} }}", credentials()))).unwrap_err());
    shown(
        &OosClient::new(&js(&format!("{{ credentials: {}, endpoint: 'https://{TOKEN}@a' }}", credentials())))
            .unwrap_err(),
    );
    let signed =
        sign_cancel_url(&js(&format!("{{ credentials: {}, endpoint: '{OOS}', executionId: 'e' }}", credentials())))
            .unwrap();
    let url = text(&signed, "url");
    for bad in
        [url.clone(), url.replace("Signature=", "Signature=x"), url.replace("&Signature=", "&Sig%6"), url + "#" + TOKEN]
    {
        shown(&settled(&promised(send_cancel_url(&bad.into(), &JsValue::UNDEFINED))).await.unwrap_err());
    }
    assert!(get(&signed, "signature").is_string());
}
