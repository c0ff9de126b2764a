//! Rate limits per account.

use std::{thread::sleep, time::Duration};

use serde_json::{Value, json};

use crate::support::{Bench, Reply, cancel, listing, start};

fn limited(limit: Value) -> Bench {
    let bench = start();
    let reply = bench.control("POST", "/rate-limits", limit);
    assert_eq!(reply.status, 200, "{}", reply.text);
    bench
}

fn list(bench: &Bench) -> Reply {
    bench.send(&listing(&[]).sign())
}

fn statuses(bench: &Bench, count: usize) -> Vec<u16> {
    (0..count).map(|_| list(bench).status).collect()
}

#[test]
fn burst_is_allowed_and_what_is_beyond_is_throttled() {
    let bench = limited(json!({ "action": "ListExecutions", "perSecond": 0.5, "burst": 3 }));
    assert_eq!(statuses(&bench, 4), [200, 200, 200, 400]);
    let reply = list(&bench);
    reply.assert_refused(400, "Throttling.User", "Request was denied due to user flow control.");
    let milliseconds: u64 = reply.header("x-acs-retry-after").unwrap().parse().unwrap();
    assert!((1..=2000).contains(&milliseconds), "{milliseconds}");
    assert_eq!(reply.header("retry-after"), None);
}

#[test]
fn call_after_the_announced_delay_is_accepted() {
    let bench = limited(json!({ "perSecond": 4, "burst": 1 }));
    assert_eq!(list(&bench).status, 200);
    for _ in 0..3 {
        let throttled = list(&bench);
        let milliseconds = throttled.header("x-acs-retry-after").expect("throttled").parse().unwrap();
        sleep(Duration::from_millis(milliseconds));
        assert_eq!(list(&bench).status, 200);
    }
}

#[test]
fn actions_and_accounts_are_counted_apart() {
    let bench = limited(json!({ "action": "CancelExecution", "perSecond": 0.01, "burst": 1 }));
    assert_eq!(statuses(&bench, 3), [200; 3]);
    let (one, other, third) = (bench.new_execution(), bench.new_execution(), bench.new_execution());
    assert_eq!(bench.send(&cancel(&one).sign()).status, 200);
    assert_eq!(bench.send(&cancel(&other).sign()).status, 400);
    assert_eq!(bench.execution(&other)["cancelCount"], 0, "a throttled call is not processed");
    assert_eq!(bench.send(&cancel(&third).by_account("STS.demo-valid").sign()).status, 200);
}

#[test]
fn limit_without_an_action_counts_all_together() {
    let bench = limited(json!({ "perSecond": 0.01, "burst": 2 }));
    let id = bench.new_execution();
    let statuses = [list(&bench).status, bench.send(&cancel(&id).sign()).status, list(&bench).status];
    assert_eq!(statuses, [200, 200, 400]);
}

#[test]
fn code_status_and_header_of_the_refusal_can_be_chosen() {
    let limit = json!({ "perSecond": 0.01, "burst": 1, "code": "Throttling", "httpStatus": 429, "retryAfter": false });
    let bench = limited(limit);
    list(&bench);
    let reply = list(&bench);
    reply.assert_refused(429, "Throttling", "Request was denied due to request throttling.");
    assert_eq!(reply.header("x-acs-retry-after"), None);
}

#[test]
fn limits_are_shown_replaced_and_deleted() {
    let bench = limited(json!({ "perSecond": 0.01, "burst": 1 }));
    bench.control("POST", "/rate-limits", json!({ "perSecond": 0.01, "burst": 2 }));
    bench.control("POST", "/rate-limits", json!({ "action": "ListExecutions", "perSecond": 9, "burst": 9 }));
    let limits = bench.control("GET", "/rate-limits", Value::Null).json();
    assert_eq!((limits.as_array().unwrap().len(), &limits[0]["burst"]), (2, &json!(2)));
    assert_eq!(statuses(&bench, 3), [200, 200, 400]);
    bench.control("DELETE", "/rate-limits", Value::Null);
    assert_eq!(statuses(&bench, 5), [200; 5]);
}

#[test]
fn refused_signature_takes_no_token() {
    let bench = limited(json!({ "perSecond": 0.01, "burst": 1 }));
    for _ in 0..3 {
        let wrong = listing(&[]).by("LTAI-demo-full", "wrong").sign();
        assert_eq!(bench.send(&wrong).json()["Code"], "SignatureDoesNotMatch");
    }
    assert_eq!(statuses(&bench, 2), [200, 400]);
}
