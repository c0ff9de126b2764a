//! The service without a server, in a time that the test makes.

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
pub(crate) struct Made {
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

pub(crate) struct Oos {
    pub(crate) service: Service,
    pub(crate) host: Made,
}

/// Starts at the machine's time, since requests are signed with it; tests stay within the window of timestamps.
pub(crate) fn oos() -> Oos {
    let now_ms = Arc::new(AtomicI64::new(jiff::Timestamp::now().as_millisecond()));
    let host = Made { now_ms, numbers: 0 };
    Oos { service: Service::new(Box::new(host.clone()), Seeds::default()), host }
}

impl Oos {
    pub(crate) fn pass(&self, milliseconds: i64) {
        self.host.now_ms.fetch_add(milliseconds, Ordering::Relaxed);
    }

    pub(crate) fn control(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let response = self.service.control(&Request::builder().method(method).uri(path).body(body).unwrap());
        let value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(response.status(), 200, "{value}");
        value
    }

    pub(crate) fn make(&mut self, order: &Value) -> String {
        self.control("POST", "/executions", order)["executionId"].as_str().unwrap().to_owned()
    }

    pub(crate) fn request(draft: Draft) -> Request<Bytes> {
        let signed = draft.sign();
        let request =
            Request::builder().method(Method::GET).uri(signed.path()).header("host", "oos.cn-hangzhou.aliyuncs.com");
        request.body(Bytes::new()).unwrap()
    }

    pub(crate) fn send(&mut self, draft: Draft) -> (u16, Value) {
        let pending = self.service.begin(Self::request(draft));
        assert_eq!(pending.delay(), Duration::ZERO);
        let delivery = self.service.finish(pending);
        assert_eq!(delivery.transport, Transport::Whole);
        self.service.sent(&delivery);
        (delivery.response.status().as_u16(), serde_json::from_slice(delivery.response.body()).unwrap())
    }

    pub(crate) fn cancel(&mut self, id: &str) -> u16 {
        self.send(cancel(id)).0
    }

    pub(crate) fn shown(&mut self, id: &str) -> Value {
        self.send(listing(&[("ExecutionId", id)])).1["Executions"][0].clone()
    }

    pub(crate) fn status(&mut self, id: &str) -> String {
        self.shown(id)["Status"].as_str().unwrap().to_owned()
    }

    pub(crate) fn children(&mut self, id: &str) -> Vec<Value> {
        let filters = [("ParentExecutionId", id), ("SortOrder", "Ascending")];
        self.send(listing(&filters)).1["Executions"].as_array().unwrap().clone()
    }

    /// Returns events and states.
    pub(crate) fn history(&mut self, id: &str) -> Vec<String> {
        let history = self.control("GET", &format!("/executions/{id}/history"), &Value::Null);
        let entries = history.as_array().unwrap().iter();
        entries.map(|one| format!("{} {}", one["event"].as_str().unwrap(), one["status"].as_str().unwrap())).collect()
    }
}

#[test]
fn bucket_of_tokens_fills_at_its_rate_up_to_the_burst() {
    let mut oos = oos();
    oos.control("POST", "/rate-limits", &json!({ "perSecond": 2, "burst": 3 }));
    let mut accepted = || {
        let statuses = (0..10).map(|_| oos.send(listing(&[])).0);
        let accepted = statuses.filter(|&status| status == 200).count();
        oos.pass(1000);
        accepted
    };
    assert_eq!([accepted(), accepted(), accepted()], [3, 2, 2]);
    oos.pass(60_000);
    assert_eq!((0..10).filter(|_| oos.send(listing(&[])).0 == 200).count(), 3);
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
        (json!({ "otherStatus": "Pausing", "timer": { "everyMs": 1000 } }), "A timer begins as Waiting"),
        (json!({ "details": { "parameters": "{}" } }), "parameters must be a JSON object."),
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
