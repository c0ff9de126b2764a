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
use std::time::Duration;

use host::{Counting, Response, Scripted, Step, ms, now, poll_once, provided, script};
use oos_cancel::client::attempt::Attempt;
use oos_cancel::client::credentials::CredentialsSource;
use oos_cancel::client::host::{Interruption, InterruptionKind, Request, TransportError};
use oos_cancel::client::{
    Client, ClientBuilder, FailureClass, FailureKind, Host, Outcome, RequestStyle, StateFault, send,
};
use oos_cancel::oos::cancel_execution::{CANCEL_EXECUTION, CancelExecution};
use oos_cancel::oos::validate::{Rules, ValidUrl, validate};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::signature::Method;
use oos_cancel::rpc::timestamp::Timestamp;

fn credentials() -> Credentials {
    Credentials::new("testid".into(), "s3cret".into(), Some("t0ken".into())).unwrap()
}

fn signed(method: Method) -> ValidUrl {
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    let timestamp = Timestamp::parse(host::START).unwrap();
    let call = CancelExecution {
        execution_id: "exec-1",
        region_id: None,
        endpoint: &endpoint,
        method,
        nonce: "n-1",
        timestamp,
    };
    validate(&call.sign(&credentials()).unwrap().url(), &Rules { method, ..Rules::at(timestamp) }).unwrap()
}

fn client(
    source: CredentialsSource<Counting>,
    request_style: RequestStyle,
    region_id: Option<&str>,
) -> Client<Counting> {
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    let builder = ClientBuilder::new(endpoint, source).request_style(request_style);
    region_id.into_iter().fold(builder, ClientBuilder::region_id).build().unwrap()
}

fn plain(request_style: RequestStyle) -> Client<Counting> {
    client(CredentialsSource::fixed(credentials()), request_style, Some("cn-hangzhou"))
}

#[test]
fn a_call_signed_elsewhere_is_sent_once_by_its_method() {
    for method in [Method::Get, Method::Post] {
        let (host, url) = (script(&[], Step::Accept), signed(method));
        let success = now(send(&host, &url)).unwrap();
        assert_eq!(success.request_id, "14A07460-EBE7-47CA-9757-12CC4761D47A");
        assert_eq!(success.elapsed, Duration::from_millis(10));
        let attempts = success.history.attempts();
        assert_eq!((attempts.len(), attempts[0].number, ms(attempts[0].elapsed)), (1, 1, 10.0));
        assert_eq!((attempts[0].http_status, attempts[0].failure, attempts[0].outcome), (Some(200), None, None));
        let request = &url.request;
        let (effect, max_response_bytes) = (CANCEL_EXECUTION.effect, CANCEL_EXECUTION.max_response_bytes);
        // The signature covers the parameters wherever they travel: a POST carries them in its body.
        let (sent_to, form) = match method {
            Method::Get => (request.url(), None),
            Method::Post => ("https://oos.cn-hangzhou.aliyuncs.com/".to_owned().into(), Some(request.form_body())),
        };
        assert_eq!(
            *host.requests.borrow(),
            [Request { method, url: sent_to, form, effect, max_response_bytes, timeout: None }]
        );
    }
    for step in [Step::Lost, Step::Refuse("Throttling", 429), Step::Refuse("InternalError", 500)] {
        let host = script(&[step], Step::Accept);
        let failure = now(send(&host, &signed(Method::Post))).unwrap_err();
        assert_eq!(host.requests.borrow().len(), 1, "{:?} is not tried again", failure.kind);
        assert_ne!(failure.outcome, Outcome::NotSent);
    }
}

#[test]
fn refused_timestamp_of_a_url_is_the_matter_of_who_signed_it() {
    for (code, signed_elsewhere) in [("InvalidTimeStamp.Expired", true), ("NoPermission", false)] {
        let host = script(&[Step::Refuse(code, 400)], Step::Accept);
        let failure = now(send(&host, &signed(Method::Post))).unwrap_err();
        assert_eq!(failure.message().contains("Have the URL signed again"), signed_elsewhere, "{code}");
    }
}

#[test]
fn attempt_has_its_outcome() {
    let host = script(&[Step::Refuse("InternalError", 500)], Step::Accept);
    let accepted = now(plain(RequestStyle::Query).cancel_execution(&host, "exec-1")).unwrap();
    let attempt = &accepted.history.attempts()[0];
    assert_eq!((attempt.http_status, attempt.failure), (Some(500), Some(FailureClass::Service)));
    assert_eq!((attempt.code.as_deref(), attempt.outcome), (Some("InternalError"), Some(Outcome::Unknown)));
}

/// The clock of a page does not begin with the call, and a wait is a random part of what it may be.
#[test]
fn attempt_has_its_times() {
    let host = script(&[Step::Lost], Step::Accept);
    host.elapsed_ms.set(1_000.0);
    let accepted = now(plain(RequestStyle::Query).cancel_execution(&host, "exec-1")).unwrap();
    let [first, second] = accepted.history.attempts() else { panic!("{accepted:?}") };
    let random = f64::from(2 * 37_u32 * 0x0101_0101) / f64::from(u32::MAX); // the second of the scripted ones
    assert!(first.waited.is_zero() && (ms(second.waited) - 200.0 * random).abs() < 1e-5, "{accepted:?}");
    assert_eq!(*host.sleeps.borrow(), [ms(second.waited)]);
    assert!((ms(first.elapsed) - 10.0).abs() < 1e-5 && (ms(second.elapsed) - 10.0).abs() < 1e-5, "{accepted:?}");
    assert!((ms(accepted.elapsed) - 20.0 - ms(second.waited)).abs() < 1e-5, "{accepted:?}");
}

#[test]
fn form_is_posted_with_a_bare_url() {
    let host = script(&[], Step::Accept);
    assert!(now(plain(RequestStyle::Form).cancel_execution(&host, "exec-1")).is_ok());
    let request = &host.requests.borrow()[0];
    assert_eq!((request.method, request.url.as_str()), (Method::Post, "https://oos.cn-hangzhou.aliyuncs.com/"));
    let form = request.form.as_ref().unwrap();
    assert!(form.starts_with("AccessKeyId=testid&Action=CancelExecution&ExecutionId=exec-1&"), "{}", form.as_str());
    assert!(form.contains("&RegionId=cn-hangzhou&SecurityToken=t0ken&") && form.contains("&Signature="));
    let text = format!("{request:?} {:?}", script(&[], Step::Accept).requests);
    assert!(text.starts_with("Request { method: Post") && !text.contains("t0ken"), "{text}");
}

#[test]
fn a_query_goes_by_the_method_of_its_style() {
    for (style, method) in [(RequestStyle::Query, Method::Post), (RequestStyle::Get, Method::Get)] {
        let host = script(&[], Step::Accept);
        assert!(now(plain(style).cancel_execution(&host, "exec-1")).is_ok());
        let request = &host.requests.borrow()[0];
        assert_eq!((request.method, request.form.is_some()), (method, false));
        assert!(request.url.contains("&RegionId=cn-hangzhou&"));
        let rules = Rules { method, credentials: Some(&credentials()), ..Rules::at(host.now()) };
        assert!(validate(&request.url, &rules).is_ok(), "signed for the method that it is sent by");
    }
}

#[test]
fn client_debug_shows_no_secret() {
    let text = format!("{:?}", plain(RequestStyle::Query));
    assert!(
        text.starts_with("Client { endpoint: ") && text.contains("testid") && text.contains("RetryPolicy"),
        "{text}"
    );
    let cache = CredentialsSource::provider(Counting::giving(provided("STS.a", None)));
    let asking = client(cache, RequestStyle::Query, None);
    assert!(now(asking.cancel_execution(&script(&[], Step::Accept), "exec-1")).is_ok());
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

impl Host for Bent {
    type Cause = &'static str;
    type Json = ();

    fn now(&self) -> Timestamp {
        self.world.now()
    }

    fn monotonic(&self) -> Duration {
        self.world.monotonic()
    }

    fn remaining(&self) -> Duration {
        self.world.remaining()
    }

    fn random(&self) -> Option<[u8; 16]> {
        self.random.then(|| self.world.random()).flatten()
    }

    fn observe(&self, attempt: &Attempt) {
        self.world.observe(attempt);
    }

    async fn sleep(&self, duration: Duration) -> Result<(), Interruption<&'static str>> {
        self.world.sleep(duration).await
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<&'static str>> {
        match self.interrupt.take() {
            Some(kind) => Err(Interruption { kind, cause: "enough" }),
            None => Ok(future.await),
        }
    }

    async fn send(&self, request: Request) -> Result<Response, TransportError<&'static str>> {
        self.world.send(request).await
    }
}

#[test]
fn missing_randomness_sends_nothing() {
    let host = Bent::new(false, None);
    let failure = now(plain(RequestStyle::Query).cancel_execution(&host, "exec-1")).unwrap_err();
    assert_eq!(failure.outcome, Outcome::NotSent);
    assert_eq!(failure.kind, FailureKind::State(StateFault::NoRandomness));
    assert!(failure.message().contains(", and nothing was sent. "), "{}", failure.message());
    assert!(host.world.requests.borrow().is_empty());
}

/// A provider that outlasts the deadline is asked again by the next call; one that a caller only left is not.
#[test]
fn waiting_for_credentials_ends_with_the_call() {
    for (kind, failed_as, asked) in
        [(InterruptionKind::Deadline, FailureKind::Timeout, 2), (InterruptionKind::Aborted, FailureKind::Aborted, 1)]
    {
        let provider = Counting::default();
        let client = client(CredentialsSource::provider(provider.clone()), RequestStyle::Query, None);
        let host = Bent::new(true, Some(kind));
        let failure = now(client.cancel_execution(&host, "exec-1")).unwrap_err();
        assert_eq!((failure.kind, failure.cause, failure.outcome), (failed_as, Some("enough"), Outcome::NotSent));
        {
            let mut second = pin!(client.cancel_execution(&host, "exec-1"));
            assert!(matches!(poll_once(&mut second), Poll::Pending));
            *provider.answer.borrow_mut() = Some(provided("STS.a", None));
            assert!(poll_once(&mut second).is_ready());
        }
        assert_eq!(provider.calls.get(), asked, "{kind:?}");
    }
}
