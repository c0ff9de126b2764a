//! Looking at executions through a client with a scripted OOS: one, and one until it has ended.
#![cfg(not(target_arch = "wasm32"))]
#![allow(unreachable_pub, reason = "the host is a module of two tests")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests are tests")]

#[path = "looking/host.rs"]
mod host;

use std::time::Duration;

use host::{ID, Oos, Over, Parsed, REQUEST_ID, Step, builder, client, oos, run};
use oos_cancel::client::{Ending, Failure, FailureKind, Listing, Outcome, RetryPolicy, StateFault};
use oos_cancel::oos::execution::ExecutionStatus;
use oos_cancel::oos::execution_filter::ExecutionFilter;
use oos_cancel::rpc::codes::Remedy;
use serde_json::json;

use Step::{Abort, Absent, Accept, Hang, Html, Json, Lost, Refuse, RefuseFor, Status};

const RUNNING: Step = Status("Running");
const DENIED: Step = Refuse("NoPermission", 403);
const ENDED: Step = Refuse("ExecutionCancelFailed", 403);

/// The end of a cancel that waits, in words: the outcome and the code, if it is an error.
fn cancel(oos: &Oos) -> String {
    match run(client().cancel_and_wait(oos, ID)) {
        Ok(cancelled) => match cancelled.ending {
            Ending::Cancelled => "cancelled".to_owned(),
            Ending::ByItself => format!("ended {}", cancelled.execution.status()),
        },
        Err(failure) => words(&failure),
    }
}

fn words(failure: &Failure<Over>) -> String {
    format!("{} {}", failure.outcome, failure.kind.code())
}

#[test]
fn end_of_a_cancel_that_waits_is_what_is_true() {
    let lost = [Lost, Lost, Lost];
    let internal = [Refuse("InternalError", 500), Refuse("InternalError", 500), Refuse("InternalError", 500)];
    for (cancels, looks, rest, expected) in [
        // Accepted.
        (&[Accept][..], &[][..], Status("Cancelled"), "cancelled"),
        (&[Accept], &[RUNNING, RUNNING], Status("Cancelled"), "cancelled"),
        (&[Accept], &[RUNNING], Status("Success"), "ended Success"),
        (&[Accept], &[], Status("Failed"), "ended Failed"),
        (&[Accept], &[], RUNNING, "accepted DeadlineExceeded"),
        (&[Accept], &[], Status("Canceled"), "accepted DeadlineExceeded"),
        (&[Accept], &[], DENIED, "accepted NoPermission"),
        (&[Accept], &[RUNNING], DENIED, "accepted NoPermission"),
        (&[Accept], &[Absent, Absent, Absent], Status("Cancelled"), "cancelled"),
        (&[Accept], &[], Absent, "accepted NotListed"),
        (&[Accept], &[Lost, Lost, Html(502), Refuse("InternalError", 500), Hang], Status("Cancelled"), "cancelled"),
        (&[Accept], &[], Lost, "accepted NetworkFailure"),
        (&[Accept], &[], Hang, "accepted DeadlineExceeded"),
        (&[Accept], &[], Refuse("Throttling.User", 400), "accepted Throttling.User"),
        (&[Accept], &[], Html(403), "accepted NotJson"),
        (&[Accept], &[], Html(200), "accepted NotJson"),
        (&[Accept], &[Html(200), Html(200), Html(200)], Status("Cancelled"), "cancelled"),
        (&[Accept], &[], Json(200, json!({ "RequestId": REQUEST_ID })), "accepted WrongShape"),
        (&[Accept], &[Abort], RUNNING, "accepted Aborted"),
        // A timer goes back to waiting.
        (&[Accept], &[RUNNING, Status("Waiting"), RUNNING, Status("Waiting")], Status("Cancelled"), "cancelled"),
        (&[Accept], &[], Status("Waiting"), "accepted DeadlineExceeded"),
        // No clear response to the cancel.
        (&lost, &[], Status("Cancelled"), "cancelled"),
        (&lost, &[RUNNING], Status("Cancelled"), "cancelled"),
        (&lost, &[], Status("Success"), "ended Success"),
        (&lost, &[], RUNNING, "unknown NetworkFailure"),
        (&lost, &[], DENIED, "unknown NetworkFailure"),
        (&lost, &[], Absent, "unknown NetworkFailure"),
        (&lost, &[], Html(200), "unknown NetworkFailure"),
        (&[Hang, Hang, Hang], &[], Status("Cancelled"), "cancelled"),
        (&[Hang, Accept], &[], Status("Cancelled"), "cancelled"),
        (&internal, &[], Status("Cancelled"), "cancelled"),
        (&internal, &[], DENIED, "unknown InternalError"),
        (&[Html(200), Html(200), Html(200)], &[], Status("Cancelled"), "cancelled"),
        (&[Html(403)], &[], Status("Running"), "unknown NotJson"),
        (&[Lost, ENDED], &[RUNNING], Status("Cancelled"), "cancelled"),
        (&[Lost, ENDED], &[], RUNNING, "unknown ExecutionCancelFailed"),
        // A refusal because of the state.
        (&[ENDED], &[], Status("Success"), "ended Success"),
        (&[ENDED], &[], Status("Cancelled"), "cancelled"),
        (&[ENDED], &[RUNNING, RUNNING], Status("Failed"), "ended Failed"),
        (&[ENDED], &[], RUNNING, "refused ExecutionCancelFailed"),
        (&[ENDED], &[], DENIED, "refused ExecutionCancelFailed"),
        (&[ENDED], &[], Lost, "refused ExecutionCancelFailed"),
        (&[ENDED], &[], Absent, "refused ExecutionCancelFailed"),
        (&[ENDED], &[Abort], RUNNING, "refused Aborted"),
        // Other refusals leave nothing to look at.
        (&[Refuse("User.NoPermission", 401)], &[], Status("Cancelled"), "refused User.NoPermission"),
        (&[Refuse("EntityNotExist.Execution", 404)], &[], Status("Cancelled"), "refused EntityNotExist.Execution"),
        (&[Abort], &[], Status("Cancelled"), "unknown Aborted"),
    ] {
        let oos = oos(cancels, looks, rest.clone());
        assert_eq!(cancel(&oos), expected, "{cancels:?} {looks:?} {rest:?}");
        assert!(oos.elapsed() <= Duration::from_secs(300));
    }
}

#[test]
fn refused_look_ends_the_waiting_at_once() {
    let oos = oos(&[Accept], &[Status("Running")], DENIED);
    let failure = run(client().cancel_and_wait(&oos, ID)).unwrap_err();
    assert_eq!(
        (oos.looks().len(), failure.outcome, failure.remedy()),
        (2, Outcome::Accepted, Remedy::RequestPermission)
    );
    let message = failure.message();
    assert!(message.contains("oos:ListExecutions") && message.contains("OOS accepted the cancel"), "{message}");
    assert!(!message.contains("may have been cancelled"), "{message}");
}

#[test]
fn looks_keep_their_distance() {
    for (random, last) in [(0, 4.0), (u8::MAX, 5.0)] {
        let oos = oos(&[Accept], &[], Status("Running")).random(random);
        assert_eq!(cancel(&oos), "accepted DeadlineExceeded");
        let looks = oos.looks();
        assert!(looks[0] >= Duration::from_secs(1), "a cancel needs some time");
        let gaps: Vec<f64> = looks.windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64()).collect();
        assert!(gaps.iter().all(|gap| (1.0..=5.1).contains(gap)), "{gaps:?}");
        assert!(gaps[..5].is_sorted() && (gaps[8] - last).abs() < 0.1, "{gaps:?}");
        let last = looks.last().unwrap().as_secs_f64();
        assert!((294.0..299.9).contains(&last), "the last look leaves time for its response: {last}");
    }
}

#[test]
fn server_decides_how_long_to_wait_whatever_its_code_says() {
    for code in ["Throttling.User", "InternalError", "NoPermission", "Brand.New"] {
        let oos = oos(&[Accept], &[RefuseFor(code, 400, 30_000)], Status("Cancelled"));
        assert_eq!(cancel(&oos), "cancelled", "{code}");
        let looks = oos.looks();
        assert!(looks[1] - looks[0] >= Duration::from_secs(30), "{code}: {looks:?}");
    }
    let oos = oos(&[Accept], &[RefuseFor("Throttling", 400, 900_000)], Status("Cancelled"));
    assert_eq!(cancel(&oos), "accepted Throttling");
    assert!(oos.elapsed() < Duration::from_secs(5), "a delay that outlasts the deadline is not begun");
}

#[test]
fn responses_of_others_do_not_keep_a_caller_busy() {
    for step in [Html(200), Json(200, json!({ "RequestId": REQUEST_ID, "Executions": {} })), Absent] {
        let oos = oos(&[Accept], &[], step);
        assert!(cancel(&oos).starts_with("accepted "));
        assert_eq!(oos.looks().len(), 4);
    }
    let refused = oos(&[ENDED], &[], RUNNING);
    assert_eq!((cancel(&refused).as_str(), refused.looks().len()), ("refused ExecutionCancelFailed", 4));
    let oos = oos(&[Accept], &[], Html(502));
    assert_eq!(cancel(&oos), "accepted NotJson");
    assert!(oos.elapsed() > Duration::from_secs(290), "a gateway may recover");
}

#[test]
fn history_has_every_request_with_its_offset() {
    let oos = oos(&[Lost, Accept], &[Status("Running"), Html(502), Absent], Status("Cancelled"));
    let cancelled = run(client().cancel_and_wait(&oos, ID)).unwrap();
    assert_eq!(cancelled.request_id.as_deref(), Some(REQUEST_ID));
    let attempts = cancelled.history.attempts();
    let rows: Vec<_> = attempts
        .iter()
        .map(|attempt| {
            let status = attempt.status.as_ref().map(|status| status.as_str().to_owned());
            (attempt.number, attempt.operation.action, attempt.outcome.map(Outcome::as_str), status)
        })
        .collect();
    let seen = |status: &str| Some(status.to_owned());
    assert_eq!(
        rows,
        [
            (1, "CancelExecution", Some("unknown"), None),
            (2, "CancelExecution", None, None),
            (3, "ListExecutions", None, seen("Running")),
            (4, "ListExecutions", Some("failed"), None),
            (5, "ListExecutions", None, None),
            (6, "ListExecutions", None, seen("Cancelled")),
        ]
    );
    let mut end = Duration::ZERO;
    for (attempt, (sent, _)) in attempts.iter().zip(&*oos.requests.borrow()) {
        assert_eq!(attempt.started, *sent);
        assert_eq!(attempt.started, end + attempt.waited, "the timeline has no hole");
        end = attempt.started + attempt.elapsed;
    }
    assert_eq!((end, oos.observed.borrow().len()), (cancelled.elapsed, attempts.len()));
    assert_eq!(*oos.seen.borrow(), ["Running", "Cancelled"]);
}

#[test]
fn status_is_observed_when_it_changes() {
    let looks = ["Running", "Running", "Waiting", "Brand.New", "Brand.New", "Running"].map(Status);
    let oos = oos(&[], &looks, Status("Success"));
    let execution = run(client().wait_for_execution(&oos, ID)).unwrap();
    assert_eq!(*execution.status(), ExecutionStatus::Success);
    assert_eq!(*oos.seen.borrow(), ["Running", "Waiting", "Brand.New", "Running", "Success"]);
}

#[test]
fn waiting_alone_looks_at_once_and_has_no_outcome_of_a_cancel() {
    for (looks, rest, expected) in [
        (&[][..], Status("Cancelled"), Ok("Cancelled")),
        (&[Status("Running"), Lost], Status("Success"), Ok("Success")),
        (&[], Absent, Err("failed NotListed")),
        (&[], DENIED, Err("refused NoPermission")),
        (&[Lost], DENIED, Err("refused NoPermission")),
        (&[], Status("Running"), Err("failed DeadlineExceeded")),
        (&[Status("Running")], Html(403), Err("failed NotJson")),
        (&[Status("Running"), Abort], Absent, Err("failed Aborted")),
    ] {
        let oos = oos(&[], looks, rest);
        let end = run(client().wait_for_execution(&oos, ID));
        let found = end.as_ref().map(|execution| execution.status().as_str()).map_err(words);
        assert_eq!(found, expected.map_err(str::to_owned));
        assert_eq!((oos.looks()[0], oos.cancels()), (Duration::ZERO, 0));
        if let Err(failure) = end {
            assert!(!failure.message().contains("cancel"), "{}", failure.message());
        }
    }
    let failure = run(client().wait_for_execution(&oos(&[], &[], Absent), ID)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::State(StateFault::NotListed));
    assert_eq!(failure.remedy(), Remedy::CheckExecution);
    let silent = oos(&[], &[], Absent).without_randomness();
    let failure = run(client().wait_for_execution(&silent, ID)).unwrap_err();
    assert_eq!((words(&failure).as_str(), silent.looks().len()), ("not-sent NoRandomness", 0));
}

#[test]
fn abort_ends_a_wait_within_a_delay() {
    let oos = oos(&[Accept], &[], Status("Running")).aborted_at(Duration::from_millis(1_500));
    let failure = run(client().cancel_and_wait(&oos, ID)).unwrap_err();
    assert_eq!((failure.kind, failure.outcome, failure.cause), (FailureKind::Aborted, Outcome::Accepted, Some(Over)));
    assert_eq!(oos.elapsed(), Duration::from_millis(1_500));
}

#[test]
fn short_deadline_and_single_attempts_are_respected() {
    let oos = oos(&[Accept], &[], Status("Cancelled")).within(Duration::from_millis(900));
    assert_eq!(cancel(&oos), "accepted DeadlineExceeded");
    assert_eq!(oos.looks(), []);

    let oos = host::oos(&[Lost], &[Lost, Lost], Status("Cancelled"));
    let cancelled = run(builder(RetryPolicy::never()).cancel_and_wait(&oos, ID)).unwrap();
    assert_eq!((cancelled.ending, oos.cancels(), oos.looks().len()), (Ending::Cancelled, 1, 3));
    assert_eq!(cancelled.request_id, None);
}

#[test]
fn one_execution_is_found_or_is_not_there() {
    let item = json!({ "ExecutionId": ID, "Status": "Running", "Parameters": { "a": [1] }, "Tags": { "k": "v", "n": 1 },
        "Counters": { "Failed": 0, "Total": 2, "x": "y" }, "IsParent": true, "EndDate": "", "Outputs": "{}",
        "CurrentTasks": [{ "TaskName": "sleep", "TaskAction": "ACS::Sleep" }, 1], "TemplateName": 7 });
    let list = |items| Json(200, json!({ "RequestId": REQUEST_ID, "Executions": items }));
    let get = |step: Step| run(client().get_execution(&oos(&[], &[], step), ID));
    for (is_parent, expected) in [(json!(false), Some(false)), (json!(null), None), (json!("true"), None)] {
        let item = json!({ "ExecutionId": ID, "Status": "Running", "IsParent": is_parent });
        assert_eq!(get(list(json!([item]))).unwrap().unwrap().is_parent(), expected);
    }
    let execution = get(list(json!([item]))).unwrap().unwrap();
    assert_eq!((execution.execution_id(), execution.status()), (ID, &ExecutionStatus::Running));
    assert_eq!(execution.tags(), [("k".to_owned(), "v".to_owned())]);
    assert_eq!(execution.counters(), [("Failed".to_owned(), 0.0), ("Total".to_owned(), 2.0)]);
    assert_eq!((execution.is_parent(), execution.end_date(), execution.template_name()), (Some(true), None, None));
    assert_eq!(
        (execution.outputs().as_deref(), execution.parameters()),
        (Some("{}"), Some(Parsed(json!({ "a": [1] }))))
    );
    let tasks = execution.current_tasks();
    assert_eq!((tasks.len(), tasks[0].task_action.as_deref()), (1, Some("ACS::Sleep")));

    assert_eq!(get(Absent).unwrap(), None);
    for items in [
        json!([{ "ExecutionId": "exec-600d600d600d600d600d", "Status": "Cancelled" }]),
        json!([{ "ExecutionId": ID }]),
        json!([{ "Status": "Cancelled" }]),
        json!([{ "ExecutionId": ID, "Status": 3 }]),
        json!([{ "ExecutionId": ID, "Status": "x".repeat(65) }]),
        json!([null]),
        json!({ "Execution": [item] }),
        json!(null),
        json!("Cancelled"),
    ] {
        let failure = get(list(items)).unwrap_err();
        assert_eq!(words(&failure), "failed WrongShape");
        assert_eq!(failure.history.attempts()[0].code.as_deref(), Some("WrongShape"));
    }
}

#[test]
fn invalid_ids_are_refused_before_anything_is_sent() {
    let oos = oos(&[], &[], Absent);
    for id in ["", " ", " exec-1", "exec-1\n", "exec\u{0}", "exec\u{200B}", &"x".repeat(1_025)] {
        let failures = [
            run(client().get_execution(&oos, id)).unwrap_err(),
            run(client().wait_for_execution(&oos, id)).unwrap_err(),
            run(client().cancel_and_wait(&oos, id)).unwrap_err(),
        ];
        for failure in failures {
            let FailureKind::InvalidInput(problems) = &failure.kind else { panic!("{id:?}") };
            assert_eq!(problems[0].parameter.as_deref(), Some("ExecutionId"));
            assert_eq!(failure.outcome, Outcome::NotSent);
        }
    }
    assert_eq!(oos.requests.borrow().len(), 0);
}

#[test]
fn observer_receives_what_the_history_says() {
    let other = json!({ "RequestId": REQUEST_ID, "Executions": [{ "ExecutionId": "exec-1", "Status": "Cancelled" }] });
    let steps = [
        Step::Json(200, other.clone()),
        Status("Running"),
        Absent,
        Step::Refuse("Throttling", 400),
        Status("Cancelled"),
    ];
    let waiting = oos(&[Step::Accept], &steps, Absent);
    let end = run(client().cancel_and_wait(&waiting, ID)).unwrap();
    assert_eq!(*waiting.observed.borrow(), end.history.attempts());
    let looking = oos(&[], &[Step::Json(200, other.clone())], Absent);
    let failure = run(client().get_execution(&looking, ID)).unwrap_err();
    assert_eq!(*looking.observed.borrow(), failure.history.attempts());
    let listing = oos(&[], &[Step::Json(200, json!({ "RequestId": REQUEST_ID, "Executions": {} }))], Absent);
    let failure = run(client().next_page(&listing, &mut Listing::new(ExecutionFilter::new()).unwrap())).unwrap_err();
    assert_eq!(*listing.observed.borrow(), failure.history.attempts());
}

#[test]
fn empty_page_that_another_one_follows_never_means_no_such_execution() {
    let page = |token| Json(200, json!({ "RequestId": REQUEST_ID, "Executions": [], "NextToken": token }));
    let get = |step: Step| run(client().get_execution(&oos(&[], &[step], Absent), ID));
    for token in [json!(""), json!(null)] {
        assert_eq!(get(page(token)).unwrap(), None);
    }
    for token in [json!("t1"), json!(1)] {
        assert_eq!(words(&get(page(token)).unwrap_err()), "failed WrongShape");
    }
    let steps = [page(json!("t1")), page(json!("t1")), page(json!("t1")), Status("Cancelled")];
    assert_eq!(cancel(&oos(&[Accept], &steps, Absent)), "cancelled");
    assert_eq!(cancel(&oos(&[Accept], &[], page(json!("t1")))), "accepted WrongShape");
}

#[test]
fn used_nonce_of_a_look_is_no_reason_to_give_up() {
    // A browser sends a request again if the connection breaks.
    let nonce = Refuse("SignatureNonceUsed", 400);
    assert_eq!(cancel(&oos(&[Accept], &[nonce.clone(), nonce, Status("Cancelled")], Absent)), "cancelled");
}

#[test]
fn history_has_no_status_that_may_be_a_token() {
    let statuses = ["Brand.New", "CAISuQJ1q6Ft5B2yfSjIr5b7Iv6Es7dd", "/?Signature=OLeaidS1"];
    let steps = statuses.map(Status);
    let waiting = oos(&[Accept], &steps, DENIED);
    let failure = run(client().cancel_and_wait(&waiting, ID)).unwrap_err();
    let shown: Vec<_> = failure.history.attempts().iter().map(|attempt| attempt.status.as_ref()).collect();
    assert_eq!(shown, [None, Some(&ExecutionStatus::from("Brand.New")), None, None, None]);
    assert_eq!(*waiting.seen.borrow(), statuses, "the caller sees each of them");
}
