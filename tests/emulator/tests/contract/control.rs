//! The control interface itself.

use serde_json::{Value, json};

use crate::support::{RUNNING, SUCCEEDED, cancel, start, utc};

#[test]
fn executions_are_made_to_order() {
    let bench = start();
    let made = bench.control("POST", "/executions", json!({ "executionId": "exec-mine", "status": "Failed" }));
    assert_eq!(made.json(), json!({ "executionId": "exec-mine" }));
    let mine = json!({ "executionId": "exec-mine", "status": "Failed", "cancelCount": 0 });
    assert_eq!(bench.execution("exec-mine"), mine);
    let id = bench.new_execution();
    assert_eq!(bench.execution(&id)["status"], "Running");
    assert_eq!(bench.control("GET", "/executions/none", Value::Null).status, 404);
    assert_eq!(bench.control("POST", "/executions", json!({ "status": "Sleeping" })).status, 400);
}

#[test]
fn settings_change_one_by_one() {
    let bench = start();
    let defaults = json!({
        "cancelDelayMs": 300, "timestampWindowSeconds": 900, "preflight": "strict", "tokenFamily": "oos", "keepAlive": true,
        "notFoundCode": "EntityNotExist.Execution", "childrenOfParent": "listed"
    });
    assert_eq!(bench.control("GET", "/settings", Value::Null).json(), defaults);
    let changed = bench.control("POST", "/settings", json!({ "cancelDelayMs": 5 })).json();
    assert_eq!((&changed["cancelDelayMs"], &changed["tokenFamily"]), (&json!(5), &json!("oos")));
    assert_eq!(bench.control("POST", "/settings", json!({ "preflight": "maybe" })).status, 400);
    assert_eq!(bench.control("POST", "/settings", json!({ "cancelDelay": 5 })).status, 400);
}

#[test]
fn a_reset_forgets_everything() {
    let bench = start();
    let made = bench.new_execution();
    bench.settings(json!({ "cancelDelayMs": 0, "timestampWindowSeconds": 7200 }));
    bench.control("POST", "/clock", json!({ "offsetSeconds": -3600 }));
    let signed = cancel(RUNNING).with("Timestamp", &utc(-600)).sign();
    bench.send(&signed).assert_success();
    bench.fault(json!({ "kind": "internal-error" }));
    let last_seq = bench.log(RUNNING)[0]["seq"].as_u64().unwrap();

    assert_eq!(bench.control("POST", "/reset", Value::Null).status, 200);
    assert_eq!(bench.control("GET", "/faults", Value::Null).json(), json!([]));
    assert_eq!(bench.control("GET", "/requests", Value::Null).json(), json!([]));
    assert_eq!(bench.control("GET", &format!("/executions/{made}"), Value::Null).status, 404);
    assert_eq!(bench.execution(RUNNING), json!({ "executionId": RUNNING, "status": "Running", "cancelCount": 0 }));
    bench.send(&signed).assert_success();
    assert!(bench.log(RUNNING)[0]["seq"].as_u64().unwrap() > last_seq);
    assert_eq!(bench.execution(RUNNING)["status"], "Running");
}

#[test]
fn requests_are_told_apart_and_forgotten() {
    let bench = start();
    bench.send(&cancel(RUNNING).sign());
    bench.send(&cancel(SUCCEEDED).post(|_| true).sign());
    assert_eq!(bench.control("GET", "/requests", Value::Null).json().as_array().unwrap().len(), 2);
    let entry = &bench.log(SUCCEEDED)[0];
    assert_eq!((&entry["code"], &entry["httpStatus"]), (&json!("ExecutionCancelFailed"), &json!(403)));
    assert_eq!((&entry["processed"], &entry["placement"]), (&json!(false), &json!("form")));
    assert_eq!(entry["contentType"], "application/x-www-form-urlencoded");
    bench.control("DELETE", "/requests", Value::Null);
    assert_eq!(bench.control("GET", "/requests", Value::Null).json(), json!([]));
}

#[test]
fn connections_close_after_one_answer_when_told_so() {
    let bench = start();
    assert_eq!(bench.send(&cancel(RUNNING).sign()).header("connection"), None);
    bench.settings(json!({ "keepAlive": false }));
    assert_eq!(bench.send(&cancel(RUNNING).sign()).header("connection"), Some("close"));
}
