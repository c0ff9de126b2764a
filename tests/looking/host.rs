//! A scripted OOS: one list of steps for the cancels and one for the looks, and a clock that moves only while something waits.

#[path = "../call/json.rs"]
mod json;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oos_cancel::client::attempt::Attempt;
use oos_cancel::client::host::{
    Headers, HttpResponse, Interruption, InterruptionKind, Request, TransportError, TransportErrorKind,
};
use oos_cancel::client::{Client, Host, RetryPolicy};
use oos_cancel::oos::execution::Execution;
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::encode::decode;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::response::{Body, BodyFault};
use oos_cancel::rpc::timestamp::Timestamp;
use serde_json::json;

use json::members;
pub use json::{Over, Parsed};

pub const ID: &str = "exec-8a2aaf460fdf47c6b5ef";
pub const REQUEST_ID: &str = "14A07460-EBE7-47CA-9757-12CC4761D47A";

/// What OOS, or something on the way, does with one request.
#[derive(Debug, Clone)]
pub enum Step {
    /// A cancel that is accepted.
    Accept,
    /// A list of this execution with this status.
    Status(&'static str),
    /// An empty list.
    Absent,
    /// A code with its status.
    Refuse(&'static str, u16),
    /// The same, and how many milliseconds later OOS wants the next request.
    RefuseFor(&'static str, u16, u64),
    /// Any JSON.
    Json(u16, serde_json::Value),
    /// A page that is no JSON.
    Html(u16),
    /// No response, although the request has left.
    Lost,
    /// No response in time.
    Hang,
    /// The caller aborts while the request is in progress.
    Abort,
}

/// Names and values.
pub type Parameters = Vec<(String, String)>;

pub struct Oos {
    cancels: RefCell<VecDeque<Step>>,
    looks: RefCell<VecDeque<Step>>,
    /// What every further look shows.
    rest: Step,
    latency: Duration,
    deadline: Duration,
    random: Option<u8>,
    abort_at: Option<Duration>,
    elapsed: Cell<Duration>,
    /// The parameters of each request, with the time at which it was sent.
    pub requests: RefCell<Vec<(Duration, Parameters)>>,
    pub observed: RefCell<Vec<Attempt>>,
    pub seen: RefCell<Vec<String>>,
}

pub fn oos(cancels: &[Step], looks: &[Step], rest: Step) -> Oos {
    Oos {
        cancels: RefCell::new(cancels.iter().cloned().collect()),
        looks: RefCell::new(looks.iter().cloned().collect()),
        rest,
        latency: Duration::from_millis(10),
        deadline: Duration::from_secs(300),
        random: Some(0),
        abort_at: None,
        elapsed: Cell::default(),
        requests: RefCell::default(),
        observed: RefCell::default(),
        seen: RefCell::default(),
    }
}

impl Oos {
    pub fn within(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    pub fn aborted_at(self, time: Duration) -> Self {
        Self { abort_at: Some(time), ..self }
    }

    pub fn random(self, random: u8) -> Self {
        Self { random: Some(random), ..self }
    }

    pub fn without_randomness(self) -> Self {
        Self { random: None, ..self }
    }

    /// When each look was sent.
    pub fn looks(&self) -> Vec<Duration> {
        self.sent("ListExecutions")
    }

    pub fn cancels(&self) -> usize {
        self.sent("CancelExecution").len()
    }

    fn sent(&self, action: &str) -> Vec<Duration> {
        let requests = self.requests.borrow();
        let of_action =
            requests.iter().filter(|(_, parameters)| parameters.contains(&("Action".into(), action.into())));
        of_action.map(|(time, _)| *time).collect()
    }

    pub fn elapsed(&self) -> Duration {
        self.elapsed.get()
    }

    fn pass(&self, time: Duration) -> Result<(), Interruption<Over>> {
        let end = self.elapsed.get() + time;
        let (limit, kind) = match self.abort_at {
            Some(abort) if abort < self.deadline => (abort, InterruptionKind::Aborted),
            _ => (self.deadline, InterruptionKind::Deadline),
        };
        self.elapsed.set(end.min(limit));
        if end < limit { Ok(()) } else { Err(Interruption { kind, cause: Over }) }
    }
}

fn listed(executions: serde_json::Value) -> serde_json::Value {
    json!({ "RequestId": REQUEST_ID, "Executions": executions, "MaxResults": 50, "NextToken": "" })
}

impl Host for Oos {
    type Cause = Over;
    type Json = Parsed;

    fn now(&self) -> Timestamp {
        Timestamp::parse("2024-05-06T07:08:09Z").unwrap().plus_seconds(self.elapsed.get().as_secs() as i64)
    }

    fn monotonic(&self) -> Duration {
        // A process that has run for a while.
        self.elapsed.get() + Duration::from_secs(1_000)
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_sub(self.elapsed.get())
    }

    fn random(&self) -> Option<[u8; 16]> {
        self.random.map(|byte| [byte; 16])
    }

    async fn sleep(&self, duration: Duration) -> Result<(), Interruption<Over>> {
        self.pass(duration)
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<Over>> {
        Ok(future.await)
    }

    async fn send(&self, request: Request) -> Result<HttpResponse<Parsed>, TransportError<Over>> {
        let form = request.form.as_ref().unwrap();
        let pair = |(name, value): (&str, &str)| (name.to_owned(), decode(value).unwrap().into_owned());
        let parameters: Vec<_> = form.split('&').map(|text| pair(text.split_once('=').unwrap())).collect();
        let is_look = parameters.contains(&("Action".to_owned(), "ListExecutions".to_owned()));
        self.requests.borrow_mut().push((self.elapsed.get(), parameters));
        let step = if is_look {
            self.looks.borrow_mut().pop_front().unwrap_or_else(|| self.rest.clone())
        } else {
            self.cancels.borrow_mut().pop_front().unwrap()
        };
        let interrupted = |Interruption { kind, cause }| TransportError {
            kind: TransportErrorKind::Interrupted { kind, may_be_sent: true },
            cause,
            hint: None,
        };
        let lost = TransportError { kind: TransportErrorKind::Network, cause: Over, hint: None };
        if let Step::Hang = step {
            self.pass(request.timeout.unwrap_or(Duration::MAX / 2)).map_err(interrupted)?;
            return Err(lost);
        }
        self.pass(self.latency).map_err(interrupted)?;
        let refusal = |code: &str| json!({ "RequestId": REQUEST_ID, "Code": code, "Message": "no" });
        let mut headers = Headers::default();
        let (http_status, json) = match step {
            Step::Accept => (200, json!({ "RequestId": REQUEST_ID })),
            Step::Status(status) => (200, listed(json!([{ "ExecutionId": ID, "Status": status }]))),
            Step::Absent => (200, listed(json!([]))),
            Step::Refuse(code, http_status) => (http_status, refusal(code)),
            Step::RefuseFor(code, http_status, milliseconds) => {
                headers.acs_retry_after = Some(milliseconds.to_string());
                (http_status, refusal(code))
            }
            Step::Json(http_status, json) => (http_status, json),
            Step::Html(http_status) => {
                let (body, json) = (Body::Unreadable(BodyFault::NotJson), Parsed(json!(null)));
                return Ok(HttpResponse { http_status, headers, body, json });
            }
            Step::Lost => return Err(lost),
            Step::Abort => return Err(interrupted(Interruption { kind: InterruptionKind::Aborted, cause: Over })),
            Step::Hang => unreachable!(),
        };
        Ok(HttpResponse { http_status, headers, body: Body::Object(members(&json, 2)), json: Parsed(json) })
    }

    fn observe(&self, attempt: &Attempt) {
        self.observed.borrow_mut().push(attempt.clone());
    }

    fn observe_status(&self, execution: &Execution<Parsed>) {
        self.seen.borrow_mut().push(execution.status().to_string());
    }
}

pub fn client() -> Client {
    builder(RetryPolicy::default())
}

pub fn builder(retry: RetryPolicy) -> Client {
    let credentials = Credentials::new("testid".into(), "s3cret".into(), None).unwrap();
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    Client::builder(endpoint, credentials).retry(retry).build().unwrap()
}

/// Runs a future that never has to wait for anything outside.
pub fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("this host never waits"),
    }
}
