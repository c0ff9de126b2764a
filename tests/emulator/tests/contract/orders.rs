//! What the control interface refuses: numbers out of range, unknown keys, malformed texts.

use serde_json::{Value, json};
use ureq::http;

use crate::support::{RUNNING, cancel, start};

const HUGE_NUMBERS: [&str; 8] = [
    "4611686018427387904",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "1e300",
    "-9223372036854775808",
];

const ODD_NUMBERS: [&str; 7] = ["1.5", "\"1\"", "true", "[1]", "{}", "NaN", "1e999"];

#[test]
fn numbers_out_of_range_are_refused() {
    let bench = start();
    let about = |kind: &str, field: &str| format!("{{\"kind\":\"{kind}\",\"{field}\":?}}");
    for (path, body) in [
        ("/faults", about("huge", "bytes")),
        ("/faults", about("delay", "delayMs")),
        ("/faults", about("clock", "offsetSeconds")),
        ("/faults", about("unavailable", "retryAfter")),
        ("/faults", about("unavailable", "xAcsRetryAfter")),
        ("/faults", about("throttling", "retryAfter")),
        ("/faults", about("throttling", "xAcsRetryAfter")),
        ("/faults", about("throttling", "httpStatus")),
        ("/faults", about("html", "httpStatus")),
        ("/faults", about("empty", "httpStatus")),
        ("/faults", about("wrong-type", "body\":\"\",\"httpStatus")),
        ("/faults", about("error", "code\":\"InternalError\",\"httpStatus")),
        ("/faults", about("internal-error", "times")),
        ("/faults", about("internal-error", "skip")),
        ("/clock", "{\"offsetSeconds\":?}".to_owned()),
        ("/settings", "{\"cancelDelayMs\":?}".to_owned()),
        ("/settings", "{\"timestampWindowSeconds\":?}".to_owned()),
        ("/faults", about("large-outputs", "bytes")),
        ("/faults", about("internal-error", "share")),
        ("/executions", "{\"count\":?}".to_owned()),
        ("/executions", "{\"cancelDelayMs\":?}".to_owned()),
        ("/executions", "{\"steps\":[{\"status\":\"Success\",\"afterMs\":?}]}".to_owned()),
        ("/executions", "{\"timer\":{\"everyMs\":?}}".to_owned()),
        ("/executions", "{\"timer\":{\"everyMs\":1000,\"times\":?}}".to_owned()),
        ("/rate-limits", "{\"perSecond\":1,\"burst\":?}".to_owned()),
    ] {
        for number in HUGE_NUMBERS.iter().chain(&ODD_NUMBERS) {
            let body = body.replace('?', number);
            let (status, error) = bench.post(path, &body);
            assert_eq!(status, 400, "{path} {body}");
            assert!(!error.is_empty(), "{path} {body}");
        }
    }
    assert_eq!(bench.control("GET", "/faults", Value::Null).json(), json!([]));
    bench.assert_alive();
}

#[test]
fn refused_number_is_named_with_its_range() {
    let bench = start();
    for (path, body, error) in [
        ("/faults", json!({ "kind": "huge", "bytes": 67_108_865 }), "bytes must be from 0 to 67108864, not 67108865."),
        ("/faults", json!({ "kind": "delay", "delayMs": 600_001 }), "delayMs must be from 0 to 600000, not 600001."),
        ("/faults", json!({ "kind": "html", "times": 0 }), "times must be from 1 to 1000000, not 0."),
        ("/faults", json!({ "kind": "html", "skip": 1_000_001 }), "skip must be from 0 to 1000000, not 1000001."),
        ("/faults", json!({ "kind": "empty", "httpStatus": 600 }), "httpStatus must be from 200 to 599, not 600."),
        (
            "/settings",
            json!({ "cancelDelayMs": 86_400_001 }),
            "cancelDelayMs must be from 0 to 86400000, not 86400001.",
        ),
        (
            "/clock",
            json!({ "offsetSeconds": -3_155_760_001_i64 }),
            "offsetSeconds must be from -3155760000 to 3155760000, not -3155760001.",
        ),
    ] {
        assert_eq!(bench.post(path, &body.to_string()), (400, error.to_owned()));
    }
}

#[test]
fn numbers_at_the_edge_of_the_range_work() {
    let bench = start();
    bench.settings(json!({ "cancelDelayMs": 86_400_000, "timestampWindowSeconds": 86_400 }));
    for fault in [
        json!({ "kind": "huge", "bytes": 0 }),
        json!({ "kind": "internal-error", "times": 1_000_000, "skip": 1_000_000 }),
        json!({ "kind": "throttling", "retryAfter": 1_000_000_000_000_u64, "xAcsRetryAfter": 1_000_000_000_000_u64 }),
        json!({ "kind": "delay", "delayMs": 0 }),
    ] {
        bench.fault(fault);
        bench.send(&cancel(RUNNING).sign());
        bench.control("DELETE", "/faults", Value::Null);
    }
    for offset in [-3_155_760_000_i64, 3_155_760_000] {
        assert_eq!(bench.control("POST", "/clock", json!({ "offsetSeconds": offset })).status, 200);
        bench.fault(json!({ "kind": "clock", "offsetSeconds": offset }));
        assert_eq!(bench.send(&cancel(RUNNING).sign()).status, 400);
    }
    bench.assert_alive();
}

#[test]
fn every_status_goes_with_every_fault_that_has_one() {
    let bench = start();
    for status in 200..600 {
        for kind in ["html", "empty", "wrong-type", "throttling"] {
            let mut fault = json!({ "kind": kind, "httpStatus": status });
            if kind == "wrong-type" {
                fault["body"] = json!("[]");
            }
            bench.fault(fault);
            for method in ["GET", "HEAD"] {
                let uri = bench.emulator.oos().to_owned() + &cancel(RUNNING).sign().path();
                let request = http::Request::builder().method(method).uri(uri).body(String::new()).unwrap();
                let reply = bench.raw(request).unwrap();
                if method == "GET" {
                    assert_eq!(reply.status, status, "{kind}");
                }
            }
        }
    }
    bench.assert_alive();
}

#[test]
fn unknown_keys_are_refused_everywhere() {
    let bench = start();
    for (path, body) in [
        ("/executions", json!({ "status": "Running", "id": "exec-mine" })),
        ("/faults", json!({ "kind": "huge", "byte": 1 })),
        ("/faults", json!({ "kind": "reset-before", "executionID": RUNNING })),
        ("/clock", json!({ "offsetSeconds": 1, "offset": 1 })),
        ("/settings", json!({ "cancelDelay": 1 })),
        ("/executions", json!({ "details": { "template": "t" } })),
        ("/executions", json!({ "timer": { "everyMs": 1000, "runsMs": 1 } })),
        ("/rate-limits", json!({ "perSecond": 1, "burst": 1, "account": "a" })),
    ] {
        let (status, error) = bench.post(path, &body.to_string());
        assert_eq!(status, 400, "{path} {body}");
        assert!(error.contains("unknown field"), "{error}");
    }
    let reply = bench.control("GET", "/requests?executionID=x", Value::Null);
    assert_eq!(reply.status, 400);
    assert!(reply.json()["error"].as_str().unwrap().contains("unknown field"), "{}", reply.text);
}

#[test]
fn malformed_bodies_are_refused() {
    let bench = start();
    let deep = "[".repeat(100_000);
    let deep_object = "{\"kind\":".repeat(10_000);
    let deep_value = format!("{{\"kind\":\"wrong-type\",\"body\":{}1{}}}", "[".repeat(5000), "]".repeat(5000));
    for body in [
        "",
        "null",
        "[]",
        "\"\"",
        "1",
        "{",
        "{}}",
        "\u{feff}{}",
        &deep,
        &deep_object,
        &deep_value,
        "{\"kind\":\"huge\",\"bytes\":1,\"bytes\":2}",
        "{\"kind\":\"huge\",\"kind\":\"empty\"}",
        "{\"kind\":\"huge\",\"times\":1,\"times\":2}",
        "{\"kind\":null}",
        "{\"kind\":\"huge\"}{\"kind\":\"huge\"}",
    ] {
        let (status, error) = bench.post("/faults", body);
        assert!(status == 400 && !error.is_empty(), "{body:.40}");
    }
    assert_eq!(bench.control("GET", "/faults", Value::Null).json(), json!([]));
    bench.assert_alive();
}

#[test]
fn every_refusal_of_the_control_interface_is_json() {
    let bench = start();
    for (method, path, status) in [
        ("GET", "/", 404),
        ("GET", "/nothing", 404),
        ("GET", "/executions/none", 404),
        ("GET", "/executions/%ff", 400),
        ("PUT", "/requests", 405),
        ("POST", "/requests/counts", 405),
        ("POST", "/executions/none/history", 405),
        ("GET", "/executions/none/history", 404),
        ("GET", "/requests?after=x", 400),
        ("DELETE", "/executions/none", 405),
        ("GET", "/reset", 405),
        ("GET", "/requests?executionId=a&executionId=b", 400),
    ] {
        let reply = bench.control(method, path, Value::Null);
        assert_eq!(reply.status, status, "{method} {path}");
        assert!(reply.json()["error"].is_string(), "{method} {path}: {}", reply.text);
    }
}

#[test]
fn execution_ids_of_no_or_excessive_length_are_refused() {
    let bench = start();
    for (id, status) in [(String::new(), 400), ("x".repeat(1025), 400), ("x".repeat(1024), 200)] {
        assert_eq!(bench.post("/executions", &json!({ "executionId": id }).to_string()).0, status);
    }
}

#[test]
fn codes_of_excessive_length_are_refused() {
    let bench = start();
    for kind in ["error", "throttling"] {
        let fault = json!({ "kind": kind, "code": "x".repeat(1025), "httpStatus": 400, "message": "" });
        let (status, error) = bench.post("/faults", &fault.to_string());
        assert_eq!(status, 400);
        assert!(kind == "throttling" || error.contains("length of code"), "{error}");
    }
}

#[test]
fn redirects_to_what_is_no_header_value_are_refused() {
    let bench = start();
    for location in ["http://x/\r\nSet-Cookie: a=b", "\n", "\0", "a\u{7f}"] {
        let (status, error) = bench.post("/faults", &json!({ "kind": "redirect", "location": location }).to_string());
        assert_eq!(status, 400, "{location:?}");
        assert!(error.contains("location"), "{error}");
    }
}
