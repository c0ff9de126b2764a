//! A signer's URLs are those that the call by itself has, however the ids follow each other.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use oos_cancel::oos::signed_url::CancelExecution;
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
    fn signer_signs_like_the_call(
        access_key_id in text(),
        secret in text(),
        token in proptest::option::of(text()),
        region_id in proptest::option::of(text()),
        post: bool,
        calls in proptest::collection::vec((text(), any::<[u8; 16]>(), 0_i64..3), 1..8),
    ) {
        let credentials = Credentials::new(access_key_id, secret, token);
        let endpoint = Endpoint::parse("https://oos.example.com:8443").unwrap();
        let method = if post { Method::Post } else { Method::Get };
        let mut signer = Signer::new(&credentials, region_id.as_deref(), endpoint.clone(), method);
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
            prop_assert_eq!(signer.sign(execution_id, &nonce, timestamp), call.sign(&credentials).url());
        }
    }
}

#[test]
fn debug_shows_no_secret() {
    let credentials = Credentials::new("testid".into(), "s3cret".into(), Some("t0ken".into()));
    let signer = Signer::new(&credentials, None, Endpoint::parse("https://a").unwrap(), Method::Get);
    let shown = format!("{signer:?}");
    assert!(shown.contains("Get"), "{shown}");
    assert!(!shown.contains("s3cret") && !shown.contains("t0ken"), "{shown}");
}
