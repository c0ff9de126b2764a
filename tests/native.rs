//! The ready host of back ends, where the machine fails it.
#![cfg(all(feature = "ureq", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests")]

use std::process::Command;
use std::time::Duration;

use oos_cancel::client::StateFault;
use oos_cancel::client::credentials::{CredentialsProvider, CredentialsSource, ExpiringCredentials, ProviderError};
use oos_cancel::native::{HostError, NativeHost, block_on};
use oos_cancel::{Client, ClientBuilder, Credentials, Endpoint, Failure, FailureKind, Outcome, Remedy};

/// Set in a process that can start no thread.
const NO_THREADS: &str = "OOS_CANCEL_TEST_NO_THREADS";

/// Runs a test again in a process of its own whose threads need more memory than there is. Returns whether this is that process.
///
/// With `--test-threads=1` the test runs in the main thread, so that only the threads of the host are affected.
fn without_threads(test: &str) -> bool {
    if std::env::var_os(NO_THREADS).is_some() {
        return true;
    }
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--test-threads=1", "--nocapture"]);
    let output = child.env(NO_THREADS, "1").env("RUST_MIN_STACK", (1_u64 << 46).to_string()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}{}", String::from_utf8_lossy(&output.stderr));
    false
}

fn assert_host_failed(failure: &Failure<HostError>) {
    assert_eq!(failure.kind, FailureKind::State(StateFault::HostFailed));
    assert_eq!((failure.outcome, failure.history.attempts().len()), (Outcome::NotSent, 0));
    assert!(matches!(failure.cause, Some(HostError::Thread(_))), "{:?}", failure.cause);
    assert_eq!(failure.remedy(), Remedy::RetryLater);
    assert!(!failure.kind.is_retryable());
}

fn endpoint() -> Endpoint {
    Endpoint::parse("http://127.0.0.1:9").unwrap()
}

#[test]
fn host_that_cannot_start_a_thread_for_a_request_sends_nothing() {
    if without_threads("host_that_cannot_start_a_thread_for_a_request_sends_nothing") {
        let credentials = Credentials::new("testid".into(), "testsecret".into(), None).unwrap();
        let client = Client::builder(endpoint(), credentials).build().unwrap();
        let host = NativeHost::within(Duration::from_secs(10));
        assert_host_failed(&block_on(client.cancel_execution(&host, "exec-1")).unwrap_err());
    }
}

struct Never;

impl CredentialsProvider for Never {
    type Error = std::convert::Infallible;
    type Pending = std::future::Pending<Result<ExpiringCredentials, ProviderError<Self::Error>>>;

    fn provide(&self) -> Self::Pending {
        std::future::pending()
    }
}

#[test]
fn host_that_cannot_start_a_timer_is_no_abort_of_the_caller() {
    if without_threads("host_that_cannot_start_a_timer_is_no_abort_of_the_caller") {
        let client = ClientBuilder::new(endpoint(), CredentialsSource::provider(Never)).build().unwrap();
        let host = NativeHost::within(Duration::from_secs(10));
        assert_host_failed(&block_on(client.cancel_execution(&host, "exec-1")).unwrap_err());
    }
}
