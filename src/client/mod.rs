//! How one call is carried through. Pure: the transport, the clock and the entropy are passed in.

mod call;
mod failure;

pub use call::{Accepted, Client, RequestStyle, nonce, send};
pub use failure::{Failure, FailureKind, Outcome};

use std::fmt;

use crate::protocol::response::Body;
use crate::protocol::sign::Method;
use crate::protocol::timestamp::Timestamp;

/// The clock of the machine.
pub trait Clock {
    /// The time of day, which may be wrong.
    fn now(&self) -> Timestamp;

    /// Milliseconds since some fixed point; never goes back.
    fn monotonic_ms(&self) -> f64;
}

/// A source of randomness.
pub trait Entropy {
    /// Sixteen random bytes; `None` where there is no source.
    fn random(&self) -> Option<[u8; 16]>;
}

/// What carries a request to OOS. It knows the deadline and the caller's signal of the call it was made for.
pub trait Transport {
    /// What the surroundings say about a failure; handed through unchanged.
    type Cause;

    /// Sends the request and reads the whole answer.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, TransportError<Self::Cause>>>;
}

/// An HTTP request without a single header of its own. `Debug` shows neither the query nor the form.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The URL, complete.
    pub url: String,
    /// A body of the type `application/x-www-form-urlencoded`.
    pub form: Option<String>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub http_status: u16,
    /// The body, its JSON already taken apart.
    pub body: Body,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportError<Cause> {
    /// What happened.
    pub kind: TransportErrorKind,
    /// Whether the request may have left the machine.
    pub may_be_sent: bool,
    /// What the surroundings say about it.
    pub cause: Cause,
}

/// What can happen in place of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The network failed.
    Network,
    /// The deadline passed.
    Deadline,
    /// The caller aborted.
    Aborted,
}
