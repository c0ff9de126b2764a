//! Faults of ListExecutions, and faults that take a share of the requests.

use serde_json::{Value, json};

use crate::support::{Bench, RUNNING, cancel, ids, listing, start};

fn list(bench: &Bench, filters: &[(&str, &str)]) -> Value {
    bench.send(&listing(filters).sign()).json()
}

fn token(list: &Value) -> &str {
    list["NextToken"].as_str().unwrap()
}

const PAGE: (&str, &str) = ("MaxResults", "10");

/// Twenty-seven executions.
fn three_pages() -> Bench {
    let bench = start();
    bench.control("POST", "/executions", json!({ "count": 20 }));
    bench
}

#[test]
fn repeated_token_is_the_one_of_the_request() {
    let bench = three_pages();
    let first = list(&bench, &[PAGE]);
    bench.fault(json!({ "kind": "repeated-token", "times": 2 }));
    let second = list(&bench, &[PAGE, ("NextToken", token(&first))]);
    assert_eq!(token(&second), token(&first));
    assert_eq!(ids(&second).len(), 10);
    let again = list(&bench, &[PAGE, ("NextToken", token(&second))]);
    assert_eq!((token(&again), ids(&again)), (token(&first), ids(&second)));
}

#[test]
fn empty_page_loses_no_execution() {
    let bench = three_pages();
    let whole = ids(&list(&bench, &[]));
    bench.fault(json!({ "kind": "empty-page" }));
    let empty = list(&bench, &[PAGE]);
    assert_eq!((ids(&empty).len(), &empty["TotalCount"]), (0, &json!(27)));
    let first = list(&bench, &[PAGE, ("NextToken", token(&empty))]);
    bench.fault(json!({ "kind": "empty-page" }));
    let empty = list(&bench, &[PAGE, ("NextToken", token(&first))]);
    assert_ne!(token(&empty), token(&first));
    let second = list(&bench, &[PAGE, ("NextToken", token(&empty))]);
    let third = list(&bench, &[PAGE, ("NextToken", token(&second))]);
    assert_eq!([ids(&first), ids(&second), ids(&third)].concat(), whole);
}

#[test]
fn damaged_lists_are_otherwise_ordinary() {
    let bench = start();
    bench.settings(json!({ "cancelDelayMs": 60_000 }));
    let about = ("ExecutionId", RUNNING);
    let ordinary = list(&bench, &[about]);
    let damaged = |fault: Value| {
        bench.fault(fault);
        // A cancel passes the fault by.
        bench.send(&cancel("exec-6be6d6ff805349d9ac13").sign()).assert_success();
        let reply = bench.send(&listing(&[about]).sign());
        reply.assert_success();
        reply.json()
    };
    let other_shape = damaged(json!({ "kind": "other-shape" }));
    assert_eq!(other_shape["Executions"]["Execution"][0]["ExecutionId"], RUNNING);
    let without_id = damaged(json!({ "kind": "item-without-id" }));
    assert_eq!(
        (without_id["Executions"][0].get("ExecutionId"), &without_id["Executions"][0]["Status"]),
        (None, &json!("Running"))
    );
    let without_status = damaged(json!({ "kind": "item-without-status" }));
    assert_eq!(without_status["Executions"][0].get("Status"), None);
    assert_eq!(ids(&damaged(json!({ "kind": "other-id-first" }))), ["exec-00000000000000000000", RUNNING]);
    let without_count = damaged(json!({ "kind": "no-total-count" }));
    assert_eq!((without_count.get("TotalCount"), ids(&without_count).len()), (None, 1));
    assert_eq!(damaged(json!({ "kind": "empty-token" }))["NextToken"], "");
    let large = damaged(json!({ "kind": "large-outputs" }));
    assert_eq!(large["Executions"][0]["Outputs"].as_str().unwrap().len(), 1 << 20);
    let mut afterwards = list(&bench, &[about]);
    afterwards["RequestId"] = ordinary["RequestId"].clone();
    assert_eq!(afterwards, ordinary);
}

#[test]
fn every_fault_of_a_cancel_is_also_one_of_a_list() {
    for kind in ["internal-error", "unavailable", "throttling", "html", "empty", "truncated-json", "no-request-id"] {
        let bench = start();
        bench.fault(json!({ "kind": kind, "action": "ListExecutions" }));
        bench.send(&cancel(RUNNING).sign()).assert_success();
        let ordinary = |text: &str| text.contains("\"TotalCount\":7") && text.ends_with('}');
        assert!(!ordinary(&bench.send(&listing(&[]).sign()).text), "{kind}");
        assert!(ordinary(&bench.send(&listing(&[]).sign()).text), "{kind}");
    }
    for kind in ["reset-before", "reset-after", "truncated"] {
        let bench = start();
        bench.fault(json!({ "kind": kind, "action": "ListExecutions" }));
        assert!(bench.try_send(&listing(&[]).sign()).is_err(), "{kind}");
    }
}

#[test]
fn share_of_the_requests_is_chosen_by_the_seed() {
    let choice = |seed: u64| {
        let bench = start();
        let fault = json!({ "kind": "throttling", "action": "ListExecutions", "share": 0.1, "seed": seed });
        bench.fault(fault);
        (0..300).map(|_| bench.send(&listing(&[]).sign()).status).collect::<Vec<_>>()
    };
    let one = choice(1);
    let refused = one.iter().filter(|&&status| status == 400).count();
    assert!((15..50).contains(&refused), "{refused}");
    assert_eq!(one, choice(1));
    assert_ne!(one, choice(2));
}

#[test]
fn share_lets_other_faults_have_the_rest() {
    let bench = start();
    bench.fault(json!({ "kind": "throttling", "share": 0.0 }));
    bench.fault(json!({ "kind": "internal-error" }));
    let statuses = [(); 2].map(|()| bench.send(&listing(&[]).sign()).status);
    assert_eq!(statuses, [500, 200]);
    assert_eq!(bench.post("/faults", r#"{"kind":"empty","share":1.5}"#).1, "share must be from 0 to 1, not 1.5.");
}
