//! Providers of credentials, and what is left of secrets in the module's memory.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::emulator::{cancel, client, fault, new_execution};
use super::{attempts, get, is_error, js, promised, run, settled, sleep, text};

const STS: &str =
    "{ accessKeyId: 'STS.demo-valid', accessKeySecret: 'demo-secret-sts-valid', securityToken: 'demo-token-valid' }";

/// A provider whose calls are counted.
fn counting(body: &str) -> String {
    js("globalThis.asked = 0");
    format!("() => {{ globalThis.asked += 1; {body} }}")
}

fn asked() -> f64 {
    js("globalThis.asked").as_f64().unwrap()
}

#[wasm_bindgen_test]
async fn provider_may_be_sync_or_async() {
    for body in [
        format!("return {STS}"),
        format!("return Promise.resolve({STS})"),
        format!("return new Promise((done) => setTimeout(done, 50, {STS}))"),
    ] {
        let oos = client(&counting(&body), "");
        let ids = [new_execution("Running").await, new_execution("Running").await, new_execution("Running").await];
        let promises: Vec<Promise> = ids.iter().map(|id| cancel(&oos, id)).collect();
        for promise in &promises {
            settled(promise).await.unwrap();
        }
        assert_eq!(asked(), 1.0, "{body}");
    }
}

#[wasm_bindgen_test]
async fn expired_token_is_renewed() {
    for family in ["oos", "gateway"] {
        let id = new_execution("Running").await;
        super::emulator::order("POST", "/settings", &format!("{{ tokenFamily: '{family}' }}")).await;
        fault(&id, "token-expired", "").await;
        let oos = client(&counting(&format!("return {STS}")), "");
        let result = settled(&cancel(&oos, &id)).await;
        super::emulator::order("POST", "/settings", "{ tokenFamily: 'oos' }").await;
        assert_eq!(attempts(&result.unwrap()), 2, "{family}");
        assert_eq!(asked(), 2.0);
    }
}

#[wasm_bindgen_test]
async fn provider_failure_gives_a_credentials_error() {
    for (body, code, cause) in [
        ("throw new RangeError('boo')", "ProviderFailed", "RangeError"),
        ("return Promise.reject(new RangeError('boo'))", "ProviderFailed", "RangeError"),
        ("return { accessKeyId: 'a' }", "UnusableCredentials", ""),
        ("return null", "UnusableCredentials", ""),
        ("", "UnusableCredentials", ""),
    ] {
        let id = new_execution("Running").await;
        let error = settled(&cancel(&client(&counting(body), ""), &id)).await.unwrap_err();
        assert!(is_error(&error, "CredentialsError"), "{body}: {error:?}");
        assert_eq!(text(&error, "code"), code, "{body}");
        assert_eq!(
            (text(&error, "outcome").as_str(), text(&error, "remedy").as_str()),
            ("not-sent", "refresh-credentials")
        );
        assert_eq!(get(&get(&error, "cause"), "name").as_string().unwrap_or_default(), cause);
        let problems = js_sys::Array::from(&get(&error, "problems")).length();
        assert_eq!(problems > 0, code == "UnusableCredentials", "{body}");
    }
}

#[wasm_bindgen_test]
async fn pending_provider_ends_with_the_deadline() {
    let oos = client(
        &counting(
            "return globalThis.asked > 1 ? Promise.resolve({ accessKeyId: 'a', accessKeySecret: 'b' }) : new Promise(() => {})",
        ),
        "",
    );
    let call = |options: &str| promised(oos.cancel_execution(&"exec-1".into(), &js(options)));
    let aborted = call("{ signal: AbortSignal.timeout(100) }");
    let error = settled(&aborted).await.unwrap_err();
    assert_eq!(text(&error, "name"), "TimeoutError", "the caller's own reason");
    let error = settled(&call("{ timeoutMs: 200 }")).await.unwrap_err();
    assert!(is_error(&error, "TimeoutError"));
    assert_eq!(text(&error, "outcome"), "not-sent");
    assert_eq!(asked(), 1.0, "they waited for the same answer");
    let error = settled(&call("{}")).await.unwrap_err();
    assert_eq!(text(&error, "code"), "InvalidAccessKeyId.NotFound", "asked anew after the deadline");
}

#[wasm_bindgen_test]
async fn provider_may_call_and_free_the_client() {
    let id = new_execution("Running").await;
    let oos = client(&counting(&format!("globalThis.reenter?.(); return {STS}")), "");
    let inner = js("{}");
    js("globalThis.reenter = () => { globalThis.reenter = undefined; globalThis.inner = globalThis.call() }");
    let again = oos;
    let handle = JsValue::from(again);
    run("globalThis.call = () => context.cancelExecution('exec-nowhere')", &handle);
    let promise: Promise = run(&format!("return context.cancelExecution('{id}')"), &handle).into();
    assert_eq!(text(&settled(&promise).await.unwrap(), "executionId"), id);
    let nested: Promise = js("globalThis.inner").into();
    assert_eq!(text(&settled(&nested).await.unwrap_err(), "code"), "EntityNotExist.Execution");
    drop(inner);
}

/// Whether the module's memory holds a text that only JavaScript has put together.
fn in_memory(needle: &str) -> bool {
    !places(needle).is_empty()
}

/// The addresses at which it lies.
fn places(needle: &str) -> String {
    let source = "const bytes = new Uint8Array(context.buffer);
        // Without its beginning, where an allocator writes when it takes memory back.
        const needle = new TextEncoder().encode(globalThis.needles[NAME].slice(32));
        const places = [];
        for (let at = bytes.indexOf(needle[0]); at >= 0; at = bytes.indexOf(needle[0], at + 1))
            if (needle.every((byte, index) => bytes[at + index] === byte)) places.push(at);
        return places.join()";
    run(&source.replace("NAME", &format!("'{needle}'")), &wasm_bindgen::memory()).as_string().unwrap()
}

#[wasm_bindgen_test]
async fn secrets_are_wiped_from_memory() {
    js(
        "globalThis.needles = Object.fromEntries(['secret', 'token', 'given', 'pasted'].map((name) => [name, Array.from(crypto.getRandomValues(new Uint8Array(72)), (byte) => String.fromCharCode(97 + byte % 26)).join('')]))",
    );
    let endpoint = super::emulator::OOS;
    let make = format!(
        "{{ endpoint: '{endpoint}', retry: false, credentials: {{ accessKeyId: 'STS.demo-valid', accessKeySecret: globalThis.needles.secret, securityToken: globalThis.needles.token + '/' }} }}"
    );
    let oos = oos_cancel::web::OosClient::new(&js(&make)).unwrap();
    assert!(in_memory("secret") && in_memory("token"), "the search finds what is there");
    for style in ["query", "form", "get"] {
        let more = make.replace("retry: false", &format!("retry: false, requestStyle: '{style}'"));
        let other = oos_cancel::web::OosClient::new(&js(&more)).unwrap();
        settled(&cancel(&other, "exec-1")).await.unwrap_err();
    }
    let signed = oos_cancel::web::sign_cancel_url(&js(&make.replace("retry: false", "executionId: 'e'"))).unwrap();
    let check = format!("{{ allowedOrigins: ['{endpoint}'] }}");
    oos_cancel::web::validate_cancel_url(&get(&signed, "url"), &js(&check)).unwrap();
    let signer = oos_cancel::web::CancelUrlSigner::new(&js(&make)).unwrap();
    assert!(signer.sign(&"exec-1".into()).unwrap().is_string());
    signer.release();
    let provider = make.replace("credentials: {", "credentials: () => ({").replace("token + '/' } }", "given }) }");
    let provided = oos_cancel::web::OosClient::new(&js(&provider)).unwrap();
    settled(&cancel(&provided, "exec-1")).await.unwrap_err();
    provided.release();
    oos.release();
    // The tasks of the calls are dropped once the executor has come round.
    JsFuture::from(sleep(20)).await.unwrap();
    for needle in ["secret", "token", "given"] {
        assert_eq!(places(needle), "", "{needle} is still there");
    }
    // By itself, since later work may come to lie where a text was.
    let pasted = make.replace("retry: false", "executionId: 'e'").replace("needles.token", "needles.pasted");
    let signed = oos_cancel::web::sign_cancel_url(&js(&pasted)).unwrap();
    assert_eq!(places("pasted"), "", "the token is still there after signing");
    oos_cancel::web::validate_cancel_url(&get(&signed, "url"), &js(&check)).unwrap();
    assert_eq!(places("pasted"), "", "the token is still there after validating");
    // Without the allowed origin nothing is made of it that would come to lie over what was read.
    oos_cancel::web::validate_cancel_url(&get(&signed, "url"), &js("{}")).unwrap();
    assert_eq!(places("pasted"), "", "the token is still there after a refusal");
}
