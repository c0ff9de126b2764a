//! Any text as a URL.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::signature::Method;
use oos_cancel::oos::validate::Rules;
use oos_cancel_fuzz::{SECRET, allowed, judged, now};

fuzz_target!(|url: &str| {
    let allowed = allowed();
    let lenient = Rules { allowed_origins: &allowed, validity_seconds: i64::MAX, ..Rules::at(now()) };
    let unverified = judged(url, &lenient);
    let credentials = Credentials::new("testid".into(), SECRET.into(), None).unwrap();
    for method in [Method::Get, Method::Post] {
        let verified = judged(url, &Rules { method, credentials: Some(&credentials), ..lenient });
        assert!(verified.is_none() || unverified.is_some(), "credentials only make it stricter");
    }
    let strict = judged(url, &Rules::at(now()));
    assert!(strict.is_none() || unverified.is_some(), "and so do fewer origins and less time");
});
