//! A scripted world: responses in order, a clock that moves only during a wait, and a provider that tests settle.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oos_cancel::client::Host;
use oos_cancel::client::attempt::Attempt;
use oos_cancel::client::credentials::{CredentialsProvider, ExpiringCredentials, ProviderError};
use oos_cancel::client::host::{
    Headers, HttpResponse, Interruption, InterruptionKind, Request, TransportError, TransportErrorKind,
};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::response::{Body, BodyFault, Value};
use oos_cancel::rpc::timestamp::Timestamp;

/// A response whose JSON nobody reads.
pub type Response = HttpResponse<()>;

/// Milliseconds of a duration.
pub fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

pub const START: &str = "2024-05-06T07:08:09Z";

/// What the server does with one request.
#[derive(Debug, Clone)]
pub enum Step {
    Accept,
    /// A code with its status.
    Refuse(&'static str, u16),
    /// The same with headers.
    RefuseWith(&'static str, u16, Headers),
    /// A body that cannot be read.
    Garbage(u16),
    /// Any response.
    Respond(Response),
    Lost,
    /// The transport cannot even begin.
    Unsent,
    /// No answer before the deadline.
    Hang,
    Abort,
}

/// The host of one call.
pub struct Scripted {
    pub steps: RefCell<VecDeque<Step>>,
    /// What comes when the script is over.
    pub rest: Step,
    pub latency_ms: f64,
    pub deadline_ms: f64,
    pub elapsed_ms: Cell<f64>,
    /// How far the clock of this machine is ahead.
    pub ahead_seconds: i64,
    pub random: Cell<u8>,
    /// How many more times there is randomness.
    pub entropy: Cell<usize>,
    pub requests: RefCell<Vec<Request>>,
    pub observed: RefCell<Vec<Attempt>>,
    pub sleeps: RefCell<Vec<f64>>,
    pub abort_in_sleep: bool,
}

pub fn script(steps: &[Step], rest: Step) -> Scripted {
    Scripted {
        steps: RefCell::new(steps.iter().cloned().collect()),
        rest,
        latency_ms: 10.0,
        deadline_ms: 10_000.0,
        elapsed_ms: Cell::new(0.0),
        ahead_seconds: 0,
        random: Cell::new(0),
        entropy: Cell::new(usize::MAX),
        requests: RefCell::default(),
        observed: RefCell::default(),
        sleeps: RefCell::default(),
        abort_in_sleep: false,
    }
}

impl Scripted {
    pub fn with_deadline(self, deadline_ms: f64, latency_ms: f64) -> Self {
        Self { deadline_ms, latency_ms, ..self }
    }

    fn true_time(&self) -> Timestamp {
        Timestamp::parse(START).unwrap().plus_seconds((self.elapsed_ms.get() / 1000.0) as i64)
    }

    fn pass(&self, milliseconds: f64) -> Result<(), Interruption<&'static str>> {
        let end = self.elapsed_ms.get() + milliseconds;
        self.elapsed_ms.set(end.min(self.deadline_ms));
        if end < self.deadline_ms { Ok(()) } else { Err(interruption(InterruptionKind::Deadline)) }
    }
}

fn interruption(kind: InterruptionKind) -> Interruption<&'static str> {
    Interruption { kind, cause: if kind == InterruptionKind::Aborted { "mine" } else { "late" } }
}

fn sent(Interruption { kind, cause }: Interruption<&'static str>) -> TransportError<&'static str> {
    TransportError { kind: TransportErrorKind::Interrupted { kind, may_be_sent: true }, cause, hint: None }
}

impl Host for Scripted {
    type Cause = &'static str;
    type Json = ();

    fn now(&self) -> Timestamp {
        self.true_time().plus_seconds(self.ahead_seconds)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_secs_f64(self.elapsed_ms.get() / 1_000.0)
    }

    fn remaining(&self) -> Duration {
        Duration::from_secs_f64((self.deadline_ms - self.elapsed_ms.get()).max(0.0) / 1_000.0)
    }

    fn random(&self) -> Option<[u8; 16]> {
        self.entropy.set(self.entropy.get().checked_sub(1)?);
        self.random.set(self.random.get().wrapping_add(37));
        Some([self.random.get(); 16])
    }

    fn observe(&self, attempt: &Attempt) {
        self.observed.borrow_mut().push(attempt.clone());
    }

    async fn sleep(&self, duration: Duration) -> Result<(), Interruption<&'static str>> {
        let milliseconds = ms(duration);
        self.sleeps.borrow_mut().push(milliseconds);
        if self.abort_in_sleep {
            return Err(interruption(InterruptionKind::Aborted));
        }
        self.pass(milliseconds)
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<&'static str>> {
        Ok(future.await)
    }

    async fn send(&self, request: Request) -> Result<Response, TransportError<&'static str>> {
        let step = self.steps.borrow_mut().pop_front().unwrap_or_else(|| self.rest.clone());
        if matches!(step, Step::Unsent) {
            let kind = TransportErrorKind::NotStarted;
            return Err(TransportError { kind, cause: "no fetch", hint: None });
        }
        self.requests.borrow_mut().push(request);
        if matches!(step, Step::Hang) {
            let _ = self.pass(f64::INFINITY);
            return Err(sent(interruption(InterruptionKind::Deadline)));
        }
        self.pass(self.latency_ms).map_err(sent)?;
        match step {
            Step::Accept => Ok(accepted()),
            Step::Refuse(code, http_status) => Ok(refused(code, http_status, Headers::default())),
            Step::RefuseWith(code, http_status, headers) => Ok(refused(code, http_status, headers)),
            Step::Garbage(http_status) => {
                let body = Body::Unreadable(BodyFault::NotJson);
                Ok(Response { http_status, headers: Headers::default(), body, json: () })
            }
            Step::Respond(response) => Ok(response),
            Step::Lost => Err(TransportError {
                kind: TransportErrorKind::Network,
                cause: "TypeError",
                hint: Some("or a wall fell down"),
            }),
            Step::Abort => Err(sent(interruption(InterruptionKind::Aborted))),
            Step::Unsent | Step::Hang => unreachable!(),
        }
    }
}

pub const REQUEST_ID: &str = "14A07460-EBE7-47CA-9757-12CC4761D47A";

/// The response to a cancel that OOS accepts.
pub fn accepted() -> Response {
    Response { http_status: 200, headers: Headers::default(), body: object(&[("RequestId", REQUEST_ID)]), json: () }
}

/// The response to a cancel that OOS refuses.
pub fn refused(code: &str, http_status: u16, headers: Headers) -> Response {
    Response { http_status, headers, body: object(&[("RequestId", REQUEST_ID), ("Code", code)]), json: () }
}

/// A JSON object of texts.
pub fn object(members: &[(&str, &str)]) -> Body {
    let member = |(name, text): &(&str, &str)| ((*name).to_owned(), Value::Text((*text).to_owned()));
    Body::Object(members.iter().map(member).collect())
}

/// `Date` as a server with the right clock writes it at the start.
pub fn date(text: &str) -> Headers {
    Headers { date: Some(text.to_owned()), ..Headers::default() }
}

type Answer = Result<ExpiringCredentials, ProviderError<&'static str>>;

/// A provider that counts, and whose answers tests decide.
#[derive(Clone, Default)]
pub struct Counting {
    pub calls: Rc<Cell<u32>>,
    /// The answer to the next call; `None` for one that is not there yet.
    pub answer: Rc<RefCell<Option<Answer>>>,
    /// The answer from the second call on, if it is another.
    pub later: Rc<RefCell<Option<Answer>>>,
}

impl Counting {
    pub fn giving(answer: Answer) -> Self {
        Self { answer: Rc::new(RefCell::new(Some(answer))), ..Self::default() }
    }
}

impl CredentialsProvider for Counting {
    type Error = &'static str;
    type Pending = Pending;

    fn provide(&self) -> Pending {
        self.calls.set(self.calls.get() + 1);
        if self.calls.get() > 1 && self.later.borrow().is_some() {
            *self.answer.borrow_mut() = self.later.take();
        }
        Pending(Rc::clone(&self.answer))
    }
}

#[derive(Clone)]
pub struct Pending(Rc<RefCell<Option<Answer>>>);

impl Future for Pending {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        self.0.borrow().clone().map_or(Poll::Pending, Poll::Ready)
    }
}

pub fn provided(id: &str, expiration: Option<&str>) -> Answer {
    let credentials = Credentials::new(id.to_owned(), "s3cret".to_owned(), Some("t0ken".to_owned())).unwrap();
    Ok(ExpiringCredentials { credentials, expiration: expiration.map(|text| Timestamp::parse(text).unwrap()) })
}

/// Runs a future that never has to wait for anything outside.
pub fn now<F: Future>(future: F) -> F::Output {
    match poll_once(&mut pin!(future)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it stays pending"),
    }
}

pub fn poll_once<F: Future>(future: &mut Pin<&mut F>) -> Poll<F::Output> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}
