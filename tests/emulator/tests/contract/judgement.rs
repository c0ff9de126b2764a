//! The service without a server, in a time that the test makes: how executions live.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use oos_emulator::{Host, Seeds, Service, Transport};
use serde_json::{Value, json};
use ureq::http::{Method, Request};

use crate::support::{Draft, RUNNING, cancel, listing};

#[derive(Debug, Clone)]
struct Made {
    now_ms: Arc<AtomicI64>,
    numbers: u64,
}

impl Host for Made {
    fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::Relaxed)
    }

    fn random(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }
}

struct Oos {
    service: Service,
    host: Made,
}

/// Starts at the machine's time, since requests are signed with it; tests stay within the window of timestamps.
fn oos() -> Oos {
    let now_ms = Arc::new(AtomicI64::new(jiff::Timestamp::now().as_millisecond()));
    let host = Made { now_ms, numbers: 0 };
    Oos { service: Service::new(Box::new(host.clone()), Seeds::default()), host }
}

impl Oos {
    fn pass(&self, milliseconds: i64) {
        self.host.now_ms.fetch_add(milliseconds, Ordering::Relaxed);
    }

    fn control(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let response = self.service.control(&Request::builder().method(method).uri(path).body(body).unwrap());
        let value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(response.status(), 200, "{value}");
        value
    }

    fn make(&mut self, order: &Value) -> String {
        self.control("POST", "/executions", order)["executionId"].as_str().unwrap().to_owned()
    }

    fn request(draft: Draft) -> Request<Bytes> {
        let signed = draft.sign();
        let request =
            Request::builder().method(Method::GET).uri(signed.path()).header("host", "oos.cn-hangzhou.aliyuncs.com");
        request.body(Bytes::new()).unwrap()
    }

    fn send(&mut self, draft: Draft) -> (u16, Value) {
        let pending = self.service.begin(Self::request(draft));
        assert_eq!(pending.delay(), Duration::ZERO);
        let delivery = self.service.finish(pending);
        assert_eq!(delivery.transport, Transport::Whole);
        self.service.sent(&delivery);
        (delivery.response.status().as_u16(), serde_json::from_slice(delivery.response.body()).unwrap())
    }

    fn cancel(&mut self, id: &str) -> u16 {
        self.send(cancel(id)).0
    }

    fn shown(&mut self, id: &str) -> Value {
        self.send(listing(&[("ExecutionId", id)])).1["Executions"][0].clone()
    }

    fn status(&mut self, id: &str) -> String {
        self.shown(id)["Status"].as_str().unwrap().to_owned()
    }

    fn children(&mut self, id: &str) -> Vec<Value> {
        let filters = [("ParentExecutionId", id), ("SortOrder", "Ascending")];
        self.send(listing(&filters)).1["Executions"].as_array().unwrap().clone()
    }

    /// Returns events and states.
    fn history(&mut self, id: &str) -> Vec<String> {
        let history = self.control("GET", &format!("/executions/{id}/history"), &Value::Null);
        let entries = history.as_array().unwrap().iter();
        entries.map(|one| format!("{} {}", one["event"].as_str().unwrap(), one["status"].as_str().unwrap())).collect()
    }
}

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
fn orders_that_cannot_be_meant_are_refused() {
    let mut oos = oos();
    for (order, complaint) in [
        (json!({ "status": "Sleeping" }), "unknown variant `Sleeping`"),
        (json!({ "otherStatus": "Running" }), "Write Running as status."),
        (json!({ "status": "Running", "otherStatus": "Pausing" }), "exclude each other"),
        (json!({ "otherStatus": "" }), "The length of otherStatus"),
        (json!({ "status": "Success", "steps": [{ "afterMs": 1, "status": "Failed" }] }), "Success is final."),
        (json!({ "steps": [{ "afterMs": 1 }] }), "A step needs a status."),
        (json!({ "executionId": "exec-1", "count": 2 }), "count makes ids of its own."),
        (json!({ "parentExecutionId": "exec-unknown" }), "no execution with the id parentExecutionId"),
        (json!({ "endDate": "2020-01-01T00:00:00Z" }), "a final status"),
        (json!({ "startDate": "yesterday" }), "startDate must be a date"),
        (json!({ "status": "Running", "timer": { "everyMs": 1000 } }), "A timer begins as Waiting"),
        (json!({ "timer": { "everyMs": 1000, "childEnds": "Running" } }), "childEnds must be"),
        (json!({ "timer": { "everyMs": 9 } }), "everyMs must be from 10 to 86400000, not 9."),
    ] {
        let request = Request::post("/executions").body(Bytes::from(order.to_string())).unwrap();
        let response = oos.service.control(&request);
        let error: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(response.status(), 400, "{order}");
        assert!(error["error"].as_str().unwrap().contains(complaint), "{error}");
    }
    assert_eq!(oos.control("GET", "/executions", &Value::Null).as_array().unwrap().len(), 7);
}

#[test]
fn host_learns_how_to_send_what_a_fault_damages() {
    let mut oos = oos();
    let second = Duration::from_secs(1);
    for (fault, delay, transport) in [
        (json!({ "kind": "delay", "delayMs": 1000 }), second, Transport::Whole),
        (json!({ "kind": "delay", "delayMs": 1000, "where": "headers" }), Duration::ZERO, Transport::Late(second)),
        (json!({ "kind": "delay", "delayMs": 1000, "where": "body" }), Duration::ZERO, Transport::BodyLate(second)),
        (json!({ "kind": "truncated" }), Duration::ZERO, Transport::Truncated),
        (json!({ "kind": "huge", "bytes": 5000 }), Duration::ZERO, Transport::PaddedTo(5000)),
        (json!({ "kind": "reset-before" }), Duration::ZERO, Transport::Reset),
        (json!({ "kind": "reset-after" }), Duration::ZERO, Transport::Reset),
    ] {
        oos.control("POST", "/faults", &fault);
        let pending = oos.service.begin(Oos::request(cancel(RUNNING)));
        assert_eq!(pending.delay(), delay, "{fault}");
        let delivery = oos.service.finish(pending);
        assert_eq!(delivery.transport, transport, "{fault}");
        oos.service.sent(&delivery);
    }
}

#[test]
fn dates_follow_the_clock_of_oos() {
    let mut oos = oos();
    oos.control("POST", "/clock", &json!({ "offsetSeconds": 86_400 }));
    let tomorrow = |id: &str| listing(&[("ExecutionId", id)]).with("Timestamp", &crate::support::utc(86_400));
    let start = oos.send(tomorrow(RUNNING)).1["Executions"][0]["StartDate"].as_str().unwrap().to_owned();
    assert!(start > crate::support::utc(86_000), "{start}");
    let filtered = tomorrow(RUNNING).with("StartDateAfter", &start).with("StartDateBefore", &start);
    assert_eq!(oos.send(filtered).1["TotalCount"], 1);
    let dated = oos.make(&json!({ "startDate": "2020-01-01T00:00:00Z" }));
    assert_eq!(oos.send(tomorrow(&dated)).1["Executions"][0]["StartDate"], "2020-01-01T00:00:00Z");
}
