//! The ready host of back ends: its connections, and what it says where the machine fails it.
#![cfg(all(feature = "ureq", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use oos_cancel::client::StateFault;
use oos_cancel::client::credentials::{CredentialsProvider, CredentialsSource, ExpiringCredentials, ProviderError};
use oos_cancel::native::{HostError, NativeHost, block_on};
use oos_cancel::{Client, ClientBuilder, Credentials, Endpoint, Failure, FailureKind, Outcome, Remedy, RetryPolicy};

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

/// A server that accepts every cancel and counts its connections.
struct Server {
    endpoint: Endpoint,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Starts one that closes each connection after so many requests.
    fn start(requests: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = Endpoint::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || serve(&stream.unwrap(), requests));
            }
        });
        Self { endpoint, connections }
    }
}

fn serve(stream: &TcpStream, requests: usize) {
    let mut reader = BufReader::new(stream);
    for _ in 0..requests {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap() == 0 {
                return;
            }
            let line = line.to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut form = vec![0; length];
        reader.read_exact(&mut form).unwrap();
        let body = r#"{"RequestId":"14A07460-EBE7-47CA-9757-12CC4761D47A"}"#;
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        let mut writer = stream;
        writer.write_all(format!("{head}{body}").as_bytes()).unwrap();
    }
}

#[test]
fn calls_in_a_row_share_a_connection() {
    // The server closes a connection after a hundred requests, or after each one without a word.
    for (requests, connections) in [(100, 1), (1, 4)] {
        let server = Server::start(requests);
        let credentials = Credentials::new("testid".into(), "testsecret".into(), None).unwrap();
        let client = Client::builder(server.endpoint, credentials).retry(RetryPolicy::never()).build().unwrap();
        for _ in 0..4 {
            let host = NativeHost::within(Duration::from_secs(10));
            block_on(client.cancel_execution(&host, "exec-1")).unwrap();
            // Until the end of the connection has arrived.
            thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(server.connections.load(Ordering::SeqCst), connections);
    }
}
