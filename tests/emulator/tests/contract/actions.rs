//! Executions from start to cancelled.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::support::{Bench, RUNNING, SUCCEEDED, cancel, draft, start};

fn list(bench: &Bench, filters: &[(&str, &str)]) -> Value {
    let all = draft("ListExecutions");
    let filtered = filters.iter().fold(all, |draft, (name, value)| draft.with(name, value));
    let reply = bench.send(&filtered.sign());
    reply.assert_success();
    reply.json()
}

fn status(bench: &Bench, id: &str) -> Value {
    list(bench, &[("ExecutionId", id)])["Executions"][0]["Status"].clone()
}

#[test]
fn a_success_of_cancel_execution_holds_the_request_id_only() {
    let bench = start();
    let reply = bench.send(&cancel(RUNNING).sign());
    reply.assert_success();
    assert_eq!(reply.json().as_object().unwrap().len(), 1);
}

#[test]
fn a_cancel_takes_its_time_and_is_final() {
    let bench = start();
    bench.settings(json!({ "cancelDelayMs": 1500 }));
    bench.send(&cancel(RUNNING).sign()).assert_success();
    assert_eq!(status(&bench, RUNNING), "Running");
    bench.send(&cancel(RUNNING).sign()).assert_success();
    let deadline = Instant::now() + Duration::from_secs(10);
    while status(&bench, RUNNING) != "Cancelled" {
        assert!(Instant::now() < deadline, "never cancelled");
        sleep(Duration::from_millis(100));
    }
    bench.send(&cancel(RUNNING).sign()).assert_refused(
        403,
        "ExecutionCancelFailed",
        "Execution cancel failed because the execution is in status Cancelled.",
    );
    let cancelled = json!({ "executionId": RUNNING, "status": "Cancelled", "cancelCount": 2 });
    assert_eq!(bench.execution(RUNNING), cancelled);
}

#[test]
fn without_a_delay_a_cancelled_execution_is_so_at_once() {
    let bench = start();
    bench.settings(json!({ "cancelDelayMs": 0 }));
    bench.send(&cancel(RUNNING).sign()).assert_success();
    assert_eq!(status(&bench, RUNNING), "Cancelled");
}

#[test]
fn every_state_that_is_not_final_can_be_cancelled() {
    let bench = start();
    for (id, status) in oos_emulator::SEEDED_EXECUTIONS {
        let reply = bench.send(&cancel(id).sign());
        let cancellable = matches!(format!("{status:?}").as_str(), "Started" | "Queued" | "Running" | "Waiting");
        assert_eq!(reply.status, if cancellable { 200 } else { 403 }, "{status:?}");
    }
}

#[test]
fn a_started_execution_runs() {
    let bench = start();
    let parameters = r#"{"regionId":"cn-hangzhou"}"#;
    let draft = draft("StartExecution").with("TemplateName", "restart").with("Parameters", parameters);
    let reply = bench.send(&draft.sign());
    reply.assert_success();
    let execution = &reply.json()["Execution"];
    assert_eq!((&execution["Status"], &execution["TemplateName"]), (&json!("Started"), &json!("restart")));
    assert_eq!(execution["Parameters"], json!({ "regionId": "cn-hangzhou" }));
    let id = execution["ExecutionId"].as_str().unwrap();
    assert_eq!(status(&bench, id), "Running");
}

#[test]
fn lists_are_filtered_and_paged_newest_first() {
    let bench = start();
    let everything = list(&bench, &[]);
    assert_eq!((&everything["TotalCount"], &everything["MaxResults"]), (&json!(7), &json!(50)));
    assert!(everything.get("NextToken").is_none());
    assert_eq!(list(&bench, &[("Status", "Success")])["Executions"][0]["ExecutionId"], SUCCEEDED);
    let unknown = list(&bench, &[("ExecutionId", "exec-unknown")]);
    assert_eq!((&unknown["TotalCount"], &unknown["Executions"]), (&json!(0), &json!([])));

    let newest: Vec<_> = (0..6).map(|_| bench.new_execution()).collect();
    let first = list(&bench, &[("MaxResults", "10")]);
    assert_eq!(first["Executions"].as_array().unwrap().len(), 10);
    assert_eq!(first["Executions"][0]["ExecutionId"], *newest.last().unwrap());
    let token = first["NextToken"].as_str().unwrap();
    let rest = list(&bench, &[("MaxResults", "10"), ("NextToken", token)]);
    assert_eq!(rest["Executions"].as_array().unwrap().len(), 3);
    assert!(rest.get("NextToken").is_none());
}

#[test]
fn what_a_list_cannot_take_is_refused() {
    let bench = start();
    for (name, value) in
        [("MaxResults", "9"), ("MaxResults", "101"), ("MaxResults", "ten"), ("Status", "Sleeping"), ("NextToken", "x")]
    {
        bench.send(&draft("ListExecutions").with(name, value).sign()).assert_refused(
            400,
            "InvalidParameter",
            "The parameter is invalid.",
        );
    }
}
