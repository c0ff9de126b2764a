//! What a failure tells: its class, code and remedy, whether to try again, and whole sentences for people.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use std::error::Error;

use oos_cancel::client::attempt::History;
use oos_cancel::client::{Failure, FailureClass, FailureKind, Outcome, StateFault};
use oos_cancel::oos::cancel_execution::CANCEL_EXECUTION;
use oos_cancel::oos::validate::{Rules, validate};
use oos_cancel::rpc::codes::{CODES, Remedy, is_retryable};
use oos_cancel::rpc::problem::Problem;
use oos_cancel::rpc::response::{Body, BodyFault, Context, Judgement, Value, read};
use oos_cancel::rpc::signature::diagnosis::Difference;
use oos_cancel::rpc::timestamp::Timestamp;

const OURS: &str = "POST&%2F&AccessKeyId%3Dtestid%26Version%3D2019-06-01";

fn service(code: &str, http_status: u16, message: &str) -> FailureKind {
    let members = [("RequestId", "14A07460-EBE7-47CA-9757-12CC4761D47A"), ("Code", code), ("Message", message)];
    let members = members.map(|(name, text)| (name.to_owned(), Value::Text(text.to_owned())));
    match read(
        http_status,
        Body::Object(members.to_vec()),
        &Context { secrets: &[], string_to_sign: OURS, parameters: CANCEL_EXECUTION.parameters },
    ) {
        Judgement::Refused(error) => FailureKind::Service(Box::new(error)),
        other => panic!("{other:?}"),
    }
}

fn refused_signature(echo: &str) -> FailureKind {
    service("SignatureDoesNotMatch", 400, &format!("Server string to sign is:{echo}"))
}

fn two_problems() -> Vec<Problem> {
    let problems = validate("http://a/b?x=1", &Rules::at(Timestamp::EPOCH)).unwrap_err();
    problems.into_iter().take(2).collect()
}

fn failure(kind: FailureKind, outcome: Outcome) -> Failure<()> {
    Failure {
        kind,
        outcome,
        history: History::default(),
        clock_ahead_seconds: None,
        cause: None,
        hint: None,
        operation: Some(&CANCEL_EXECUTION),
    }
}

fn message(kind: FailureKind, outcome: Outcome) -> String {
    let failure = failure(kind, outcome);
    assert_eq!(failure.to_string(), failure.message());
    failure.message()
}

#[test]
fn every_failure_has_class_code_remedy_and_status() {
    use Remedy::{CheckExecution, CheckNetwork, FixInput, FixProgram, RefreshCredentials, Report, RetryLater};
    let response = |http_status| FailureKind::Response { fault: BodyFault::NotJson, http_status };
    for (kind, class, code, remedy, retryable, http_status) in [
        (FailureKind::InvalidInput(two_problems()), FailureClass::InvalidInput, "InvalidInput", FixInput, false, None),
        (
            service("EntityNotExist.Execution", 404, ""),
            FailureClass::Service,
            "EntityNotExist.Execution",
            CheckExecution,
            false,
            Some(404),
        ),
        (service("Throttling.User", 400, ""), FailureClass::Service, "Throttling.User", RetryLater, true, Some(400)),
        (
            service("SignatureNonceUsed", 400, ""),
            FailureClass::Service,
            "SignatureNonceUsed",
            CheckExecution,
            true,
            Some(400),
        ),
        (refused_signature(OURS), FailureClass::Service, "SignatureDoesNotMatch", RefreshCredentials, false, Some(400)),
        (refused_signature("GET&%2F&"), FailureClass::Service, "SignatureDoesNotMatch", Report, false, Some(400)),
        (response(502), FailureClass::Response, "NotJson", RetryLater, true, Some(502)),
        (response(500), FailureClass::Response, "NotJson", RetryLater, true, Some(500)),
        (response(599), FailureClass::Response, "NotJson", RetryLater, true, Some(599)),
        (response(499), FailureClass::Response, "NotJson", RetryLater, true, Some(499)),
        (response(408), FailureClass::Response, "NotJson", RetryLater, true, Some(408)),
        (response(425), FailureClass::Response, "NotJson", RetryLater, true, Some(425)),
        (response(429), FailureClass::Response, "NotJson", RetryLater, true, Some(429)),
        (response(403), FailureClass::Response, "NotJson", CheckExecution, false, Some(403)),
        (response(200), FailureClass::Response, "NotJson", CheckExecution, false, Some(200)),
        (FailureKind::Network, FailureClass::Network, "NetworkFailure", CheckNetwork, true, None),
        (
            FailureKind::Credentials(Vec::new()),
            FailureClass::Credentials,
            "ProviderFailed",
            RefreshCredentials,
            false,
            None,
        ),
        (
            FailureKind::Credentials(two_problems()),
            FailureClass::Credentials,
            "UnusableCredentials",
            RefreshCredentials,
            false,
            None,
        ),
        (FailureKind::State(StateFault::NoRandomness), FailureClass::State, "NoRandomness", FixProgram, false, None),
        (FailureKind::State(StateFault::NotListed), FailureClass::State, "NotListed", CheckExecution, false, None),
        (FailureKind::State(StateFault::HostFailed), FailureClass::State, "HostFailed", CheckExecution, false, None),
        (FailureKind::Timeout, FailureClass::Timeout, "DeadlineExceeded", CheckExecution, true, None),
        (FailureKind::Aborted, FailureClass::Aborted, "Aborted", CheckExecution, false, None),
    ] {
        assert_eq!((kind.class(), kind.code(), kind.remedy()), (class, code, remedy));
        assert_eq!((kind.is_retryable(), kind.http_status()), (retryable, http_status), "{kind:?}");
        let settled = matches!(kind, FailureKind::Service(_)) && code != "SignatureNonceUsed";
        assert_eq!(kind.outcome_once_sent(CANCEL_EXECUTION.effect) == Outcome::Refused, settled, "{kind:?}");
    }
    assert!(!is_retryable("ExecutionCancelFailed", 500) && is_retryable("Brand.New", 500));
}

#[test]
fn message_says_what_happened() {
    let problems = two_problems();
    let both = format!("{} {}", problems[0].message, problems[1].message);
    for (kind, sentence) in [
        (FailureKind::InvalidInput(problems.clone()), both.as_str()),
        (
            FailureKind::Credentials(problems),
            &format!("The credentials provider returned unusable credentials. {both}"),
        ),
        (
            FailureKind::Credentials(Vec::new()),
            "The credentials provider failed. See the cause of this error, and correct the provider.",
        ),
        (
            service("ServiceUnavailable", 503, ""),
            "ServiceUnavailable: OOS is temporarily unavailable. Call again later.",
        ),
        (
            FailureKind::Response { fault: BodyFault::EmptyBody, http_status: 200 },
            "A response came, but it is empty. Check the endpoint and any proxy, then call again.",
        ),
        (FailureKind::Timeout, "The deadline passed before the call was complete. Call again with a later deadline."),
        (FailureKind::Aborted, "The caller aborted."),
    ] {
        assert_eq!(message(kind, Outcome::Refused), sentence);
    }
    let hinted = |kind, hint| Failure { hint, ..failure(kind, Outcome::Refused) }.message();
    let network = "No response came: the network or the endpoint failed";
    assert_eq!(hinted(FailureKind::Network, None), format!("{network}. Check the connection, then call again."));
    assert_eq!(
        hinted(FailureKind::Network, Some("or a wall fell down")),
        format!("{network}, or a wall fell down. Check the connection, then call again.")
    );
    for fault in StateFault::ALL {
        let said = hinted(FailureKind::State(*fault), Some("which is said here"));
        assert!(said.contains(", which is said here. "), "{said}");
    }
}

/// Every kind of failure whose message does not repeat problems.
fn kinds() -> Vec<FailureKind> {
    let mut kinds = vec![FailureKind::Credentials(Vec::new()), FailureKind::Network, FailureKind::Timeout];
    kinds.push(FailureKind::Aborted);
    kinds.push(refused_signature(OURS));
    kinds.push(refused_signature(&OURS.replace("testid", "other")));
    kinds.extend(BodyFault::ALL.iter().map(|fault| FailureKind::Response { fault: *fault, http_status: 200 }));
    kinds.extend(StateFault::ALL.iter().map(|fault| FailureKind::State(*fault)));
    kinds.extend(CODES.iter().map(|known| service(known.code, known.http[0], "")));
    for (code, http_status) in
        [("Brand.New", 400), ("Brand.New", 403), ("Brand.New", 408), ("Brand.New", 429), ("Brand.New", 500)]
    {
        kinds.push(service(code, http_status, ""));
    }
    for code in ["Internal.New", "MissingBrand", "TimestampExpired", "AccessKey.New", "Invalid.New"] {
        kinds.push(service(code, 400, ""));
    }
    kinds
}

#[test]
fn message_has_one_sentence_for_what_happened_and_one_for_what_to_do() {
    for kind in kinds() {
        for outcome in Outcome::ALL {
            let clock_ahead_seconds = Some(1_000);
            let message = Failure { clock_ahead_seconds, ..failure(kind.clone(), *outcome) }.message();
            let ends = message.matches(". ").count() + 1;
            let says_nothing_to_do = kind == FailureKind::Aborted
                && matches!(outcome, Outcome::NotSent | Outcome::Refused | Outcome::Failed);
            assert_eq!(ends, if says_nothing_to_do { 1 } else { 2 }, "{message}");
            assert!(message.ends_with('.') && !message.contains("..") && !message.contains("  "), "{message}");
        }
    }
}

#[test]
fn message_says_what_is_known_about_the_cancel() {
    let open = " The execution may have been cancelled anyway: check its status before you act.";
    assert_eq!(message(FailureKind::Aborted, Outcome::NotSent), "The caller aborted, and nothing was sent.");
    assert_eq!(message(FailureKind::Aborted, Outcome::Unknown), format!("The caller aborted.{open}"));
    assert_eq!(message(FailureKind::Aborted, Outcome::Refused), "The caller aborted.");
    assert_eq!(message(FailureKind::Aborted, Outcome::Failed), "The caller aborted.");
    let accepted = " OOS accepted the cancel: check whether the execution has ended.";
    assert_eq!(message(FailureKind::Aborted, Outcome::Accepted), format!("The caller aborted.{accepted}"));
    let input = FailureKind::InvalidInput(two_problems());
    assert_eq!(message(input.clone(), Outcome::NotSent), message(input, Outcome::Refused), "said by the problems");
    assert_eq!(Failure::<()>::invalid_input(two_problems()).outcome, Outcome::NotSent);
    let outcomes: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect();
    assert_eq!(outcomes, ["not-sent", "refused", "failed", "unknown", "accepted"]);
}

#[test]
fn message_explains_a_refused_signature() {
    let said = |echo: &str| {
        let message = message(refused_signature(echo), Outcome::Refused);
        message.rsplit_once("OOS signed ").map(|(_, said)| said.to_owned())
    };
    assert_eq!(said(OURS).as_deref(), Some("the same string: correct the AccessKeySecret."));
    let differs = |name: &str| Some(format!("a different string: report that the {name} differs."));
    assert_eq!(said(&OURS.replace("POST", "GET")), differs("method"));
    assert_eq!(said(&OURS.replace("testid", "other")), differs("AccessKeyId"));
    assert_eq!(said(&OURS.replace("%26", "%26Debug%3D1%26")), differs("query"));
    assert_eq!(said(""), None);
    let names = [Difference::Method, Difference::Parameter("Version"), Difference::Other].map(Difference::name);
    assert_eq!(names, [Some("method"), Some("Version"), None]);
}

#[test]
fn message_says_how_wrong_the_clock_is() {
    for (seconds, said) in [
        (1, "1 seconds ahead of"),
        (119, "119 seconds ahead of"),
        (120, "2 minutes ahead of"),
        (149, "2 minutes ahead of"),
        (150, "3 minutes ahead of"),
        (-901, "15 minutes behind"),
        (7_199, "120 minutes ahead of"),
        (7_200, "2 hours ahead of"),
        (-8_999, "2 hours behind"),
        (-9_000, "3 hours behind"),
        (i64::MIN, "2562047788015216 hours behind"),
    ] {
        let late = Failure {
            clock_ahead_seconds: Some(seconds),
            ..failure(service("InvalidTimeStamp.Expired", 400, ""), Outcome::Refused)
        };
        let message = late.message();
        assert!(message.contains(&format!(" (this machine's clock is {said} the server's). Check")), "{message}");
    }
    let right = Failure { clock_ahead_seconds: Some(0), ..failure(FailureKind::Network, Outcome::Refused) };
    assert!(!right.message().contains("clock"));
}

#[test]
fn every_remedy_and_fault_has_its_own_text() {
    let remedies = [
        (Remedy::FixInput, "fix-input"),
        (Remedy::RefreshCredentials, "refresh-credentials"),
        (Remedy::RequestPermission, "request-permission"),
        (Remedy::CheckClock, "check-clock"),
        (Remedy::RetryLater, "retry-later"),
        (Remedy::CheckExecution, "check-execution"),
        (Remedy::CheckNetwork, "check-network"),
        (Remedy::FixProgram, "fix-program"),
        (Remedy::Report, "report"),
    ];
    assert!(remedies.iter().all(|(remedy, text)| remedy.as_str() == *text));
    let mut meanings: Vec<&str> = BodyFault::ALL.iter().map(|fault| fault.meaning()).collect();
    meanings.sort_unstable();
    meanings.dedup();
    assert_eq!(meanings.len(), 8);
    assert!(meanings.iter().all(|meaning| meaning.starts_with("it ") || meaning.starts_with("the ")), "{meanings:?}");
}

#[test]
fn failure_has_its_cause_as_source() {
    let unsent = failure(FailureKind::Network, Outcome::Unknown);
    let Failure { kind, outcome, history, clock_ahead_seconds, hint, operation, .. } = unsent;
    let cause = Some(std::fmt::Error);
    let failure = Failure { kind, outcome, history, clock_ahead_seconds, cause, hint, operation };
    assert!(failure.source().is_some_and(|cause| cause.is::<std::fmt::Error>()));
}

#[test]
fn refusal_that_asks_for_a_retry_is_retried_later_whatever_its_code_says() {
    let FailureKind::Service(mut error) = service("NoPermission", 403, "") else { panic!() };
    assert_eq!(FailureKind::Service(error.clone()).remedy(), Remedy::RequestPermission);
    error.retry_after_ms = Some(1);
    assert_eq!(FailureKind::Service(error).remedy(), Remedy::RetryLater);
}

#[test]
fn message_mentions_only_earlier_attempts() {
    assert!(!History::default().has_open_attempt_before_last());
    let told = message(service("EntityNotExist.Execution", 404, ""), Outcome::Unknown);
    assert!(told.contains("may have been cancelled") && !told.contains("earlier attempt"), "{told}");
}
