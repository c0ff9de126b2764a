//! A signer's URLs are those that the call by itself has, however the ids follow each other.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use oos_cancel::oos::cancel_execution::CancelExecution;
use oos_cancel::oos::signer::Signer;
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::Endpoint;
use oos_cancel::rpc::nonce::Nonce;
use oos_cancel::rpc::signature::Method;
use oos_cancel::rpc::timestamp::Timestamp;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{1,40}", "exec-[0-9a-f]{20}", "\\PC{1,90}"]
}

proptest! {
    #[test]
    fn signs_what_the_call_by_itself_signs(
        access_key_id in "[A-Za-z0-9._-]{1,40}",
        secret in "[A-Za-z0-9+/]{1,40}",
        token in "[A-Za-z0-9+/=]{1,90}",
        region_id in proptest::option::of("[a-z]{2}-[a-z0-9]{1,20}"),
        post: bool,
        calls in proptest::collection::vec((text(), any::<[u8; 16]>(), 0_i64..3), 1..8),
    ) {
        let Ok(credentials) = Credentials::new(access_key_id, secret, Some(token)) else { return Ok(()) };
        let endpoint = Endpoint::parse("https://oos.example.com:8443").unwrap();
        let method = if post { Method::Post } else { Method::Get };
        let Ok(mut signer) = Signer::new(&credentials, region_id.as_deref(), endpoint.clone(), method) else {
            return Ok(());
        };
        for (execution_id, random, second) in &calls {
            let nonce = Nonce::new(*random);
            let timestamp = Timestamp::from_unix_seconds(1_714_979_289 + second).unwrap();
            let call = CancelExecution {
                execution_id,
                region_id: region_id.as_deref(),
                endpoint: &endpoint,
                method,
                nonce: nonce.as_str(),
                timestamp,
            };
            let by_itself = call.sign(&credentials).map(|request| request.url());
            prop_assert_eq!(signer.sign(execution_id, &nonce, timestamp), by_itself);
        }
    }
}

#[test]
fn ids_of_one_length_once_or_twice_encoded_share_nothing_that_differs() {
    let credentials = Credentials::new("testid".into(), "testsecret".into(), None).unwrap();
    let endpoint = Endpoint::parse("https://oos.example.com").unwrap();
    let mut signer = Signer::new(&credentials, None, endpoint.clone(), Method::Post).unwrap();
    let timestamp = Timestamp::from_unix_seconds(1_714_979_289).unwrap();
    let nonce = Nonce::new([7; 16]);
    // Encoded twice each has five bytes; encoded once, three or five. Then as many once, and more twice.
    for execution_id in ["aaaaa", "=", "bbbbb", "ccc", "="] {
        let call = CancelExecution {
            execution_id,
            region_id: None,
            endpoint: &endpoint,
            method: Method::Post,
            nonce: nonce.as_str(),
            timestamp,
        };
        let by_itself = call.sign(&credentials).map(|request| request.url());
        assert_eq!(signer.sign(execution_id, &nonce, timestamp), by_itself, "{execution_id:?}");
    }
}

#[test]
fn debug_shows_no_secret() {
    let credentials = Credentials::new("testid".into(), "s3cret".into(), Some("t0ken".into())).unwrap();
    let signer = Signer::new(&credentials, None, Endpoint::parse("https://a").unwrap(), Method::Get).unwrap();
    let shown = format!("{signer:?}");
    assert!(shown.contains("Get"), "{shown}");
    assert!(!shown.contains("s3cret") && !shown.contains("t0ken"), "{shown}");
}
