//! Hostile queries: few problems, short messages, and no more work than the query is long.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests are tests")]

use std::time::{Duration, Instant};

use oos_cancel::client::Failure;
use oos_cancel::oos::validate::{MAX_URL_LENGTH, Rules, validate};
use oos_cancel::rpc::problem::{Problem, ProblemCode};
use oos_cancel::rpc::timestamp::Timestamp;

const ORIGIN: &str = "https://oos.cn-hangzhou.aliyuncs.com/?";

/// `piece` as often as fits, with the number of its turn in place of `#`.
fn filled(piece: &str) -> String {
    let mut url = ORIGIN.to_owned();
    for turn in 0_u32.. {
        let next = piece.replace('#', &format!("{turn:x}"));
        if url.len() + next.len() > MAX_URL_LENGTH {
            break;
        }
        url.push_str(&next);
    }
    url
}

fn problems(url: &str) -> Vec<Problem> {
    validate(url, &Rules::at(Timestamp::EPOCH)).unwrap_err().into()
}

#[test]
fn report_has_at_most_a_hundred_short_problems() {
    for piece in [
        "=&a&",
        "&",
        "%%%",
        "%%%&",
        "a#=&",
        "a#&",
        "a=&b=&",
        "Action=&Version=&",
        "Action=x&Version=y&",
        "Format=%&Action=+&",
        "Timestamp=#&Signature=#&",
        "%FF=&é=&",
        "=&%&x&<=&",
        "a=&&",
        "SecurityToken=#&AccessKeyId=#&",
        "aaaaaaaaaaaaaaaaaaaaaaaa=&b=&",
    ] {
        let url = filled(piece);
        let started = Instant::now();
        let problems = problems(&url);
        assert!(started.elapsed() < Duration::from_secs(30), "{piece}: {:?}", started.elapsed());
        assert!(problems.len() <= 100, "{piece}: {} problems", problems.len());
        assert!(problems.iter().all(|problem| problem.message.len() < 300), "{piece}: {problems:?}");
        let message = Failure::<()>::invalid_input(problems).message();
        assert!(message.len() < 2_000, "{piece}: {} bytes", message.len());
        assert!(message.ends_with('.'), "{piece}: {message}");
    }
}

#[test]
fn last_problem_counts_the_rest() {
    let query: String = (0..250).map(|turn| format!("&a{turn}=")).collect();
    let url = format!("{ORIGIN}Action=CancelExecution{query}");
    let problems = problems(&url);
    // 250 unknown parameters and nine that are missing; 99 are reported.
    assert_eq!(problems.len(), 100);
    let last = problems.last().unwrap();
    assert_eq!(last.code, ProblemCode::TooManyProblems);
    assert_eq!(last.message, "160 more problems were left out.");
    assert_eq!(last.limit, Some(160));
    assert_eq!(last.parameter, None);
    assert!(problems.iter().rev().skip(1).all(|problem| problem.code == ProblemCode::UnknownParameter));
    let message = Failure::<()>::invalid_input(problems).message();
    assert!(message.ends_with(" 254 more problems were found."), "{message}");
}

#[test]
fn hundred_problems_are_all_reported() {
    let missing = 9;
    for (count, reported, left_out) in [(91, 100, 0), (92, 100, 2), (93, 100, 3)] {
        let query: String = (0..count).map(|turn| format!("&a{turn}=")).collect();
        let problems = problems(&format!("{ORIGIN}Action=CancelExecution{query}"));
        assert_eq!(problems.len(), reported, "{count} and {missing} missing");
        let last = problems.last().unwrap();
        assert_eq!(last.code == ProblemCode::TooManyProblems, left_out > 0, "{last:?}");
        if left_out > 0 {
            assert_eq!(last.limit, Some(left_out));
        }
    }
}

#[test]
fn error_message_summarizes_many_problems() {
    let message = |url: &str| Failure::<()>::invalid_input(problems(url)).message();
    let short = message(&format!("{ORIGIN}Action=x"));
    assert!(short.starts_with("AccessKeyId is missing.") || short.starts_with("Action must be"), "{short}");
    assert!(short.ends_with(" more problems were found."), "{short}");
    assert_eq!(message("x"), "The URL must have the form https://host/?query.");
}
