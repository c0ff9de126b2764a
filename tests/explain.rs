//! Any texts are explained without a panic, and no part of a token is repeated.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use oos_cancel::rpc::encode::canonical_query;
use oos_cancel::rpc::signature::explain::{Cause, MAX_EXPLAINED_LENGTH, Verdict, explain};
use oos_cancel::rpc::signature::{Method, SigningKey, string_to_sign};
use proptest::prelude::*;

const TOKEN: &str = "CAIStokenOfTheseTests+/==";

fn signed(execution_id: &str, method: Method) -> (String, String) {
    let pairs = [
        ("AccessKeyId", "STS.testid"),
        ("Action", "CancelExecution"),
        ("ExecutionId", execution_id),
        ("SecurityToken", TOKEN),
        ("Timestamp", "2024-05-06T07:08:09Z"),
    ];
    let query = canonical_query(&pairs);
    let string_to_sign = string_to_sign(method, &query).to_string();
    let signature = SigningKey::new("testsecret").sign(&string_to_sign);
    let url = format!("https://oos.cn-hangzhou.aliyuncs.com/?{}&Signature={signature}", *query);
    (url, string_to_sign)
}

fn message(echo: &str) -> String {
    format!("Specified signature is not matched with our calculation. server string to sign is:{echo}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_texts_are_explained(server in ".{0,200}", sent in ".{0,200}") {
        let _ = explain(&server, &sent, Method::Post, Some("secret"));
        let (url, string_to_sign) = signed("exec-1", Method::Post);
        for sent in [&url, &string_to_sign] {
            let explanation = explain(&message(&server), sent, Method::Post, None).unwrap();
            prop_assert!(explanation.differences.len() <= 100);
        }
    }

    #[test]
    fn an_echo_that_was_bent_anywhere_repeats_no_token(at in 0..400_usize, length in 0..40_usize, with in "[A-Za-z0-9%&.]{0,8}") {
        let (url, ours) = signed("exec-1", Method::Post);
        let from = at % ours.len();
        let to = (from + length).min(ours.len());
        let echo = [&ours[..from], &with, &ours[to..]].concat();
        for sent in [&url, &ours] {
            let explanation = explain(&message(&echo), sent, Method::Post, None).unwrap();
            let (same, found) = (echo.trim_end_matches('.') == ours, echo.contains('&'));
            prop_assert_eq!(explanation.verdict == Verdict::DifferentRequest, found && !same, "{:?}", explanation);
            prop_assert_eq!(explanation.verdict == Verdict::NotFound, !found);
            let text = format!("{explanation:?}");
            prop_assert!(!text.contains("tokenOfTheseTests"), "{}", text);
        }
    }

    #[test]
    fn a_changed_value_is_the_only_difference(other in "[a-z0-9]{1,30}", use_get: bool) {
        let method = if use_get { Method::Get } else { Method::Post };
        let (url, ours) = signed("exec-1", method);
        let (_, theirs) = signed(&other, method);
        for sent in [&url, &ours] {
            let explanation = explain(&message(&theirs), sent, method, None).unwrap();
            if other == "exec-1" {
                continue;
            }
            prop_assert_eq!(explanation.differences.len(), 1);
            let difference = &explanation.differences[0];
            prop_assert_eq!(&difference.parameter, "ExecutionId");
            prop_assert_eq!(difference.server.as_deref(), Some(other.as_str()));
            prop_assert!(matches!(difference.cause, Cause::Changed | Cause::CutOff));
        }
    }
}

#[test]
fn the_longest_texts_end() {
    for part in ["%26a%3D1", "&amp;", "%25", "POST&%2F&", "string to sign is:", "\\u0026"] {
        let text = part.repeat(MAX_EXPLAINED_LENGTH / part.len());
        let (url, _) = signed("exec-1", Method::Post);
        assert!(explain(&message(&text), &url, Method::Post, None).is_ok(), "{part}");
        let _ = explain(&message(&text), &format!("POST&%2F&{text}"), Method::Post, None);
    }
}
