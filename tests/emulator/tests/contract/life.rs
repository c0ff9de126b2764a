//! How executions live, in a time that the test makes.

use oos_emulator::Host;
use serde_json::{Value, json};

use crate::judgement::{Oos, oos};

#[test]
fn cancel_takes_hold_after_its_delay_and_not_before() {
    let mut oos = oos();
    let usual = oos.make(&json!({}));
    let slow = oos.make(&json!({ "cancelDelayMs": 5000 }));
    assert_eq!((oos.cancel(&usual), oos.cancel(&slow)), (200, 200));
    oos.pass(299);
    assert_eq!((oos.status(&usual), oos.status(&slow)), ("Running".to_owned(), "Running".to_owned()));
    oos.pass(1);
    assert_eq!((oos.status(&usual), oos.status(&slow)), ("Cancelled".to_owned(), "Running".to_owned()));
    oos.pass(4700);
    assert_eq!(oos.status(&slow), "Cancelled");
    assert_eq!(oos.cancel(&slow), 403);
    let expected = ["created Running", "cancel-accepted Running", "cancelled Cancelled", "cancel-refused Cancelled"];
    assert_eq!(oos.history(&slow), expected);
}

#[test]
fn execution_that_ends_before_the_cancel_takes_hold_is_not_cancelled() {
    for status in ["Success", "Failed"] {
        for (after, expected) in [(299, status), (300, status), (301, "Cancelled")] {
            let mut oos = oos();
            let id = oos.make(&json!({ "steps": [{ "afterMs": after, "status": status }] }));
            assert_eq!(oos.cancel(&id), 200);
            oos.pass(10_000);
            assert_eq!(oos.status(&id), expected, "{after}");
            assert_eq!(oos.cancel(&id), 403);
            assert_eq!(oos.control("GET", &format!("/executions/{id}"), &Value::Null)["cancelCount"], 1);
        }
    }
}

#[test]
fn execution_ends_by_itself_at_its_own_time() {
    let mut oos = oos();
    let began = oos.host.now_ms();
    let id = oos.make(&json!({ "status": "Queued", "steps": [
        { "afterMs": 1000, "status": "Started" }, { "afterMs": 1000, "status": "Running" },
        { "afterMs": 1000, "otherStatus": "Pausing" }, { "afterMs": 1000, "status": "Failed" },
    ] }));
    for expected in ["Queued", "Started", "Running", "Pausing", "Failed", "Failed"] {
        assert_eq!(oos.status(&id), expected);
        oos.pass(1000);
    }
    let shown = oos.shown(&id);
    let end = jiff::Timestamp::from_millisecond(began + 4000).unwrap().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    assert_eq!((&shown["EndDate"], &shown["UpdateDate"]), (&json!(end), &json!(end)));
    let moves = ["created Queued", "moved Started", "moved Running", "moved Pausing", "moved Failed"];
    assert_eq!(oos.history(&id), moves);
}

#[test]
fn every_state_but_the_final_ones_can_be_cancelled_even_an_unknown_one() {
    let mut oos = oos();
    for order in [json!({ "status": "Queued" }), json!({ "status": "Started" }), json!({ "status": "Waiting" })] {
        let id = oos.make(&order);
        assert_eq!(oos.cancel(&id), 200, "{order}");
    }
    let unknown = oos.make(&json!({ "otherStatus": "Pausing" }));
    assert_eq!(oos.cancel(&unknown), 200);
    oos.pass(300);
    assert_eq!(oos.status(&unknown), "Cancelled");
}

const TIMER: &str = r#"{ "timer": { "everyMs": 1000, "childRunsMs": 400 } }"#;

fn timer(oos: &mut Oos) -> String {
    oos.make(&serde_json::from_str(TIMER).unwrap())
}

#[test]
fn timer_waits_runs_with_its_child_and_waits_again() {
    let mut oos = oos();
    let id = timer(&mut oos);
    let shown = oos.shown(&id);
    assert_eq!((&shown["Status"], &shown["Category"]), (&json!("Waiting"), &json!("TimerTrigger")));
    assert_ne!(shown["NextScheduleTime"], "");
    for (firing, wait) in [(1, 999), (2, 599), (3, 599)] {
        oos.pass(wait);
        assert_eq!((oos.status(&id), oos.children(&id).len()), ("Waiting".to_owned(), firing - 1));
        oos.pass(1);
        assert_eq!(oos.status(&id), "Running");
        let child = oos.children(&id).last().unwrap().clone();
        assert_eq!((&child["Status"], &child["ParentExecutionId"]), (&json!("Running"), &json!(id)));
        oos.pass(400);
        assert_eq!(oos.status(&id), "Waiting");
        assert_eq!(oos.children(&id).last().unwrap()["Status"], "Success");
    }
}

#[test]
fn events_that_nobody_watched_happened_at_their_own_times() {
    let mut oos = oos();
    let id = timer(&mut oos);
    oos.pass(5500);
    let children = oos.children(&id);
    assert_eq!(children.len(), 5);
    let history = oos.history(&id);
    assert_eq!(history.get(..4).unwrap(), ["created Waiting", "fired Running", "moved Waiting", "fired Running"]);
    assert_eq!(history.len(), 1 + 5 * 2);
}

#[test]
fn cancel_of_a_child_does_not_stop_the_schedule() {
    let mut oos = oos();
    let id = timer(&mut oos);
    oos.pass(1000);
    let child = oos.children(&id)[0]["ExecutionId"].as_str().unwrap().to_owned();
    assert_eq!(oos.cancel(&child), 200);
    oos.pass(300);
    assert_eq!((oos.status(&child), oos.status(&id)), ("Cancelled".to_owned(), "Waiting".to_owned()));
    oos.pass(700);
    assert_eq!((oos.status(&id), oos.children(&id).len()), ("Running".to_owned(), 2));
}

#[test]
fn cancel_of_the_parent_stops_the_schedule() {
    for (cancels_children, child_status) in [(false, "Success"), (true, "Cancelled")] {
        let mut oos = oos();
        let timer = json!({ "everyMs": 1000, "childRunsMs": 800, "cancelsChildren": cancels_children });
        let id = oos.make(&json!({ "timer": timer }));
        oos.pass(1000);
        assert_eq!(oos.cancel(&id), 200);
        assert_eq!(oos.status(&id), "Running");
        oos.pass(300);
        assert_eq!(oos.status(&id), "Cancelled");
        oos.pass(60_000);
        let children = oos.children(&id);
        assert_eq!((children.len(), &children[0]["Status"]), (1, &json!(child_status)));
        assert_eq!(oos.status(&id), "Cancelled");
        assert_eq!(oos.history(&id).last().unwrap(), "cancelled Cancelled");
    }
}

#[test]
fn schedule_ends_after_its_last_firing() {
    let mut oos = oos();
    let id = oos.make(&json!({ "timer": { "everyMs": 1000, "childRunsMs": 10, "childEnds": "Failed", "times": 2 } }));
    oos.pass(60_000);
    assert_eq!((oos.status(&id), oos.children(&id).len()), ("Success".to_owned(), 2));
    assert!(oos.children(&id).iter().all(|child| child["Status"] == "Failed"));
}

#[test]
fn only_the_child_of_the_last_firing_lets_the_parent_go_on() {
    let mut oos = oos();
    let id = timer(&mut oos);
    let step = json!([{ "afterMs": 100, "status": "Success" }]);
    oos.make(&json!({ "parentExecutionId": id, "steps": step }));
    oos.pass(500);
    assert_eq!((oos.status(&id), oos.children(&id).len()), ("Waiting".to_owned(), 1));
    oos.pass(500);
    oos.make(&json!({ "parentExecutionId": id, "steps": step }));
    oos.pass(399);
    assert_eq!(oos.status(&id), "Running");
    oos.pass(1);
    assert_eq!(oos.history(&id), ["created Waiting", "fired Running", "moved Waiting"]);
}
