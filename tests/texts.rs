//! The texts of public types: errors are sentences, enums write their stable text, `Debug` shows no secret.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use std::error::Error;
use std::fmt::{Debug, Display};

use oos_cancel::client::credentials::ProviderError;
use oos_cancel::client::{Client, FailureClass, Outcome};
use oos_cancel::oos::cancel_execution::CANCEL_EXECUTION;
use oos_cancel::rpc::codes::CODES;
use oos_cancel::rpc::encode::decode;
use oos_cancel::rpc::operation::{Effect, Operation};
use oos_cancel::rpc::redact::plain_words;
use oos_cancel::rpc::signature::explain::{Cause, Verdict, explain};
use oos_cancel::{Credentials, Endpoint, Method, Network, ProblemCode, Problems, Remedy, Rules, Timestamp, validate};

const SECRET: &str = "s3cretOfTheTests";

fn credentials() -> Credentials {
    Credentials::new("STS.testid".into(), SECRET.into(), Some("CAIStokenOfTheTests".into())).unwrap()
}

fn endpoint() -> Endpoint {
    Endpoint::regional("cn-hangzhou", Network::Public).unwrap()
}

fn problems() -> Problems {
    validate("https://oos.cn-hangzhou.aliyuncs.com/?a", &Rules::at(Timestamp::EPOCH)).unwrap_err()
}

fn is_sentence(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase()) && text.ends_with('.')
}

#[test]
fn errors_are_sentences() {
    let errors: [Box<dyn Error>; 6] = [
        Box::new("PUT".parse::<Method>().unwrap_err()),
        Box::new(decode("%").unwrap_err()),
        Box::new(Endpoint::parse("nowhere").unwrap_err()),
        Box::new("yesterday".parse::<Timestamp>().unwrap_err()),
        Box::new(explain("", "", Method::Post, None).unwrap_err()),
        Box::new(problems()),
    ];
    for error in errors {
        assert!(is_sentence(&error.to_string()), "{error}");
    }
    assert!(Cause::ALL.iter().all(|cause| is_sentence(cause.message())));
    assert!(CODES.iter().all(|known| is_sentence(known.meaning)));
}

#[test]
fn problems_are_read_like_a_slice_and_taken_like_a_vector() {
    let problems = problems();
    assert_eq!((&problems).into_iter().count(), problems.len());
    assert!(problems.iter().all(|problem| problem.to_string() == problem.message));
    let list: Vec<_> = problems.clone().into();
    assert_eq!(Problems::from(list), problems);
    assert_eq!(problems.clone().into_iter().next().as_ref(), problems.first());
}

#[test]
fn enums_write_their_stable_text() {
    fn check<T: Copy + Display>(all: &[T], as_str: fn(T) -> &'static str) {
        assert!(!all.is_empty());
        for value in all {
            assert_eq!(value.to_string(), as_str(*value));
            assert!(!value.to_string().contains(' '));
        }
    }
    check(Outcome::ALL, Outcome::as_str);
    check(FailureClass::ALL, FailureClass::as_str);
    check(Remedy::ALL, Remedy::as_str);
    check(ProblemCode::ALL, ProblemCode::as_str);
    check(Verdict::ALL, Verdict::as_str);
    check(Cause::ALL, Cause::as_str);
}

#[test]
fn a_provider_says_what_failed() {
    assert_eq!(ProviderError::Failed("The back end is down.").to_string(), "The back end is down.");
    let unusable: ProviderError<&str> = ProviderError::Unusable(problems().into());
    assert_eq!(unusable.to_string(), problems().to_string());
}

#[test]
fn debug_shows_no_secret() {
    let builder = Client::builder(endpoint(), credentials());
    let text = format!("{builder:?}");
    assert!(text.contains("oos.cn-hangzhou.aliyuncs.com"), "{text}");
    let client = builder.build().unwrap();
    let shown: [&dyn Debug; 3] = [&text, &client, &credentials()];
    for value in shown {
        let text = format!("{value:?}");
        assert!(!text.contains(SECRET) && !text.contains("CAIS"), "{text}");
    }
}

#[test]
fn operations_are_equal_by_name_and_version() {
    let read = |action, version| Operation {
        action,
        version,
        effect: Effect::Read,
        parameters: &[],
        max_response_bytes: 1,
        denied: "",
    };
    assert_eq!(CANCEL_EXECUTION, read("CancelExecution", "2019-06-01"));
    assert_ne!(CANCEL_EXECUTION, read("CancelExecution", "2019-06-02"));
    assert_ne!(CANCEL_EXECUTION, read("ListExecutions", "2019-06-01"));
}

#[test]
fn only_plain_words_of_a_platform_are_kept() {
    for (text, shown) in [
        ("connect  ECONNREFUSED 127.0.0.1:9", "connect ECONNREFUSED 127.0.0.1:9"),
        (
            "error sending request for url (https://oos.cn-hangzhou.aliyuncs.com/?Signature=abc): refused",
            "error sending request for url […] refused",
        ),
        ("Signature=abc a&b c%2Fd e#f g/h", "[…] […] […] […] […]"),
        ("", ""),
    ] {
        assert_eq!(plain_words(text), shown);
    }
    assert_eq!(plain_words(&"x".repeat(49)), "[…]");
    assert_eq!(plain_words(&"x".repeat(48)), "x".repeat(48));
    assert!(plain_words(&"word ".repeat(1_000)).len() <= 300);
}
