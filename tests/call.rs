//! Whole calls against a scripted world, natively: every path ends, within the deadline, with an honest outcome.
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

use std::pin::pin;
use std::time::Duration;

use host::{Counting, Scripted, Step, date, ms, now, poll_once, provided, script};
use oos_cancel::client::credentials::{CredentialsSource, ProviderError};
use oos_cancel::client::host::Headers;
use oos_cancel::client::{
    Client, ClientBuilder, Failure, FailureClass, FailureKind, Outcome, RequestStyle, RetryPolicy, Success,
};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::problem::ProblemCode;
use proptest::prelude::*;

type End = Result<Success<()>, Failure<&'static str>>;

fn builder(credentials: CredentialsSource<Counting>) -> ClientBuilder<Counting> {
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    ClientBuilder::new(endpoint, credentials).request_style(RequestStyle::Query)
}

fn client(credentials: CredentialsSource<Counting>) -> Client<Counting> {
    builder(credentials).build().unwrap()
}

fn fixed() -> CredentialsSource<Counting> {
    CredentialsSource::fixed(Credentials::new("testid".into(), "s3cret".into(), Some("t0ken".into())).unwrap())
}

fn plain() -> Client<Counting> {
    client(fixed())
}

fn asking(provider: &Counting) -> Client<Counting> {
    client(CredentialsSource::provider(provider.clone()))
}

fn cancel(client: &Client<Counting>, host: &Scripted) -> End {
    now(client.cancel_execution(host, "exec-1"))
}

fn codes(end: &End) -> Vec<String> {
    let history = match end {
        Ok(accepted) => &accepted.history,
        Err(failure) => &failure.history,
    };
    history.attempts().iter().map(|attempt| attempt.code.clone().unwrap_or_else(|| "accepted".into())).collect()
}

fn parameter(host: &Scripted, request: usize, name: &str) -> String {
    let url = host.requests.borrow()[request].url.to_string();
    url.split(['?', '&']).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).unwrap().to_owned()
}

#[test]
fn failures_are_retried_or_given_up_by_kind() {
    use Step::{Accept, Garbage, Lost, Refuse};
    for (first, repeats) in [
        (Lost, true),
        (Garbage(200), true),
        (Garbage(502), true),
        (Garbage(403), false),
        (Refuse("InternalError", 500), true),
        (Refuse("ServiceUnavailable", 503), true),
        (Refuse("UnknownError", 400), true),
        (Refuse("Throttling.User", 400), true),
        (Refuse("SignatureNonceUsed", 400), true),
        (Refuse("ExecutionCancelFailed", 403), false),
        (Refuse("EntityNotExist.Execution", 404), false),
        (Refuse("User.NoPermission", 401), false),
        (Refuse("InvalidTimeStamp.Expired", 400), false), // no Date that could be read
        (Refuse("ExpiredStsToken", 400), false),          // no provider
        (Step::Unsent, false),
        (Step::Hang, false),
        (Step::Abort, false),
    ] {
        let host = script(std::slice::from_ref(&first), Accept);
        assert_eq!(cancel(&plain(), &host).is_ok(), repeats, "{first:?}");
        assert!(
            cancel(&builder(fixed()).retry(RetryPolicy::never()).build().unwrap(), &script(&[first], Accept)).is_err()
        );
    }
}

#[test]
fn every_attempt_is_signed_anew_and_observed() {
    let host = script(&[Step::Lost, Step::Refuse("InternalError", 500)], Step::Accept);
    let end = cancel(&plain(), &host);
    assert_eq!(codes(&end), ["NetworkFailure", "InternalError", "accepted"]);
    let nonces = [0, 1, 2].map(|request| parameter(&host, request, "SignatureNonce"));
    assert!(nonces[0] != nonces[1] && nonces[1] != nonces[2] && nonces[0] != nonces[2]);
    let accepted = end.unwrap();
    assert_eq!(accepted.history.attempts(), *host.observed.borrow());
    let numbers: Vec<u32> = accepted.history.attempts().iter().map(|attempt| attempt.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    let waits: Vec<f64> = accepted.history.attempts().iter().map(|attempt| ms(attempt.waited)).collect();
    assert_eq!(waits[1..], host.sleeps.borrow()[..]);
}

#[test]
fn attempts_stop_at_the_maximum() {
    let host = script(&[], Step::Lost);
    let failure = cancel(&plain(), &host).unwrap_err();
    assert_eq!(failure.history.attempts().len(), 3);
    assert_eq!(
        (failure.kind, failure.outcome, failure.cause),
        (FailureKind::Network, Outcome::Unknown, Some("TypeError"))
    );
    let unsent = cancel(&plain(), &script(&[], Step::Unsent)).unwrap_err();
    assert_eq!((unsent.history.attempts().len(), unsent.outcome), (0, Outcome::NotSent));
}

#[test]
fn outcome_combines_all_attempts() {
    use Step::{Hang, Lost, Refuse};
    let failed = Refuse("ExecutionCancelFailed", 403);
    for (steps, outcome, hint) in [
        (vec![failed.clone()], Outcome::Refused, false),
        (vec![Refuse("Throttling", 400), failed.clone()], Outcome::Refused, false),
        (vec![Lost, failed.clone()], Outcome::Unknown, true),
        (vec![Refuse("InternalError", 500), failed.clone()], Outcome::Unknown, true),
        (vec![Refuse("SignatureNonceUsed", 400), failed.clone()], Outcome::Unknown, true),
        (vec![Step::Garbage(200), Refuse("EntityNotExist.Execution", 404)], Outcome::Unknown, true),
        (vec![Refuse("Throttling", 400), Hang], Outcome::Unknown, false),
    ] {
        let failure = cancel(&plain(), &script(&steps, failed.clone())).unwrap_err();
        assert_eq!(failure.outcome, outcome, "{steps:?}");
        assert_eq!(failure.message().contains("earlier attempt of this call"), hint, "{}", failure.message());
        let warns = failure.message().contains("may have") && failure.message().contains("check its status");
        assert_eq!(warns, outcome == Outcome::Unknown, "{}", failure.message());
    }
}

#[test]
fn server_delay_is_obeyed_within_the_deadline() {
    let asks = |seconds: &str| Headers { retry_after: Some(seconds.to_owned()), ..Headers::default() };
    let host = script(&[Step::RefuseWith("Throttling", 429, asks("3"))], Step::Accept);
    assert!(cancel(&plain(), &host).is_ok());
    assert_eq!(*host.sleeps.borrow(), [3_000.0]);
    let host = script(&[Step::RefuseWith("Throttling", 429, asks("11"))], Step::Accept);
    assert_eq!(codes(&cancel(&plain(), &host)), ["Throttling"], "longer than the deadline");
    assert!(host.sleeps.borrow().is_empty(), "so it is not waited for");
}

#[test]
fn delay_ends_with_deadline_or_abort() {
    let host = Scripted { abort_in_sleep: true, ..script(&[Step::Lost], Step::Accept) };
    let failure = cancel(&plain(), &host).unwrap_err();
    assert_eq!((failure.kind, failure.cause, failure.outcome), (FailureKind::Aborted, Some("mine"), Outcome::Unknown));
}

#[test]
fn wrong_clock_is_corrected_once_per_client() {
    for hours in [-30, -1, 1, 30] {
        let ahead_seconds = hours * 3600;
        let expired = Step::RefuseWith("InvalidTimeStamp.Expired", 400, date("Mon, 06 May 2024 07:08:09 GMT"));
        let host = Scripted { ahead_seconds, ..script(&[expired], Step::Accept) };
        let client = plain();
        assert!(cancel(&client, &host).is_ok(), "{hours}");
        assert_eq!(parameter(&host, 1, "Timestamp"), "2024-05-06T07%3A08%3A09Z");
        assert!(host.sleeps.borrow().is_empty(), "at once");
        assert!(cancel(&client, &host).is_ok());
        assert_eq!(host.requests.borrow().len(), 3, "the second call is right from the start");
    }
}

#[test]
fn refused_timestamp_with_right_clock_is_not_retried_for_ever() {
    let expired = Step::RefuseWith("InvalidTimeStamp.Expired", 400, date("Mon, 06 May 2024 08:08:09 GMT"));
    let host = Scripted { ahead_seconds: 7200, ..script(&[], expired) };
    let failure = cancel(&plain(), &host).unwrap_err();
    assert_eq!(failure.history.attempts().len(), 2);
    assert_eq!(failure.clock_ahead_seconds, Some(3600));
    assert!(
        failure.message().contains("(this machine's clock is 60 minutes ahead of the server's)"),
        "{}",
        failure.message()
    );
    let blind = cancel(&plain(), &script(&[], Step::Refuse("InvalidTimeStamp.Expired", 400))).unwrap_err();
    assert_eq!((blind.history.attempts().len(), blind.clock_ahead_seconds), (1, None));
    assert!(blind.message().contains("Check this machine's clock."));
}

#[test]
fn parallel_calls_share_one_provider_request() {
    let provider = Counting::default();
    let client = asking(&provider);
    let (first_host, second_host) = (script(&[], Step::Accept), script(&[], Step::Accept));
    let mut first = pin!(client.cancel_execution(&first_host, "exec-1"));
    let mut second = pin!(client.cancel_execution(&second_host, "exec-2"));
    assert!(poll_once(&mut first).is_pending() && poll_once(&mut second).is_pending());
    *provider.answer.borrow_mut() = Some(provided("STS.a", None));
    assert!(poll_once(&mut second).is_ready() && poll_once(&mut first).is_ready());
    assert_eq!(provider.calls.get(), 1);
    assert!(cancel(&client, &script(&[], Step::Accept)).is_ok());
    assert_eq!(provider.calls.get(), 1, "and kept");
}

#[test]
fn credentials_are_renewed_before_they_expire() {
    for (expiration, calls) in [
        (None, 1),
        (Some("2024-05-06T07:09:10Z"), 1), // 61 seconds ahead
        (Some("2024-05-06T07:09:09Z"), 2),
        (Some("2024-05-06T07:00:00Z"), 2), // expired already: used anyway, but not kept
    ] {
        let provider = Counting::giving(provided("STS.a", expiration));
        let client = asking(&provider);
        for _ in 0..2 {
            assert!(cancel(&client, &script(&[], Step::Accept)).is_ok());
        }
        assert_eq!(provider.calls.get(), calls, "{expiration:?}");
    }
}

#[test]
fn expired_token_is_renewed_once_per_call() {
    for (code, status) in
        [("ExpiredStsToken", 400), ("InvalidSecurityToken.Expired", 400), ("InvalidSecurityToken.Expired", 403)]
    {
        let provider = Counting::giving(provided("STS.a", None));
        let client = asking(&provider);
        let host = script(&[Step::Refuse(code, status)], Step::Accept);
        assert_eq!(codes(&cancel(&client, &host)), [code, "accepted"]);
        assert_eq!(provider.calls.get(), 2);
        let failure = cancel(&client, &script(&[], Step::Refuse(code, status)));
        assert_eq!(codes(&failure), [code, code], "not for ever");
        assert_eq!(provider.calls.get(), 3);
    }
}

#[test]
fn provider_failure_ends_the_call_unsent() {
    let provider = Counting::giving(Err(ProviderError::Failed("boo")));
    let failure = cancel(&asking(&provider), &script(&[], Step::Accept)).unwrap_err();
    assert_eq!((failure.kind.class(), failure.kind.code()), (FailureClass::Credentials, "ProviderFailed"));
    assert_eq!((failure.outcome, failure.cause), (Outcome::NotSent, Some("boo")));
    let client = asking(&provider);
    assert!(cancel(&client, &script(&[], Step::Accept)).is_err());
    *provider.answer.borrow_mut() = Some(provided("STS.a", None));
    assert!(cancel(&client, &script(&[], Step::Accept)).is_ok(), "a failure is not kept");

    let problem = oos_cancel::oos::validate::validate(
        "",
        &oos_cancel::oos::validate::Rules::at(oos_cancel::rpc::timestamp::Timestamp::EPOCH),
    );
    let provider = Counting::giving(Err(ProviderError::Unusable(problem.unwrap_err().into())));
    let failure = cancel(&asking(&provider), &script(&[], Step::Accept)).unwrap_err();
    assert_eq!(failure.kind.code(), "UnusableCredentials");
    assert!(matches!(&failure.kind, FailureKind::Credentials(problems) if problems[0].code == ProblemCode::InvalidUrl));
}

#[test]
fn provider_failure_after_unknown_attempt_keeps_outcome_unknown() {
    let provider = Counting::giving(provided("STS.a", None));
    *provider.later.borrow_mut() = Some(Err(ProviderError::Failed("boo")));
    let host = script(&[Step::Refuse("InternalError", 500), Step::Refuse("ExpiredStsToken", 400)], Step::Accept);
    let failure = cancel(&asking(&provider), &host).unwrap_err();
    assert_eq!((failure.kind.code(), failure.outcome), ("ProviderFailed", Outcome::Unknown));
    assert_eq!(failure.history.attempts().len(), 2);
    assert!(failure.message().contains("may have been cancelled"), "{}", failure.message());
}

#[test]
fn server_asks_for_a_retry_by_a_delay_of_at_least_a_millisecond() {
    for (milliseconds, requests) in [("1", 2), ("0", 1), ("-1", 1), ("soon", 1)] {
        let headers = Headers { acs_retry_after: Some(milliseconds.to_owned()), ..Headers::default() };
        let host = script(&[Step::RefuseWith("NoPermission", 403, headers)], Step::Accept);
        let end = now(client(fixed()).cancel_execution(&host, "exec-1"));
        assert_eq!((end.is_ok(), host.requests.borrow().len()), (requests == 2, requests), "{milliseconds}");
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    let wait = |text: &str| Headers {
        retry_after: Some(text.to_owned()),
        acs_retry_after: Some("1".into()),
        date: Some("Mon, 06 May 2024 07:08:09 GMT".into()),
    };
    prop_oneof![
        Just(Step::Accept),
        Just(Step::Lost),
        Just(Step::Hang),
        Just(Step::Abort),
        Just(Step::Unsent),
        prop_oneof![Just(200), Just(403), Just(502)].prop_map(Step::Garbage),
        prop_oneof![
            Just(("InternalError", 500)),
            Just(("Throttling.User", 400)),
            Just(("SignatureNonceUsed", 400)),
            Just(("InvalidTimeStamp.Expired", 400)),
            Just(("ExpiredStsToken", 400)),
            Just(("ExecutionCancelFailed", 403)),
            Just(("Brand.New", 599)),
        ]
        .prop_flat_map(move |(code, status)| {
            prop_oneof![Just(""), Just("0"), Just("2"), Just("9999999")]
                .prop_map(move |text| Step::RefuseWith(code, status, wait(text)))
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn every_schedule_of_failures_ends_with_a_true_outcome(
        steps in prop::collection::vec(any_step(), 0..12),
        rest in any_step(),
        (max_attempts, base, cap) in (1u32..=10, 1u64..=5_000, 1u64..=30_000),
        (deadline, latency) in (1.0f64..30_000.0, 0.0f64..5_000.0),
        (ahead_seconds, seed, from_provider) in (-100_000i64..100_000, any::<u8>(), any::<bool>()),
    ) {
        let (base, cap) = (Duration::from_millis(base), Duration::from_millis(cap));
        let retry = RetryPolicy::default()
            .max_attempts(max_attempts)
            .base_delay(base)
            .throttling_base_delay(base)
            .max_delay(cap);
        let provider = || CredentialsSource::provider(Counting::giving(provided("STS.a", None)));
        let source = if from_provider { provider() } else { fixed() };
        let client = builder(source).retry(retry).build().unwrap();
        let host = Scripted { ahead_seconds, ..script(&steps, rest) }.with_deadline(deadline, latency);
        host.random.set(seed);
        let end = now(client.cancel_execution(&host, "exec-1"));

        let sent = host.requests.borrow().len();
        let history = match &end { Ok(accepted) => &accepted.history, Err(failure) => &failure.history };
        prop_assert!(sent <= max_attempts as usize);
        prop_assert_eq!(history.attempts().len(), sent, "every request is told");
        prop_assert_eq!(history.attempts(), &*host.observed.borrow());
        let waited: f64 = host.sleeps.borrow().iter().sum();
        prop_assert!(waited < deadline);
        if let Err(failure) = &end {
            let open = history.attempts().iter().any(|attempt| attempt.outcome == Some(Outcome::Unknown));
            prop_assert_eq!(failure.outcome == Outcome::Unknown, open, "an open attempt is never hidden");
            prop_assert_eq!(failure.outcome == Outcome::NotSent, sent == 0);
        }
        let text = format!("{end:?} {client:?}") + &end.err().map(|failure| failure.message()).unwrap_or_default();
        prop_assert!(!text.contains("s3cret") && !text.contains("t0ken") && !text.contains("Signature="), "{}", text);
    }
}
