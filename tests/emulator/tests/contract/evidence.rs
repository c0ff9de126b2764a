//! What the control interface tells of calls and executions, and accounts that may do only one of two things.

use serde_json::{Value, json};

use crate::support::{Bench, RUNNING, SUCCEEDED, cancel, listing, start};

fn log_of(bench: &Bench, query: &str) -> Vec<Value> {
    bench.control("GET", &format!("/requests?{query}"), Value::Null).json().as_array().unwrap().clone()
}

fn counts(bench: &Bench) -> Value {
    bench.control("GET", "/requests/counts", Value::Null).json()
}

#[test]
fn entry_tells_action_executions_outcome_and_time() {
    let bench = start();
    bench.send(&cancel(RUNNING).sign());
    bench.send(&cancel(SUCCEEDED).sign());
    bench.send(&listing(&[("Status", "Waiting")]).by_account("STS.demo-valid").sign());
    bench.fault(json!({ "kind": "reset-after" }));
    let _ = bench.try_send(&cancel(RUNNING).sign());
    let log = log_of(&bench, "");
    let column = |name: &str| log.iter().map(|entry| entry[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("action"), ["CancelExecution", "CancelExecution", "ListExecutions", "CancelExecution"]);
    assert_eq!(column("outcome"), ["success", "refused", "success", "none"]);
    assert_eq!(column("accessKeyId")[2], "STS.demo-valid");
    let ids = [json!([RUNNING]), json!([SUCCEEDED]), json!(["exec-6be6d6ff805349d9ac13"]), json!([RUNNING])];
    assert_eq!(column("executionIds"), ids);
    assert_eq!(column("processed"), [true, false, true, true]);
    let times: Vec<jiff::Timestamp> =
        column("time").iter().map(|time| time.as_str().unwrap().parse().unwrap()).collect();
    assert!(times.is_sorted() && jiff::Timestamp::now().duration_since(times[0]).as_secs() < 60, "{times:?}");
    assert!(column("durationMs")[..3].iter().all(Value::is_number) && column("durationMs")[3].is_null());
}

#[test]
fn log_is_selected_by_action_execution_and_number() {
    let bench = start();
    for _ in 0..2 {
        bench.send(&cancel(RUNNING).sign());
        bench.send(&listing(&[("ExecutionId", RUNNING)]).sign());
        bench.send(&listing(&[]).sign());
    }
    assert_eq!(log_of(&bench, "action=ListExecutions").len(), 4);
    assert_eq!(log_of(&bench, &format!("action=ListExecutions&executionId={RUNNING}")).len(), 2);
    assert_eq!(log_of(&bench, "after=3").len(), 3);
    assert_eq!(log_of(&bench, "after=3&action=CancelExecution").len(), 1);
}

#[test]
fn counts_add_up_by_action() {
    let bench = start();
    bench.fault(json!({ "kind": "html", "action": "CancelExecution", "processed": true }));
    bench.fault(json!({ "kind": "reset-before", "action": "CancelExecution" }));
    for id in [RUNNING, RUNNING, RUNNING, SUCCEEDED, "exec-unknown"] {
        let _ = bench.try_send(&cancel(id).sign());
    }
    bench.send(&listing(&[]).sign());
    bench.send(&crate::support::draft("DoNothing").sign());
    assert_eq!(
        counts(&bench),
        json!({
            "CancelExecution": {
                "requests": 5, "processed": 2, "success": 1,
                "refused": { "502": 1, "EntityNotExist.Execution": 1, "ExecutionCancelFailed": 1 },
                "faults": { "html": 1, "reset-before": 1 },
            },
            "ListExecutions": { "requests": 1, "processed": 1, "success": 1, "refused": {}, "faults": {} },
            "other": { "requests": 1, "processed": 0, "success": 0, "refused": { "InvalidAction.NotFound": 1 }, "faults": {} },
        })
    );
    bench.control("DELETE", "/requests", Value::Null);
    assert_eq!(counts(&bench), json!({}));
}

#[test]
fn history_and_list_of_executions_prove_what_happened() {
    let bench = start();
    bench.settings(json!({ "cancelDelayMs": 0 }));
    let id = bench.new_execution();
    bench.send(&cancel(&id).sign());
    bench.send(&cancel(&id).sign());
    let events = bench.history(&id);
    let expected = [
        ("created", "Running"),
        ("cancel-accepted", "Running"),
        ("cancelled", "Cancelled"),
        ("cancel-refused", "Cancelled"),
    ];
    assert_eq!(events, expected.map(|(event, status)| (event.to_owned(), status.to_owned())));
    let all = bench.control("GET", "/executions", Value::Null).json();
    assert_eq!(all.as_array().unwrap().len(), 8);
    assert_eq!(all[7], json!({ "executionId": id, "status": "Cancelled", "cancelCount": 1 }));
}

#[test]
fn accounts_may_do_one_of_two_things() {
    let bench = start();
    let denied = |reply: &crate::support::Reply, action: &str| {
        reply.assert_refused(403, "NoPermission", "You are not authorized to do this action.");
        let detail = &reply.json()["AccessDeniedDetail"];
        assert_eq!((&detail["AuthAction"], &detail["NoPermissionType"]), (&json!(action), &json!("ImplicitDeny")));
    };
    bench.send(&cancel(RUNNING).by_account("LTAI-demo-cancel-only").sign()).assert_success();
    denied(&bench.send(&listing(&[]).by_account("LTAI-demo-cancel-only").sign()), "oos:ListExecutions");
    bench.send(&listing(&[]).by_account("LTAI-demo-list-only").sign()).assert_success();
    denied(&bench.send(&cancel(RUNNING).by_account("LTAI-demo-list-only").sign()), "oos:CancelExecution");
    assert_eq!(bench.execution(RUNNING)["cancelCount"], 1);
}

#[test]
fn unknown_execution_is_refused_by_the_code_that_is_set() {
    let bench = start();
    let unknown = || bench.send(&cancel("exec-unknown").sign());
    let message = "The specific execution exec-unknown does not exist.";
    unknown().assert_refused(404, "EntityNotExist.Execution", message);
    bench.settings(json!({ "notFoundCode": "EntityNotExists.Execution" }));
    unknown().assert_refused(404, "EntityNotExists.Execution", "The specified execution does not exist.");
}
