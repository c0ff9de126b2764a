//! The service in wasm, where a page can be its host: signed calls, a cancel that takes its time, a fault.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "these are tests")]

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::Request;
use oos_emulator::{Delivery, Host, Seeds, Service, Transport};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha1::Sha1;
use wasm_bindgen_test::wasm_bindgen_test;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
const RUNNING: &str = "exec-8a2aaf460fdf47c6b5ef";

/// 2024-05-06T07:08:09Z, and what the test adds.
#[derive(Debug, Default)]
struct Page {
    passed_ms: Arc<AtomicI64>,
    numbers: u64,
}

impl Host for Page {
    fn now_ms(&self) -> i64 {
        1_714_979_289_000 + self.passed_ms.load(Ordering::Relaxed)
    }

    fn random(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

fn signed(action: &str, parameters: &[(&str, &str)], nonce: &str) -> Request<Bytes> {
    let mut all = vec![
        ("Action", action),
        ("Version", "2019-06-01"),
        ("Format", "JSON"),
        ("AccessKeyId", "LTAI-demo-full"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", nonce),
        ("Timestamp", "2024-05-06T07:08:09Z"),
    ];
    all.extend(parameters);
    all.sort_unstable();
    let pairs: Vec<_> = all.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let query = pairs.join("&");
    let mut mac = Hmac::<Sha1>::new_from_slice(b"demo-secret-full&").unwrap();
    mac.update(format!("GET&%2F&{}", encode(&query)).as_bytes());
    let signature = encode(&BASE64_STANDARD.encode(mac.finalize().into_bytes()));
    let request =
        Request::get(format!("/?{query}&Signature={signature}")).header("host", "oos.cn-hangzhou.aliyuncs.com");
    request.body(Bytes::new()).unwrap()
}

fn send(oos: &mut Service, request: Request<Bytes>) -> Delivery {
    let pending = oos.begin(request);
    let delivery = oos.finish(pending);
    oos.sent(&delivery);
    delivery
}

fn json_of(delivery: &Delivery) -> Value {
    serde_json::from_slice(delivery.response.body()).unwrap()
}

#[wasm_bindgen_test]
fn page_is_a_host() {
    let page = Page::default();
    let passed_ms = page.passed_ms.clone();
    let mut oos = Service::new(Box::new(page), Seeds { executions: 100, ..Seeds::default() });

    let list = json_of(&send(&mut oos, signed("ListExecutions", &[("MaxResults", "10")], "1")));
    assert_eq!((list["TotalCount"].as_u64(), list["Executions"].as_array().unwrap().len()), (Some(107), 10));
    let token = list["NextToken"].as_str().unwrap();
    let next = json_of(&send(&mut oos, signed("ListExecutions", &[("MaxResults", "10"), ("NextToken", token)], "2")));
    assert_ne!(next["Executions"][0]["ExecutionId"], list["Executions"][0]["ExecutionId"]);

    assert_eq!(send(&mut oos, signed("CancelExecution", &[("ExecutionId", RUNNING)], "3")).response.status(), 200);
    let status = |oos: &mut Service, nonce: &str| {
        json_of(&send(oos, signed("ListExecutions", &[("ExecutionId", RUNNING)], nonce)))["Executions"][0]["Status"]
            .clone()
    };
    assert_eq!(status(&mut oos, "4"), "Running");
    passed_ms.fetch_add(300, Ordering::Relaxed);
    assert_eq!(status(&mut oos, "5"), "Cancelled");

    let fault = Bytes::from(json!({ "kind": "truncated" }).to_string());
    assert_eq!(oos.control(&Request::post("/faults").body(fault).unwrap()).status(), 200);
    assert_eq!(send(&mut oos, signed("ListExecutions", &[], "6")).transport, Transport::Truncated);
    let log = oos.control(&Request::get("/requests/counts").body(Bytes::new()).unwrap());
    let log: Value = serde_json::from_slice(log.body()).unwrap();
    assert_eq!((&log["ListExecutions"]["processed"], &log["CancelExecution"]["success"]), (&json!(5), &json!(1)));
}
