//! Whole calls against the scripted world of the native tests: every schedule ends as promised.
#![no_main]

use std::time::Duration;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oos_cancel::client::credentials::CredentialsSource;
use oos_cancel::client::host::Headers;
use oos_cancel::client::{ClientBuilder, Outcome, RequestStyle, RetryPolicy};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::codes::CODES;

#[allow(dead_code, unreachable_pub, reason = "shared with the native tests")]
#[path = "../../tests/call/host.rs"]
mod host;

use host::{Counting, Step, now, provided, script};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    steps: Vec<Event<'a>>,
    rest: Event<'a>,
    max_attempts: u8,
    base_delay_ms: u32,
    max_delay_ms: u32,
    deadline_ms: u16,
    latency_ms: u16,
    ahead_seconds: i32,
    random: u8,
    abort_in_sleep: bool,
    from_provider: bool,
    form: bool,
    calls: u8,
}

#[derive(Arbitrary, Debug)]
enum Event<'a> {
    Accept,
    Refuse { code: u8, http_status: u16, date: Option<&'a str>, retry_after: Option<&'a str>, acs: Option<&'a str> },
    Garbage(u16),
    Lost,
    Unsent,
    Hang,
    Abort,
}

impl Event<'_> {
    fn step(&self) -> Step {
        match self {
            Self::Accept => Step::Accept,
            Self::Refuse { code, http_status, date, retry_after, acs } => {
                let headers = Headers {
                    date: date.map(str::to_owned),
                    retry_after: retry_after.map(str::to_owned),
                    acs_retry_after: acs.map(str::to_owned),
                };
                Step::RefuseWith(CODES[usize::from(*code) % CODES.len()].code, *http_status, headers)
            }
            Self::Garbage(http_status) => Step::Garbage(*http_status),
            Self::Lost => Step::Lost,
            Self::Unsent => Step::Unsent,
            Self::Hang => Step::Hang,
            Self::Abort => Step::Abort,
        }
    }
}

fuzz_target!(|input: Input| {
    let credentials = if input.from_provider {
        CredentialsSource::provider(Counting::giving(provided("STS.a", None)))
    } else {
        let credentials = Credentials::new("testid".into(), "s3cret".into(), Some("t0ken".into())).unwrap();
        CredentialsSource::fixed(credentials)
    };
    let max_attempts = u32::from(input.max_attempts % 10) + 1;
    let base = Duration::from_millis(input.base_delay_ms.into());
    let retry = RetryPolicy::default()
        .max_attempts(max_attempts)
        .base_delay(base)
        .throttling_base_delay(base)
        .max_delay(Duration::from_millis(input.max_delay_ms.into()));
    let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
    let style = if input.form { RequestStyle::Form } else { RequestStyle::Query };
    let client = ClientBuilder::new(endpoint, credentials).request_style(style).retry(retry).build().unwrap();
    let steps: Vec<Step> = input.steps.iter().map(Event::step).collect();
    let deadline_ms = f64::from(input.deadline_ms);
    // A client outlives its calls: what it learned in one, of the clock for one, must not spoil the next.
    for call in 0..=input.calls % 3 {
        let host = host::Scripted {
            ahead_seconds: input.ahead_seconds.into(),
            abort_in_sleep: input.abort_in_sleep,
            ..script(&steps[steps.len().min(usize::from(call))..], input.rest.step())
        }
        .with_deadline(deadline_ms, f64::from(input.latency_ms));
        host.random.set(input.random);
        let end = now(client.cancel_execution(&host, "exec-1"));

        let sent = host.requests.borrow().len();
        let history = match &end {
            Ok(accepted) => &accepted.history,
            Err(failure) => &failure.history,
        };
        assert!(sent <= max_attempts as usize);
        assert_eq!(history.attempts().len(), sent, "every request is told");
        assert_eq!(history.attempts(), &*host.observed.borrow());
        let sleeps = host.sleeps.borrow();
        assert!(sleeps.iter().all(|wait| *wait >= 0.0));
        assert!(sleeps.iter().sum::<f64>() <= deadline_ms);
        let accepted = history.attempts().iter().filter(|attempt| attempt.outcome.is_none()).count();
        assert_eq!(accepted, usize::from(end.is_ok()), "only the last one, and only then a success");
        if let Err(failure) = &end {
            let open = history.attempts().iter().any(|attempt| attempt.outcome == Some(Outcome::Unknown));
            assert_eq!(failure.outcome == Outcome::Unknown, open, "an open attempt is never hidden");
            assert_eq!(failure.outcome == Outcome::NotSent, sent == 0);
        }
        let text = format!("{end:?} {client:?}") + &end.err().map(|failure| failure.message()).unwrap_or_default();
        assert!(!text.contains("s3cret") && !text.contains("t0ken") && !text.contains("Signature="), "{text}");
    }
});
