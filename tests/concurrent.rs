//! Calls beside each other on one client: what one learns of the clock and of the credentials serves all.
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

#[path = "call/crowd.rs"]
mod crowd;
#[path = "call/host.rs"]
mod host;

use std::pin::pin;

use crowd::{ByHand, Caller, Sent, Server, together, token};
use host::{Response, accepted, date, poll_once, refused};
use oos_cancel::client::credentials::{CredentialsSource, ProviderError};
use oos_cancel::client::host::{Headers, InterruptionKind};
use oos_cancel::client::{Client, ClientBuilder, Failure, FailureKind, Outcome, RequestStyle, RetryPolicy, Success};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::timestamp::Timestamp;

type End = Result<Success<()>, Failure<&'static str>>;

const NOW: &str = "Mon, 06 May 2024 07:08:09 GMT";

fn builder(credentials: CredentialsSource<ByHand>) -> ClientBuilder<ByHand> {
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    ClientBuilder::new(endpoint, credentials).request_style(RequestStyle::Query)
}

fn client(credentials: CredentialsSource<ByHand>) -> Client<ByHand> {
    builder(credentials).build().unwrap()
}

fn source() -> CredentialsSource<ByHand> {
    CredentialsSource::fixed(Credentials::new("testid".into(), "s3cret".into(), None).unwrap())
}

fn fixed() -> Client<ByHand> {
    client(source())
}

fn asking(provider: &ByHand) -> Client<ByHand> {
    client(CredentialsSource::provider(provider.clone()))
}

/// `count` calls at the same time; each cancels an execution of its own.
fn many(client: &Client<ByHand>, server: &Server, count: usize, between: impl FnMut()) -> Vec<End> {
    let hosts: Vec<Caller<'_>> = (0..count).map(|_| Caller::new(server)).collect();
    let calls = hosts
        .iter()
        .enumerate()
        .map(|(index, host)| async move { client.cancel_execution(host, &format!("exec-{index}")).await });
    together(calls.collect(), between)
}

fn succeeded(ends: &[End]) -> usize {
    ends.iter().filter(|end| end.is_ok()).count()
}

/// Accepts timestamps that are right to 15 minutes; tells its time if `tells`.
fn strict(sent: &Sent, headers: Headers) -> Response {
    let (ours, theirs) = (Timestamp::parse(host::START).unwrap(), Timestamp::parse(&sent.timestamp).unwrap());
    let off = (ours.unix_seconds() - theirs.unix_seconds()).abs() > 900;
    if off { refused("InvalidTimeStamp.Expired", 400, headers) } else { accepted() }
}

#[test]
fn wrong_clock_is_corrected_for_all_parallel_calls() {
    for count in [2, 100] {
        for ahead in [-7_200, 3_600] {
            let server = Server::new(|sent| strict(sent, date(NOW)));
            server.ahead_seconds.set(ahead);
            let ends = many(&fixed(), &server, count, || {});
            assert_eq!(succeeded(&ends), count, "{count} calls, {ahead} seconds");
            assert_eq!(server.sent.borrow().len(), 2 * count);
        }
    }
}

#[test]
fn offset_of_another_call_is_used_without_a_date() {
    let server = Server::new(|sent| // The last call, whose response comes first.
        strict(sent, if sent.execution_id == "exec-19" { date(NOW) } else { Headers::default() }));
    server.ahead_seconds.set(3_600);
    assert_eq!(succeeded(&many(&fixed(), &server, 20, || {})), 20);
}

#[test]
fn stale_date_of_an_older_refusal_keeps_the_corrected_offset() {
    // A cache in between serves all but the last call a Date of an hour ago.
    let server = Server::new(|sent| {
        strict(sent, date(if sent.execution_id == "exec-19" { NOW } else { "Mon, 06 May 2024 06:08:09 GMT" }))
    });
    server.ahead_seconds.set(7_200);
    assert_eq!(succeeded(&many(&fixed(), &server, 20, || {})), 20);
}

#[test]
fn uncorrectable_clock_ends_every_call() {
    for headers in [Headers::default(), date(NOW), date("Mon, 06 May 2024 20:08:09 GMT")] {
        for (retry, most) in [(RetryPolicy::default(), 3), (RetryPolicy::never(), 1)] {
            let reply = headers.clone();
            let server = Server::new(move |_| refused("InvalidTimeStamp.Expired", 400, reply.clone()));
            let ends = many(&builder(source()).retry(retry).build().unwrap(), &server, 50, || {});
            assert_eq!(succeeded(&ends), 0);
            assert!(server.sent.borrow().len() <= 50 * most);
            assert!(ends.iter().all(|end| matches!(end, Err(failure) if failure.outcome == Outcome::Refused)));
        }
    }
}

/// Refuses every token but `good`.
fn only(good: &'static str, code: &'static str) -> Server {
    Server::new(move |sent| if sent.token == good { accepted() } else { refused(code, 400, Headers::default()) })
}

#[test]
fn expired_token_is_renewed_once_for_all_parallel_calls() {
    for count in [2, 200] {
        for code in ["ExpiredStsToken", "InvalidSecurityToken.Expired", "InvalidAccessKeyId.NotFound"] {
            let (provider, server) = (ByHand::default(), only("good", code));
            let client = asking(&provider);
            let mut round = 0;
            let ends = many(&client, &server, count, || {
                round += 1;
                match (round, provider.asked()) {
                    (3, 1) => provider.settle(0, token("old", None)),
                    (9, 2) => provider.settle(1, token("good", None)),
                    _ => {}
                }
            });
            assert_eq!(succeeded(&ends), count, "{count} {code}");
            assert_eq!(provider.asked(), 2, "{code}");
            for call in 0..count {
                assert_eq!(server.times(&format!("exec-{call}"), "old"), 1, "{code}");
            }
        }
    }
}

#[test]
fn abort_of_one_waiting_call_leaves_the_others() {
    let (provider, server) = (ByHand::default(), only("good", "ExpiredStsToken"));
    let client = asking(&provider);
    let (first_host, second_host) = (Caller::new(&server), Caller::new(&server));
    let mut second = pin!(client.cancel_execution(&second_host, "exec-2"));
    {
        let mut first = pin!(client.cancel_execution(&first_host, "exec-1"));
        assert!(poll_once(&mut first).is_pending() && poll_once(&mut second).is_pending());
        first_host.interrupt.set(Some(InterruptionKind::Aborted));
        assert!(poll_once(&mut first).is_ready());
    }
    provider.settle(0, token("good", None));
    assert!(poll_once(&mut second).is_pending(), "sent");
    assert!(poll_once(&mut second).is_ready());
    assert_eq!(provider.asked(), 1);
}

#[test]
fn abandoned_provider_response_is_dropped_if_failed_or_stale() {
    for answer in [Err(ProviderError::Failed("boo")), token("old", Some("2024-05-06T07:00:00Z"))] {
        let (provider, server) = (ByHand::default(), only("good", "ExpiredStsToken"));
        let client = asking(&provider);
        let host = Caller::new(&server);
        host.interrupt.set(Some(InterruptionKind::Aborted));
        assert!(matches!(
            poll_once(&mut pin!(client.cancel_execution(&host, "exec-1"))),
            std::task::Poll::Ready(Err(_))
        ));
        provider.settle(0, answer);
        let mut next = pin!(client.cancel_execution(&host, "exec-2"));
        assert!(poll_once(&mut next).is_pending());
        assert_eq!(provider.asked(), 2);
        provider.settle(1, token("good", None));
        assert!(poll_once(&mut next).is_pending());
        assert!(matches!(poll_once(&mut next), std::task::Poll::Ready(Ok(_))));
        assert_eq!(server.sent.borrow().len(), 1);
    }
}

/// The first request to the provider outlasts a deadline, so a second one is made, which is faster.
#[test]
fn late_older_credentials_do_not_replace_newer_ones() {
    for old in [token("old", None), Err(ProviderError::Failed("boo"))] {
        let (provider, server) = (ByHand::default(), only("new", "ExpiredStsToken"));
        let client = asking(&provider);
        let (patient, late, next) = (Caller::new(&server), Caller::new(&server), Caller::new(&server));
        let mut first = pin!(client.cancel_execution(&patient, "exec-1"));
        assert!(poll_once(&mut first).is_pending());
        late.interrupt.set(Some(InterruptionKind::Deadline));
        assert!(poll_once(&mut pin!(client.cancel_execution(&late, "exec-2"))).is_ready());

        let mut second = pin!(client.cancel_execution(&next, "exec-3"));
        assert!(poll_once(&mut second).is_pending());
        assert_eq!(provider.asked(), 2, "the deadline dropped the first request");
        provider.settle(1, token("new", None));
        assert!(poll_once(&mut second).is_pending() && poll_once(&mut second).is_ready());

        provider.settle(0, old);
        assert!(poll_once(&mut first).is_pending());
        assert!(matches!(poll_once(&mut first), std::task::Poll::Ready(Ok(_))), "the newer ones are used");
        let ends = many(&client, &server, 2, || {});
        assert_eq!((succeeded(&ends), provider.asked()), (2, 2));
        assert!(server.sent.borrow().iter().all(|sent| sent.token == "new"));
    }
}

#[test]
fn deadline_of_an_older_request_keeps_the_newer_one() {
    let (provider, server) = (ByHand::default(), only("new", "ExpiredStsToken"));
    let client = asking(&provider);
    let (one, two, three) = (Caller::new(&server), Caller::new(&server), Caller::new(&server));
    let mut first = pin!(client.cancel_execution(&one, "exec-1"));
    let mut second = pin!(client.cancel_execution(&two, "exec-2"));
    assert!(poll_once(&mut first).is_pending() && poll_once(&mut second).is_pending());
    one.interrupt.set(Some(InterruptionKind::Deadline));
    assert!(poll_once(&mut first).is_ready());
    let mut third = pin!(client.cancel_execution(&three, "exec-3"));
    assert!(poll_once(&mut third).is_pending());
    two.interrupt.set(Some(InterruptionKind::Deadline));
    assert!(poll_once(&mut second).is_ready());
    let fourth_host = Caller::new(&server);
    let mut fourth = pin!(client.cancel_execution(&fourth_host, "exec-4"));
    assert!(poll_once(&mut fourth).is_pending());
    assert_eq!(provider.asked(), 2, "the fourth joins the third");
}

#[test]
fn refused_credentials_are_dropped() {
    for (code, status, again) in [
        ("InvalidAccessKeyId.NotFound", 404, 2), // an STS key that ran out is renewed within the call
        ("InvalidAccessKeyId.Inactive", 400, 1),
        ("InvalidAccessKeyId.Brand", 400, 1),
        ("Forbidden.AccessKeyDisabled", 403, 1),
        ("InvalidStsToken", 400, 1),
        ("InvalidSecurityToken.Malformed", 400, 1),
        ("InvalidSecurityToken.MismatchWithAccessKey", 400, 1),
        ("MissingSecurityToken", 400, 1),
        ("SignatureDoesNotMatch", 400, 1),
        ("ExpiredStsToken", 400, 2),
        ("InvalidSecurityToken.Expired", 403, 2),
        ("SecurityTokenExpired", 403, 2),
    ] {
        let provider = ByHand::default();
        let server = Server::new(move |_| refused(code, status, Headers::default()));
        let client = asking(&provider);
        for call in 1..=3 {
            let ends = many(&client, &server, 1, || {
                for number in 0..provider.asked() {
                    provider.settle(number, token("t", None));
                }
            });
            assert!(matches!(&ends[0], Err(Failure { kind: FailureKind::Service(error), .. }) if error.code == code));
            let (asked, sent) = (provider.asked(), server.sent.borrow().len());
            // The renewal that failed as well is not kept either.
            assert_eq!((asked, sent), (again * call, again * call), "{code}: asked, sent");
        }
    }
}

#[test]
fn other_refusals_keep_the_credentials() {
    for (code, status) in [
        ("User.NoPermission", 401),
        ("Forbidden.RAM", 403),
        ("ExecutionCancelFailed", 403),
        ("EntityNotExist.Execution", 404),
        ("InvalidAccountType", 400),
        ("Throttling.User", 400),
        ("InternalError", 500),
        ("MissingAccessKeyId", 400),
    ] {
        let provider = ByHand::default();
        let server = Server::new(move |_| refused(code, status, Headers::default()));
        let client = asking(&provider);
        for _ in 0..3 {
            many(&client, &server, 2, || provider.settle(0, token("t", None)));
        }
        assert_eq!(provider.asked(), 1, "{code}");
    }
}
