//! A ready host for a program that is no browser: threads for waiting, `ureq` for HTTP, `serde_json` for JSON.
//!
//! It needs no runtime and runs under any, such as tokio's: nothing in it blocks the thread that polls.

mod abort;
mod fleet;
mod http;
mod job;
mod json;

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

pub use abort::AbortHandle;
pub use fleet::NativeFleet;
pub use job::block_on;

use crate::client::Host;
use crate::client::attempt::Attempt;
use crate::client::host::{HttpResponse, Interruption, InterruptionKind, Request, TransportError, TransportErrorKind};
use crate::oos::execution::Execution;
use crate::rpc::timestamp::Timestamp;
use abort::until_aborted;
use job::{JobError, in_thread, timer};

/// The fixed point that all hosts measure from.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

type Observer = Box<dyn Fn(&Attempt) + Send + Sync>;
type StatusObserver = Box<dyn Fn(&Execution<serde_json::Value>) + Send + Sync>;

/// The host of one call, on the machine that the program runs on. To abort the call, drop its future.
pub struct NativeHost {
    started: Instant,
    timeout: Duration,
    observer: Option<Observer>,
    status_observer: Option<StatusObserver>,
    abort: Option<AbortHandle>,
}

impl NativeHost {
    /// Creates the host of a call that has to end within this time from now.
    #[must_use]
    pub fn within(timeout: Duration) -> Self {
        Self { started: Instant::now(), timeout, observer: None, status_observer: None, abort: None }
    }

    /// Calls `observer` after each attempt.
    #[must_use]
    pub fn on_attempt(self, observer: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Box::new(observer)), ..self }
    }

    /// Calls `observer` when the execution that a call waits for is first seen, and when its status has changed.
    #[must_use]
    pub fn on_status(self, observer: impl Fn(&Execution<serde_json::Value>) + Send + Sync + 'static) -> Self {
        Self { status_observer: Some(Box::new(observer)), ..self }
    }
}

impl fmt::Debug for NativeHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NativeHost").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// What went wrong on the way to OOS, or in a provider of credentials.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum HostError {
    /// HTTP failed.
    Http(Arc<ureq::Error>),
    /// A thread could not be started.
    Thread(Arc<std::io::Error>),
    /// A thread panicked.
    Panicked,
    /// The deadline passed.
    Deadline,
    /// The caller aborted.
    Aborted,
    /// The provider of credentials failed.
    Provider(Arc<dyn Error + Send + Sync>),
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The errors of ureq quote a URL only if it is malformed, which those of this crate are not.
            Self::Http(error) => error.fmt(f),
            Self::Thread(error) => write!(f, "no thread could be started: {error}"),
            Self::Panicked => f.write_str("a thread panicked"),
            Self::Deadline => f.write_str("the deadline passed"),
            Self::Aborted => f.write_str("the caller aborted"),
            Self::Provider(error) => error.fmt(f),
        }
    }
}

impl Error for HostError {}

impl From<JobError> for HostError {
    fn from(error: JobError) -> Self {
        match error {
            JobError::NotStarted(error) => Self::Thread(Arc::new(error)),
            JobError::Panicked => Self::Panicked,
        }
    }
}

impl From<Infallible> for HostError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl From<Arc<dyn Error + Send + Sync>> for HostError {
    /// Wraps the error of a provider. An `Arc`, since every call that waited for the provider gets it.
    fn from(error: Arc<dyn Error + Send + Sync>) -> Self {
        Self::Provider(error)
    }
}

impl Host for NativeHost {
    type Cause = HostError;
    type Json = serde_json::Value;

    fn now(&self) -> Timestamp {
        SystemTime::now().into()
    }

    fn monotonic(&self) -> Duration {
        START.elapsed()
    }

    fn remaining(&self) -> Duration {
        self.timeout.saturating_sub(self.started.elapsed())
    }

    fn random(&self) -> Option<[u8; 16]> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).ok().map(|()| bytes)
    }

    async fn sleep(&self, duration: Duration) -> Result<(), Interruption<HostError>> {
        let late = duration >= self.remaining();
        let slept = until_aborted(self.abort.as_ref(), timer(duration.min(self.remaining()))).await;
        let slept = slept.ok_or_else(aborted)?;
        if late { Err(deadline()) } else { slept.map_err(host_failed) }
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<HostError>> {
        let mut future = pin!(future);
        let mut end = pin!(timer(self.remaining()));
        let ended = poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Ok(output)),
            Poll::Pending => end.as_mut().poll(context).map(|end| Err(end.map_or_else(host_failed, |()| deadline()))),
        });
        until_aborted(self.abort.as_ref(), ended).await.ok_or_else(aborted)?
    }

    async fn send(&self, request: Request) -> Result<HttpResponse<serde_json::Value>, TransportError<HostError>> {
        let remaining = self.remaining();
        let timeout = request.timeout.map_or(remaining, |timeout| timeout.min(remaining));
        let exchange = in_thread(move |_| http::exchange(&request, timeout));
        let Some(response) = until_aborted(self.abort.as_ref(), exchange).await else {
            let kind = TransportErrorKind::Interrupted { kind: InterruptionKind::Aborted, may_be_sent: true };
            return Err(TransportError { kind, cause: HostError::Aborted, hint: None });
        };
        let response = response.unwrap_or_else(|error| Err(unfinished(error)));
        response.map_err(|error| match error.kind {
            // The time of this request is over, that of the call is not.
            TransportErrorKind::Interrupted { kind: InterruptionKind::Deadline, .. } if timeout < remaining => {
                TransportError { kind: TransportErrorKind::Network, ..error }
            }
            _ => error,
        })
    }

    fn observe(&self, attempt: &Attempt) {
        if let Some(observer) = &self.observer {
            observer(attempt);
        }
    }

    fn observe_status(&self, execution: &Execution<serde_json::Value>) {
        if let Some(observer) = &self.status_observer {
            observer(execution);
        }
    }
}

const fn deadline() -> Interruption<HostError> {
    Interruption { kind: InterruptionKind::Deadline, cause: HostError::Deadline }
}

const fn aborted() -> Interruption<HostError> {
    Interruption { kind: InterruptionKind::Aborted, cause: HostError::Aborted }
}

fn host_failed(error: JobError) -> Interruption<HostError> {
    Interruption { kind: InterruptionKind::HostFailed, cause: error.into() }
}

/// Returns the error of a request whose thread has not finished. One that has started may have sent it.
fn unfinished(error: JobError) -> TransportError<HostError> {
    let may_be_sent = matches!(error, JobError::Panicked);
    let kind = TransportErrorKind::Interrupted { kind: InterruptionKind::HostFailed, may_be_sent };
    TransportError { kind, cause: error.into(), hint: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_whose_thread_panicked_may_have_been_sent() {
        let kind = |may_be_sent| TransportErrorKind::Interrupted { kind: InterruptionKind::HostFailed, may_be_sent };
        assert_eq!(unfinished(JobError::Panicked).kind, kind(true));
        assert_eq!(unfinished(JobError::NotStarted(std::io::ErrorKind::OutOfMemory.into())).kind, kind(false));
    }
}
