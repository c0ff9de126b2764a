//! Every fault: what the client sees, and whether the execution was cancelled behind it.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use ureq::Agent;

use crate::support::{Bench, RUNNING, Reply, cancel, start};

fn struck(fault: Value) -> (Bench, Result<Reply, ureq::Error>) {
    let bench = start();
    bench.fault(fault);
    let reply = bench.try_send(&cancel(RUNNING).sign());
    (bench, reply)
}

fn assert_processed(bench: &Bench, processed: bool) {
    assert_eq!(bench.execution(RUNNING)["cancelCount"], u32::from(processed));
    assert_eq!(bench.log(RUNNING)[0]["processed"], processed);
}

#[test]
fn a_reset_before_is_not_processed_and_a_reset_after_is() {
    for (kind, processed) in [("reset-before", false), ("reset-after", true)] {
        let (bench, reply) = struck(json!({ "kind": kind }));
        let ureq::Error::Io(error) = reply.err().unwrap() else { panic!("no reset") };
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
        assert_processed(&bench, processed);
        let entry = &bench.log(RUNNING)[0];
        assert_eq!((&entry["fault"], &entry["httpStatus"]), (&json!(kind), &Value::Null));
        assert_eq!(bench.control("GET", "/faults", Value::Null).json(), json!([]));
    }
}

#[test]
fn delays_hold_back_the_request_the_answer_or_its_body() {
    // Long, so that a busy machine does not make headers late that are not held back.
    const DELAY: Duration = Duration::from_secs(4);
    let held_back = |moment: &str| {
        let bench = start();
        bench.fault(json!({ "kind": "delay", "delayMs": DELAY.as_millis() as u64, "where": moment }));
        let began = Instant::now();
        let uri = bench.emulator.oos().to_owned() + &cancel(RUNNING).sign().path();
        let mut response = bench.agent.get(uri).call().unwrap();
        let headers_came_late = began.elapsed() >= DELAY;
        assert_eq!(headers_came_late, moment != "body", "{moment}");
        let text = response.body_mut().read_to_string().unwrap();
        assert!(began.elapsed() >= DELAY);
        assert!(text.contains("RequestId"), "{text}");
        assert_processed(&bench, true);
    };
    thread::scope(|scope| {
        for moment in ["before", "headers", "body"] {
            scope.spawn(move || held_back(moment));
        }
    });
}

#[test]
fn who_gives_up_during_a_delay_before_was_not_processed() {
    for (moment, processed) in [("before", false), ("headers", true), ("body", true)] {
        let bench = start();
        bench.fault(json!({ "kind": "delay", "delayMs": 1000, "where": moment }));
        let impatient: Agent = Agent::config_builder().timeout_global(Some(Duration::from_millis(400))).build().into();
        let uri = bench.emulator.oos().to_owned() + &cancel(RUNNING).sign().path();
        let answer = impatient.get(uri).call().and_then(|mut answer| answer.body_mut().read_to_string());
        assert!(matches!(answer, Err(ureq::Error::Timeout(_))), "{answer:?}");
        drop(impatient);
        std::thread::sleep(Duration::from_millis(1000));
        assert_processed(&bench, processed);
    }
}

#[test]
fn failures_of_the_service() {
    let (bench, reply) = struck(json!({ "kind": "internal-error" }));
    reply.unwrap().assert_refused(
        500,
        "InternalError",
        "The request processing has failed due to some unknown error, exception or failure.",
    );
    assert_processed(&bench, false);

    let (bench, reply) = struck(json!({ "kind": "unavailable", "retryAfter": 2 }));
    let reply = reply.unwrap();
    reply.assert_refused(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.");
    assert_eq!(reply.header("retry-after"), Some("2"));
    assert_processed(&bench, false);

    let (_, reply) = struck(json!({ "kind": "throttling" }));
    let reply = reply.unwrap();
    reply.assert_refused(400, "Throttling.User", "Request was denied due to user flow control.");
    assert_eq!((reply.header("retry-after"), reply.header("x-acs-retry-after")), (None, None));

    let (_, reply) = struck(json!({
        "kind": "throttling", "code": "Throttling", "httpStatus": 429, "retryAfter": 1, "xAcsRetryAfter": 250
    }));
    let reply = reply.unwrap();
    reply.assert_refused(429, "Throttling", "Request was denied due to request throttling.");
    assert_eq!((reply.header("retry-after"), reply.header("x-acs-retry-after")), (Some("1"), Some("250")));
}

#[test]
fn answers_of_someone_else() {
    let (bench, reply) = struck(json!({ "kind": "html" }));
    let reply = reply.unwrap();
    assert_eq!((reply.status, reply.header("content-type")), (502, Some("text/html;charset=utf-8")));
    assert!(reply.text.starts_with("<!DOCTYPE html>"));
    assert_eq!(reply.header("x-acs-request-id"), None);
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    assert_processed(&bench, false);

    let (_, reply) = struck(json!({ "kind": "html", "httpStatus": 200 }));
    assert_eq!(reply.unwrap().status, 200);

    let (bench, reply) = struck(json!({ "kind": "empty" }));
    let reply = reply.unwrap();
    assert_eq!((reply.status, reply.text.as_str(), reply.header("content-length")), (200, "", Some("0")));
    assert_processed(&bench, false);

    let (bench, reply) = struck(json!({ "kind": "wrong-type", "body": "[1,2]", "processed": true }));
    let reply = reply.unwrap();
    assert_eq!((reply.status, reply.text.as_str()), (200, "[1,2]"));
    assert_eq!(reply.header("content-type"), Some("application/json;charset=utf-8"));
    assert_processed(&bench, true);

    let (bench, reply) = struck(json!({ "kind": "redirect", "location": "http://127.0.0.1:9/" }));
    let reply = reply.unwrap();
    assert_eq!((reply.status, reply.header("location")), (302, Some("http://127.0.0.1:9/")));
    assert_processed(&bench, false);
}

#[test]
fn spoiled_answers_to_what_was_processed() {
    let (bench, reply) = struck(json!({ "kind": "truncated" }));
    let ureq::Error::Io(error) = reply.err().unwrap() else { panic!("not truncated") };
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
    assert_processed(&bench, true);

    let (bench, reply) = struck(json!({ "kind": "truncated-json" }));
    let reply = reply.unwrap();
    assert_eq!(reply.status, 200);
    assert!(reply.text.starts_with("{\"RequestId\":\"") && !reply.text.ends_with('}'));
    assert_processed(&bench, true);

    let (bench, reply) = struck(json!({ "kind": "huge" }));
    let reply = reply.unwrap();
    assert_eq!(reply.text.len(), 1 << 20);
    reply.assert_success();
    assert_processed(&bench, true);

    let (bench, reply) = struck(json!({ "kind": "no-cors" }));
    let reply = reply.unwrap();
    assert_eq!(reply.status, 200);
    assert!(!reply.headers.keys().any(|name| name.as_str().starts_with("access-control-")));
    assert_processed(&bench, true);

    let (bench, reply) = struck(json!({ "kind": "no-request-id" }));
    let reply = reply.unwrap();
    assert_eq!((reply.status, reply.text.as_str(), reply.header("x-acs-request-id")), (200, "{}", None));
    assert_processed(&bench, true);
}

#[test]
fn a_clock_that_is_off_for_some_requests() {
    let (bench, reply) = struck(json!({ "kind": "clock", "offsetSeconds": 1200 }));
    let reply = reply.unwrap();
    reply.assert_refused(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
    let date = jiff::fmt::rfc2822::parse(reply.header("date").unwrap()).unwrap().timestamp();
    let ahead = date.duration_since(jiff::Timestamp::now()).as_secs();
    assert!((1190..1210).contains(&ahead), "{ahead}");
    assert_processed(&bench, false);
    bench.send(&cancel(RUNNING).sign()).assert_success();
}

#[test]
fn tokens_that_expire_between_requests() {
    let bench = start();
    bench.fault(json!({ "kind": "token-expired" }));
    bench.send(&cancel(RUNNING).sign()).assert_success();
    let by_sts = || cancel(RUNNING).by_account("STS.demo-valid").sign();
    let message = "Expired STS token to do the action: (CancelExecution)";
    bench.send(&by_sts()).assert_refused(400, "ExpiredStsToken", message);
    bench.send(&by_sts()).assert_success();
    bench.settings(json!({ "tokenFamily": "gateway" }));
    bench.fault(json!({ "kind": "token-expired" }));
    let message = "Specified SecurityToken is expired.";
    bench.send(&by_sts()).assert_refused(400, "InvalidSecurityToken.Expired", message);
}

#[test]
fn faults_find_their_requests() {
    let bench = start();
    let other = bench.new_execution();
    bench.fault(json!({ "kind": "internal-error", "executionId": other, "times": 2, "skip": 1 }));
    bench.fault(json!({ "kind": "unavailable", "action": "ListExecutions" }));
    let status = |id: &str| bench.send(&cancel(id).sign()).status;
    assert_eq!(status(RUNNING), 200);
    assert_eq!([status(&other), status(&other), status(&other), status(&other)], [200, 500, 500, 200]);
    let waiting = bench.control("GET", "/faults", Value::Null).json();
    assert_eq!((&waiting[0]["kind"], &waiting[0]["times"]), (&json!("unavailable"), &json!(1)));
    assert_eq!(bench.control("DELETE", "/faults", Value::Null).status, 200);
    assert_eq!(bench.send(&crate::support::draft("ListExecutions").sign()).status, 200);
}

#[test]
fn faults_that_cannot_be_meant_are_refused() {
    let bench = start();
    for (fault, complaint) in [
        (json!({}), "missing field `kind`"),
        (json!({ "kind": "earthquake" }), "unknown variant `earthquake`"),
        (json!({ "kind": "internal-error", "delayMs": 1 }), "unknown field `delayMs`"),
        (json!({ "kind": "delay" }), "missing field `delayMs`"),
        (json!({ "kind": "internal-error", "times": 0 }), "times must be from 1 to 1000000, not 0."),
        (json!({ "kind": "error", "code": "NoSuch.Code" }), "NoSuch.Code is not documented"),
        (json!({ "kind": "empty", "httpStatus": 99 }), "httpStatus must be from 200 to 599, not 99."),
        (json!({ "kind": "no-cors", "processed": true }), "processed cannot be chosen for no-cors"),
    ] {
        let reply = bench.control("POST", "/faults", fault);
        assert_eq!(reply.status, 400);
        let error = reply.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(complaint), "{error}");
    }
    assert_eq!(bench.control("GET", "/faults", Value::Null).json(), json!([]));
}
