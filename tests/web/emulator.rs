//! The emulator that the test run started, and clients that call it.

use js_sys::Promise;
use oos_cancel::web::OosClient;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{control, get, js, promised, text};

pub const OOS: &str = env!("OOS_TEST_ENDPOINT");
const CONTROL: &str = env!("OOS_TEST_CONTROL");

pub const FULL: &str = r#"{ accessKeyId: "LTAI-demo-full", accessKeySecret: "demo-secret-full" }"#;

pub async fn order(method: &str, path: &str, body: &str) -> JsValue {
    JsFuture::from(control(CONTROL, method, path, &js(body))).await.unwrap()
}

pub async fn new_execution(status: &str) -> String {
    text(&order("POST", "/executions", &format!("{{ status: '{status}' }}")).await, "executionId")
}

/// A fault for the next request about one execution.
pub async fn fault(execution_id: &str, kind: &str, more: &str) {
    order("POST", "/faults", &format!("{{ executionId: '{execution_id}', kind: '{kind}', {more} }}")).await;
}

pub async fn cancel_count(execution_id: &str) -> f64 {
    let shown = order("GET", &format!("/executions/{execution_id}"), "undefined").await;
    get(&shown, "cancelCount").as_f64().unwrap()
}

/// What the emulator received about one execution.
pub async fn requests(execution_id: &str) -> Vec<JsValue> {
    let log = order("GET", &format!("/requests?executionId={execution_id}"), "undefined").await;
    js_sys::Array::from(&log).to_vec()
}

/// A client of the emulator with these credentials and, after a comma, more options.
pub fn client(credentials: &str, more: &str) -> OosClient {
    OosClient::new(&js(&format!("{{ endpoint: '{OOS}', regionId: 'cn-hangzhou', credentials: {credentials} {more} }}")))
        .unwrap()
}

pub fn cancel(client: &OosClient, execution_id: &str) -> Promise {
    promised(client.cancel_execution(&execution_id.into(), &JsValue::UNDEFINED))
}
