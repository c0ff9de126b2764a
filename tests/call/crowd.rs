//! Many calls on one client against one server. A response comes one poll after its request, so tests choose the order.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use oos_cancel::client::Host;
use oos_cancel::client::credentials::{CredentialsProvider, ExpiringCredentials, ProviderError};
use oos_cancel::client::host::{Interruption, InterruptionKind, Request, TransportError};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::timestamp::Timestamp;

use super::host::{Response, START};

type Judge = Box<dyn FnMut(&Sent) -> Response>;

/// What a server reads in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub execution_id: String,
    pub timestamp: String,
    pub token: String,
}

impl Sent {
    fn new(request: &Request) -> Self {
        let value = |name: &str| {
            let mut pairs = request.url.split(['?', '&']);
            let value = pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default();
            value.replace("%3A", ":")
        };
        Self { execution_id: value("ExecutionId"), timestamp: value("Timestamp"), token: value("SecurityToken") }
    }
}

/// The server that all calls share, with the right time.
pub struct Server {
    judge: RefCell<Judge>,
    pub sent: RefCell<Vec<Sent>>,
    /// How far the clock of the callers is ahead.
    pub ahead_seconds: Cell<i64>,
    random: Cell<u64>,
}

impl Server {
    pub fn new(judge: impl FnMut(&Sent) -> Response + 'static) -> Self {
        let judge: Judge = Box::new(judge);
        Self { judge: RefCell::new(judge), sent: RefCell::default(), ahead_seconds: Cell::new(0), random: Cell::new(0) }
    }

    /// How often the call for this execution has sent this token.
    pub fn times(&self, execution_id: &str, token: &str) -> usize {
        let sent = self.sent.borrow();
        sent.iter().filter(|sent| sent.execution_id == execution_id && sent.token == token).count()
    }
}

/// The host of one call.
pub struct Caller<'a> {
    pub server: &'a Server,
    /// Ends the next wait for credentials.
    pub interrupt: Cell<Option<InterruptionKind>>,
}

impl<'a> Caller<'a> {
    pub fn new(server: &'a Server) -> Self {
        Self { server, interrupt: Cell::new(None) }
    }
}

impl Host for Caller<'_> {
    type Cause = &'static str;
    type Json = ();

    fn now(&self) -> Timestamp {
        Timestamp::parse(START).unwrap().plus_seconds(self.server.ahead_seconds.get())
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn remaining(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn random(&self) -> Option<[u8; 16]> {
        self.server.random.set(self.server.random.get() + 1);
        Some(u128::from(self.server.random.get()).to_be_bytes())
    }

    async fn sleep(&self, _: Duration) -> Result<(), Interruption<&'static str>> {
        Later::default().await;
        Ok(())
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<&'static str>> {
        let mut future = std::pin::pin!(future);
        std::future::poll_fn(|context| match self.interrupt.take() {
            Some(kind) => Poll::Ready(Err(Interruption { kind, cause: "enough" })),
            None => future.as_mut().poll(context).map(Ok),
        })
        .await
    }

    async fn send(&self, request: Request) -> Result<Response, TransportError<&'static str>> {
        let sent = Sent::new(&request);
        let reply = (self.server.judge.borrow_mut())(&sent);
        self.server.sent.borrow_mut().push(sent);
        Later::default().await;
        Ok(reply)
    }
}

/// Pending once.
#[derive(Default)]
struct Later(bool);

impl Future for Later {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

type Answer = Result<ExpiringCredentials, ProviderError<&'static str>>;

/// A provider whose answers tests give one by one, in any order.
#[derive(Clone, Default)]
pub struct ByHand(Rc<RefCell<Vec<Slot>>>);

pub type Slot = Rc<RefCell<Option<Answer>>>;

impl ByHand {
    pub fn asked(&self) -> usize {
        self.0.borrow().len()
    }

    /// Settles the request of this number, counted from 0.
    pub fn settle(&self, number: usize, answer: Answer) {
        *self.0.borrow()[number].borrow_mut() = Some(answer);
    }
}

impl CredentialsProvider for ByHand {
    type Error = &'static str;
    type Pending = Waiting;

    fn provide(&self) -> Waiting {
        let slot = Slot::default();
        self.0.borrow_mut().push(Rc::clone(&slot));
        Waiting(slot)
    }
}

#[derive(Clone)]
pub struct Waiting(Slot);

impl Future for Waiting {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        self.0.borrow().clone().map_or(Poll::Pending, Poll::Ready)
    }
}

pub fn token(token: &str, expiration: Option<&str>) -> Answer {
    let credentials = Credentials::new(format!("STS.{token}"), "s3cret".to_owned(), Some(token.to_owned())).unwrap();
    Ok(ExpiringCredentials { credentials, expiration: expiration.map(|text| Timestamp::parse(text).unwrap()) })
}

/// Polls all calls in turn until each has ended; `between` happens after every round.
pub fn together<'a, T>(calls: Vec<impl Future<Output = T> + 'a>, mut between: impl FnMut()) -> Vec<T> {
    let mut calls: Vec<_> = calls.into_iter().map(|call| (Box::pin(call), None)).collect();
    for round in 0..100 {
        let mut order: Vec<usize> = (0..calls.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for index in order {
            let (call, end) = &mut calls[index];
            if end.is_none()
                && let Poll::Ready(output) = call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
            {
                *end = Some(output);
            }
        }
        if calls.iter().all(|(_, end)| end.is_some()) {
            break;
        }
        between();
    }
    calls.into_iter().map(|(_, end)| end.expect("a call never ends")).collect()
}
