//! An operation is data: a read that exists in this file alone is signed, sent, judged, retried and read.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests are tests")]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oos_cancel::client::attempt::Attempt;
use oos_cancel::client::host::{
    Headers, HttpResponse, Interruption, InterruptionKind, Request, TransportError, TransportErrorKind,
};
use oos_cancel::client::{Client, Failure, FailureKind, Host, Outcome, RequestStyle, Success};
use oos_cancel::rpc::codes::Remedy;
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::encode::decode;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::limits;
use oos_cancel::rpc::operation::{Effect, Operation, Parameter};
use oos_cancel::rpc::problem::ProblemCode;
use oos_cancel::rpc::request::Call;
use oos_cancel::rpc::response::{Body, Value};
use oos_cancel::rpc::signature::diagnosis::{Diagnosis, Difference};
use oos_cancel::rpc::signature::{Method, SigningKey, string_to_sign};
use oos_cancel::rpc::timestamp::Timestamp;
use serde_json::json;

static COUNT_SHEEP: Operation = Operation {
    action: "CountSheep",
    version: "2031-07-08",
    effect: Effect::Read,
    parameters: &[Parameter::required("AShepherd", limits::not_empty), Parameter::optional("Zone", limits::region_id)],
    max_response_bytes: 1_000_000,
    denied: "This user may not count sheep.",
};

const START: &str = "2024-05-06T07:08:09Z";
const REQUEST_ID: &str = "14A07460-EBE7-47CA-9757-12CC4761D47A";
const SECRET: &str = "s3cret";
/// What a server does with a request.
enum Step {
    Json(u16, serde_json::Value),
    Lost,
    Late,
}

#[derive(Debug)]
struct Gone;

impl From<Infallible> for Gone {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// A host that has read its JSON with a parser of its own.
struct Machine {
    steps: RefCell<VecDeque<Step>>,
    requests: RefCell<Vec<Request>>,
    random: Cell<u8>,
    attempts: Cell<usize>,
}

fn machine(steps: impl IntoIterator<Item = Step>) -> Machine {
    let steps = RefCell::new(steps.into_iter().collect());
    Machine { steps, requests: RefCell::default(), random: Cell::new(0), attempts: Cell::new(0) }
}

impl Host for Machine {
    type Cause = Gone;
    type Json = serde_json::Value;

    fn now(&self) -> Timestamp {
        Timestamp::parse(START).unwrap()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn remaining(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn random(&self) -> Option<[u8; 16]> {
        self.random.set(self.random.get() + 1);
        Some([self.random.get(); 16])
    }

    async fn sleep(&self, _: Duration) -> Result<(), Interruption<Gone>> {
        Ok(())
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<Gone>> {
        Ok(future.await)
    }

    async fn send(&self, request: Request) -> Result<HttpResponse<serde_json::Value>, TransportError<Gone>> {
        self.requests.borrow_mut().push(request);
        let lost = |kind| TransportError { kind, cause: Gone, hint: None };
        match self.steps.borrow_mut().pop_front().unwrap() {
            Step::Lost => Err(lost(TransportErrorKind::Network)),
            Step::Late => {
                let kind = InterruptionKind::Deadline;
                Err(lost(TransportErrorKind::Interrupted { kind, may_be_sent: true }))
            }
            Step::Json(http_status, json) => {
                let text =
                    |value: &serde_json::Value| value.as_str().map_or(Value::Other, |text| Value::Text(text.into()));
                let members = json.as_object().unwrap().iter().map(|(name, value)| (name.clone(), text(value)));
                let body = Body::Object(members.collect());
                Ok(HttpResponse { http_status, headers: Headers::default(), body, json })
            }
        }
    }

    fn observe(&self, _: &Attempt) {
        self.attempts.set(self.attempts.get() + 1);
    }
}

fn client(style: RequestStyle) -> Client {
    let credentials = Credentials::new("testid".into(), SECRET.into(), Some("t0ken".into())).unwrap();
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    Client::builder(endpoint, credentials).request_style(style).build().unwrap()
}

fn count(style: RequestStyle, host: &Machine) -> Result<Success<serde_json::Value>, Failure<Gone>> {
    let (client, call) = (client(style), Call::new(&COUNT_SHEEP, &[("Zone", "cn-hangzhou"), ("AShepherd", "Bo Peep")]));
    let future = pin!(client.call(host, &call));
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(end) => end,
        Poll::Pending => unreachable!("this host never waits"),
    }
}

fn refused(code: &str, http_status: u16) -> Step {
    Step::Json(http_status, json!({ "RequestId": REQUEST_ID, "Code": code }))
}

fn sheep() -> Step {
    Step::Json(200, json!({ "RequestId": REQUEST_ID, "Sheep": [{ "Name": "Dolly", "Legs": 4 }], "Total": 1 }))
}

#[test]
fn it_is_signed_and_sent_in_every_style() {
    for (style, method) in
        [(RequestStyle::Form, Method::Post), (RequestStyle::Query, Method::Post), (RequestStyle::Get, Method::Get)]
    {
        let host = machine([sheep()]);
        assert!(count(style, &host).is_ok());
        let request = &host.requests.borrow()[0];
        assert_eq!((request.method, request.effect, request.max_response_bytes), (method, Effect::Read, 1_000_000));
        let parameters = request
            .form
            .as_ref()
            .map_or_else(|| request.url.split_once('?').unwrap().1.to_owned(), |form| form.to_string());
        assert_eq!(request.form.is_some(), style == RequestStyle::Form);
        let (query, signature) = parameters.split_once("&Signature=").unwrap();
        assert_eq!(SigningKey::new(SECRET).sign(&string_to_sign(method, query)), decode(signature).unwrap());
        let names: Vec<&str> = query.split('&').map(|pair| pair.split_once('=').unwrap().0).collect();
        assert!(names.is_sorted());
        assert_eq!((names.first(), names.last()), (Some(&"AShepherd"), Some(&"Zone")));
        assert!(query.starts_with("AShepherd=Bo%20Peep&AccessKeyId=testid&Action=CountSheep&"), "{query}");
        assert!(query.ends_with("&Version=2031-07-08&Zone=cn-hangzhou"), "{query}");
    }
}

#[test]
fn what_it_returns_is_read_from_the_json_of_the_host() {
    let success = count(RequestStyle::Form, &machine([sheep()])).unwrap();
    assert_eq!(success.request_id, REQUEST_ID);
    assert_eq!((&success.json["Sheep"][0]["Name"], &success.json["Total"]), (&json!("Dolly"), &json!(1)));
}

#[test]
fn it_is_retried_as_a_cancel_is() {
    for first in [Step::Lost, refused("InternalError", 500), refused("Throttling.User", 400)] {
        let host = machine([first, sheep()]);
        let success = count(RequestStyle::Form, &host).unwrap();
        assert_eq!((success.history.attempts().len(), host.attempts.get()), (2, 2));
        let requests = host.requests.borrow();
        assert_ne!(requests[0].form, requests[1].form, "each attempt has a nonce of its own");
    }
}

#[test]
fn its_outcome_is_never_unknown() {
    let lost = || [Step::Lost, Step::Lost, Step::Lost];
    let failed = || [refused("InternalError", 500), refused("InternalError", 500), refused("InternalError", 500)];
    for (steps, outcome) in [
        (Vec::from(lost()), Outcome::Failed),
        (Vec::from(failed()), Outcome::Failed),
        (vec![Step::Late], Outcome::Failed),
        (vec![Step::Lost, refused("User.NoPermission", 401)], Outcome::Failed),
        (vec![refused("User.NoPermission", 401)], Outcome::Refused),
    ] {
        let failure = count(RequestStyle::Form, &machine(steps)).unwrap_err();
        assert_eq!(failure.outcome, outcome, "{:?}", failure.kind);
        let message = failure.message();
        assert!(!message.contains("may have") && message.ends_with('.'), "{message}");
        assert_ne!(failure.remedy(), Remedy::CheckExecution, "a read leaves no execution behind to look at");
        assert!(failure.history.attempts().iter().all(|attempt| attempt.outcome != Some(Outcome::Unknown)));
    }
}

#[test]
fn a_refused_signature_is_diagnosed_by_its_own_table() {
    let ours = {
        let host = machine([sheep()]);
        assert!(count(RequestStyle::Form, &host).is_ok());
        let form = host.requests.borrow()[0].form.clone().unwrap();
        string_to_sign(Method::Post, form.split_once("&Signature=").unwrap().0)
    };
    for (echo, diagnosis) in [
        (ours.to_string(), Diagnosis::WrongSecret),
        (ours.replace("Bo%2520Peep", "Dolly"), Diagnosis::Differs(Difference::Parameter("AShepherd"))),
        (ours.replace("%26Zone%3Dcn-hangzhou", ""), Diagnosis::Differs(Difference::Parameter("Zone"))),
        (ours.replace("%26Action", "%26ExecutionId%3Dx%26Action"), Diagnosis::Differs(Difference::Other)),
    ] {
        let message = format!("server string to sign is:{echo}");
        let refusal = json!({ "RequestId": REQUEST_ID, "Code": "SignatureDoesNotMatch", "Message": message });
        let failure = count(RequestStyle::Form, &machine([Step::Json(400, refusal)])).unwrap_err();
        let FailureKind::Service(error) = &failure.kind else { unreachable!() };
        assert_eq!(error.diagnosis, Some(diagnosis));
    }
}

#[test]
fn its_parameters_are_checked_by_its_own_table() {
    let codes = |values: &[(&'static str, &str)]| {
        let problems = Call::new(&COUNT_SHEEP, values).check().err();
        problems.iter().flatten().map(|problem| (problem.code, problem.parameter.clone().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[("AShepherd", "x")]), []);
    assert_eq!(codes(&[]), [(ProblemCode::MissingParameter, "AShepherd".to_owned())]);
    assert_eq!(
        codes(&[("AShepherd", ""), ("Zone", "?"), ("Action", "Other")]),
        [
            (ProblemCode::Empty, "AShepherd".to_owned()),
            (ProblemCode::Malformed, "Zone".to_owned()),
            (ProblemCode::UnknownParameter, "Action".to_owned()),
        ]
    );
}
