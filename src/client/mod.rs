//! Executes one call: retries, clock correction, credential renewal, one deadline, and what is known about the outcome.
//! Pure: transport, clock, waiting and entropy are passed in.

pub mod attempt;
mod call;
pub mod clock;
pub mod credentials;
mod exchange;
mod failure;
pub mod retry;

pub use call::{Accepted, Client, RequestStyle, send};
pub use failure::{Failure, FailureKind, Outcome, StateFault};

use std::fmt;

use zeroize::Zeroizing;

use crate::rpc::response::Body;
use crate::rpc::signature::Method;
use crate::rpc::timestamp::Timestamp;
use attempt::Attempt;

/// The clock of the machine.
pub trait Clock {
    /// Returns the time of day, which may be wrong.
    fn now(&self) -> Timestamp;

    /// Returns the milliseconds since some fixed point; never decreases.
    fn monotonic_ms(&self) -> f64;
}

/// A source of randomness.
pub trait Entropy {
    /// Returns sixteen random bytes; `None` if the platform has no source.
    fn random(&self) -> Option<[u8; 16]>;
}

/// Waits, at most until the call must end.
pub trait Wait {
    /// The host's own reason for the end.
    type Cause;

    /// Waits for a time.
    fn sleep(&self, milliseconds: f64) -> impl Future<Output = Result<(), Interruption<Self::Cause>>>;

    /// Waits for a future.
    fn wait_for<F: Future>(&self, future: F) -> impl Future<Output = Result<F::Output, Interruption<Self::Cause>>>;
}

/// Sends requests of one call, whose deadline and caller's signal it knows.
pub trait Transport: Wait {
    /// Sends the request and reads the whole response.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, TransportError<Self::Cause>>>;
}

/// Observes a call's attempts.
pub trait Observer {
    /// Receives each attempt after its end.
    fn observe(&self, attempt: &Attempt);
}

/// Everything that one call needs of its host.
pub trait Host: Transport + Clock + Entropy + Observer {}
impl<T: Transport + Clock + Entropy + Observer> Host for T {}

/// An HTTP request without custom headers. `Debug` shows neither the query nor the form; both are wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The complete URL.
    pub url: Zeroizing<String>,
    /// A body of the type `application/x-www-form-urlencoded`.
    pub form: Option<Zeroizing<String>>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

/// An HTTP response.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub http_status: u16,
    /// The headers that the client uses, if the host can read them.
    pub headers: Headers,
    /// The body, its JSON already parsed.
    pub body: Body,
}

/// The headers that the client uses. The gateway exposes all of its headers to pages (`Access-Control-Expose-Headers: *` on
/// recorded responses since October 2023); another endpoint may not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// `Date`: the server's clock.
    pub date: Option<String>,
    /// `Retry-After`: seconds, or a date.
    pub retry_after: Option<String>,
    /// `x-acs-retry-after`: milliseconds. Source: `alibabacloud-tea-openapi` 0.4.6.
    pub acs_retry_after: Option<String>,
}

/// Why there is no response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportError<Cause> {
    /// What happened.
    pub kind: TransportErrorKind,
    /// Whether the request may have left the machine.
    pub may_be_sent: bool,
    /// The host's own error.
    pub cause: Cause,
    /// A possible cause that this host cannot rule out: the end of a sentence, such as "or a proxy blocked the request".
    pub hint: Option<&'static str>,
}

/// The kinds of transport errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The network failed.
    Network,
    /// No connection was made, so nothing was sent.
    NotConnected,
    /// The call must end.
    Interrupted(InterruptionKind),
}

/// The end of a call before its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interruption<Cause> {
    /// Who ended the call.
    pub kind: InterruptionKind,
    /// The host's own reason, such as that of the caller's signal.
    pub cause: Cause,
}

/// Who ends a call before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InterruptionKind {
    /// The deadline.
    Deadline,
    /// The caller.
    Aborted,
}
