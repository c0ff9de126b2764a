//! One request on its way: what it carries, and what of it is told; and waiting for credentials that do not come.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    dead_code,
    reason = "helpers of tests are tests"
)]

#[path = "call/host.rs"]
mod host;

use std::cell::Cell;
use std::pin::pin;
use std::task::Poll;

use host::{Counting, Scripted, Step, now, poll_once, provided, script};
use oos_cancel::client::attempt::Attempt;
use oos_cancel::client::clock::ClockOffset;
use oos_cancel::client::credentials::{Cache, CredentialsSource};
use oos_cancel::client::retry::RetryPolicy;
use oos_cancel::client::{
    Client, Clock, Entropy, FailureKind, Interruption, InterruptionKind, Observer, Outcome, Reply, Request,
    RequestStyle, StateFault, Transport, TransportError, Wait, send,
};
use oos_cancel::oos::signed_url::{CancelExecution, SignedCall};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::signature::Method;
use oos_cancel::rpc::timestamp::Timestamp;

fn credentials() -> Credentials {
    Credentials::new("testid".into(), "s3cret".into(), Some("t0ken".into()))
}

fn signed(method: Method) -> SignedCall {
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    let timestamp = Timestamp::parse(host::START).unwrap();
    CancelExecution { execution_id: "exec-1", region_id: None, endpoint: &endpoint, method, nonce: "n-1", timestamp }
        .sign(&credentials())
}

fn client(
    source: CredentialsSource<Counting>,
    request_style: RequestStyle,
    region_id: Option<&str>,
) -> Client<Counting> {
    Client {
        endpoint: Endpoint::regional("cn-hangzhou", Network::Public).unwrap(),
        region_id: region_id.map(str::to_owned),
        credentials: source,
        request_style,
        method: Method::Get,
        retry: RetryPolicy::default(),
        clock: ClockOffset::default(),
    }
}

fn plain(request_style: RequestStyle) -> Client<Counting> {
    client(CredentialsSource::Static(credentials().into()), request_style, Some("cn-hangzhou"))
}

#[test]
fn call_signed_elsewhere_is_sent_once_unchanged() {
    for method in [Method::Get, Method::Post] {
        let (host, call) = (script(&[], Step::Accept), signed(method));
        let accepted = now(send(&host, &call, "exec-1", Some("t0ken"))).unwrap();
        assert_eq!(accepted.request_id, "14A07460-EBE7-47CA-9757-12CC4761D47A");
        assert_eq!((accepted.execution_id.as_str(), accepted.elapsed_ms), ("exec-1", 10.0));
        let attempts = accepted.history.attempts();
        assert_eq!((attempts.len(), attempts[0].number, attempts[0].elapsed_ms), (1, 1, 10.0));
        assert_eq!((attempts[0].http_status, attempts[0].failure, attempts[0].outcome), (Some(200), None, None));
        assert_eq!(*host.requests.borrow(), [Request { method, url: call.url(), form: None }]);
    }
    for step in [Step::Lost, Step::Refuse("Throttling", 429), Step::Refuse("InternalError", 500)] {
        let host = script(&[step], Step::Accept);
        let failure = now(send(&host, &signed(Method::Post), "exec-1", None)).unwrap_err();
        assert_eq!(host.requests.borrow().len(), 1, "{:?} is not tried again", failure.kind);
        assert_ne!(failure.outcome, Outcome::NotSent);
    }
}

#[test]
fn attempt_has_its_outcome() {
    let host = script(&[Step::Refuse("InternalError", 500)], Step::Accept);
    let accepted = now(plain(RequestStyle::Query).cancel_execution(&host, "exec-1", 10_000.0)).unwrap();
    let attempt = &accepted.history.attempts()[0];
    assert_eq!((attempt.http_status, attempt.failure), (Some(500), Some("ServiceError")));
    assert_eq!((attempt.code.as_deref(), attempt.outcome), (Some("InternalError"), Some(Outcome::Unknown)));
}

/// The clock of a page does not begin with the call, and a wait is a random part of what it may be.
#[test]
fn attempt_has_its_times() {
    let host = script(&[Step::Lost], Step::Accept);
    host.elapsed_ms.set(1_000.0);
    let accepted = now(plain(RequestStyle::Query).cancel_execution(&host, "exec-1", 10_000.0)).unwrap();
    let [first, second] = accepted.history.attempts() else { panic!("{accepted:?}") };
    let random = f64::from(2 * 37_u32 * 0x0101_0101) / f64::from(u32::MAX); // the second of the scripted ones
    assert_eq!((first.waited_ms, second.waited_ms), (0.0, 200.0 * random));
    assert_eq!(*host.sleeps.borrow(), [second.waited_ms]);
    assert_eq!((first.elapsed_ms, second.elapsed_ms), (10.0, 10.0));
    assert!((accepted.elapsed_ms - 20.0 - second.waited_ms).abs() < 1e-9, "{accepted:?}");
}

#[test]
fn form_is_posted_with_a_bare_url() {
    let host = script(&[], Step::Accept);
    assert!(now(plain(RequestStyle::Form).cancel_execution(&host, "exec-1", 10_000.0)).is_ok());
    let request = &host.requests.borrow()[0];
    assert_eq!((request.method, request.url.as_str()), (Method::Post, "https://oos.cn-hangzhou.aliyuncs.com/"));
    let form = request.form.as_ref().unwrap();
    assert!(form.starts_with("AccessKeyId=testid&Action=CancelExecution&ExecutionId=exec-1&"), "{}", form.as_str());
    assert!(form.contains("&RegionId=cn-hangzhou&SecurityToken=t0ken&") && form.contains("&Signature="));
    let text = format!("{request:?} {:?}", script(&[], Step::Accept).requests);
    assert!(text.starts_with("Request { method: Post") && !text.contains("t0ken"), "{text}");
}

#[test]
fn query_is_sent_by_the_method_that_it_is_signed_for() {
    let host = script(&[], Step::Accept);
    assert!(now(plain(RequestStyle::Query).cancel_execution(&host, "exec-1", 10_000.0)).is_ok());
    let request = &host.requests.borrow()[0];
    assert_eq!((request.method, request.form.is_some()), (Method::Get, false));
    assert!(request.url.contains("&RegionId=cn-hangzhou&"));
}

#[test]
fn client_debug_shows_no_secret() {
    let text = format!("{:?}", plain(RequestStyle::Query));
    assert!(
        text.starts_with("Client { endpoint: ") && text.contains("testid") && text.contains("RetryPolicy"),
        "{text}"
    );
    let cache = CredentialsSource::Provider(Cache::new(Counting::giving(provided("STS.a", None))));
    let asking = client(cache, RequestStyle::Query, None);
    assert!(now(asking.cancel_execution(&script(&[], Step::Accept), "exec-1", 10_000.0)).is_ok());
    let text = format!("{asking:?}");
    assert!(text.contains("Cache {") && text.contains("STS.a") && !text.contains("s3cret"), "{text}");
}

/// The scripted world without randomness, or where the wait for credentials ends at once.
struct Bent {
    world: Scripted,
    random: bool,
    interrupt: Cell<Option<InterruptionKind>>,
}

impl Bent {
    fn new(random: bool, interrupt: Option<InterruptionKind>) -> Self {
        Self { world: script(&[], Step::Accept), random, interrupt: Cell::new(interrupt) }
    }
}

impl Clock for Bent {
    fn now(&self) -> Timestamp {
        self.world.now()
    }

    fn monotonic_ms(&self) -> f64 {
        self.world.monotonic_ms()
    }
}

impl Entropy for Bent {
    fn random(&self) -> Option<[u8; 16]> {
        self.random.then(|| self.world.random()).flatten()
    }
}

impl Observer for Bent {
    fn observe(&self, attempt: &Attempt) {
        self.world.observe(attempt);
    }
}

impl Wait for Bent {
    type Cause = &'static str;

    async fn sleep(&self, milliseconds: f64) -> Result<(), Interruption<&'static str>> {
        self.world.sleep(milliseconds).await
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<&'static str>> {
        match self.interrupt.take() {
            Some(kind) => Err(Interruption { kind, cause: "enough" }),
            None => Ok(future.await),
        }
    }
}

impl Transport for Bent {
    async fn send(&self, request: Request) -> Result<Reply, TransportError<&'static str>> {
        self.world.send(request).await
    }
}

#[test]
fn missing_randomness_sends_nothing() {
    let host = Bent::new(false, None);
    let failure = now(plain(RequestStyle::Query).cancel_execution(&host, "exec-1", 10_000.0)).unwrap_err();
    assert_eq!(failure.outcome, Outcome::NotSent);
    assert_eq!(failure.kind, FailureKind::State(StateFault::NoRandomness));
    assert!(failure.message().ends_with(" Nothing was sent."), "{}", failure.message());
    assert!(host.world.requests.borrow().is_empty());
}

/// A provider that outlasts the deadline is asked again by the next call; one that a caller only left is not.
#[test]
fn waiting_for_credentials_ends_with_the_call() {
    for (kind, failed_as, asked) in
        [(InterruptionKind::Deadline, FailureKind::Timeout, 2), (InterruptionKind::Aborted, FailureKind::Aborted, 1)]
    {
        let provider = Counting::default();
        let client = client(CredentialsSource::Provider(Cache::new(provider.clone())), RequestStyle::Query, None);
        let host = Bent::new(true, Some(kind));
        let failure = now(client.cancel_execution(&host, "exec-1", 10_000.0)).unwrap_err();
        assert_eq!((failure.kind, failure.cause, failure.outcome), (failed_as, Some("enough"), Outcome::NotSent));
        {
            let mut second = pin!(client.cancel_execution(&host, "exec-1", 10_000.0));
            assert!(matches!(poll_once(&mut second), Poll::Pending));
            *provider.answer.borrow_mut() = Some(provided("STS.a", None));
            assert!(poll_once(&mut second).is_ready());
        }
        assert_eq!(provider.calls.get(), asked, "{kind:?}");
    }
}
