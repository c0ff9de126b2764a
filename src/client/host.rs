//! The host of a call: what a call needs from the machine, process or page that it runs in.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

use super::attempt::Attempt;
use crate::oos::execution::Execution;
use crate::rpc::operation::Effect;
use crate::rpc::response::Body;
use crate::rpc::signature::Method;
use crate::rpc::timestamp::Timestamp;

/// The host of one call. It sets the call's deadline, and ends every wait and every request when the deadline passes or the
/// caller gives up.
///
/// The futures need not be `Send`, since those of a browser cannot be. With a host whose futures are, those of the client are
/// as well.
pub trait Host {
    /// The host's own error, or the caller's reason for an abort. The failure of the call contains it.
    type Cause;
    /// A JSON value of the host's own parser, so that the crate needs no second parser.
    type Json;

    /// Returns the time of day, which may be wrong. It goes into the Timestamp.
    fn now(&self) -> Timestamp;

    /// Returns the time since a fixed point, the same for all hosts of a process; never decreases, unlike the time of day. It
    /// measures the call, and what the calls of a client know of the server's limits.
    fn monotonic(&self) -> Duration;

    /// Returns the time that is left until the deadline. A delay that would outlast it is not started.
    fn remaining(&self) -> Duration;

    /// Returns sixteen random bytes for a nonce; `None` if the platform has no source.
    fn random(&self) -> Option<[u8; 16]>;

    /// Waits before the next attempt.
    fn sleep(&self, duration: Duration) -> impl Future<Output = Result<(), Interruption<Self::Cause>>>;

    /// Waits for pending credentials, at most until the deadline.
    fn wait_for<F: Future>(&self, future: F) -> impl Future<Output = Result<F::Output, Interruption<Self::Cause>>>;

    /// Sends the request and reads the whole response.
    fn send(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<HttpResponse<Self::Json>, TransportError<Self::Cause>>>;

    /// Observes each attempt after its end, for a log or a progress display.
    fn observe(&self, attempt: &Attempt) {
        let _ = attempt;
    }

    /// Observes the execution that the call waits for, when it is first seen and whenever its status has changed.
    fn observe_status(&self, execution: &Execution<Self::Json>) {
        let _ = execution;
    }
}

/// An HTTP request. Its only header is the Content-Type of a form. `Debug` shows neither the query nor the form; both are
/// wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The complete URL.
    pub url: Zeroizing<String>,
    /// A body of the type `application/x-www-form-urlencoded`.
    pub form: Option<Zeroizing<String>>,
    /// Whether the request changes anything. A host may let such a request outlive the caller.
    pub effect: Effect,
    /// The longest response body to read, in bytes.
    pub max_response_bytes: usize,
    /// The time after which the host ends the request as one that failed, although the deadline of the call is later.
    pub timeout: Option<Duration>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

/// An HTTP response.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpResponse<Json> {
    /// The HTTP status.
    pub http_status: u16,
    /// The headers that the client uses, if the host can read them.
    pub headers: Headers,
    /// The part of the body that is judged.
    pub body: Body,
    /// The whole JSON value of the body; any value if the body is not JSON.
    pub json: Json,
}

/// The headers that the client uses, where the host can read them.
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
    /// What happened, and whether the request may have left the machine.
    pub kind: TransportErrorKind,
    /// The host's own error.
    pub cause: Cause,
    /// A possible cause that this host cannot rule out: the end of a sentence, such as "or a proxy blocked the request".
    pub hint: Option<&'static str>,
}

/// The kinds of transport errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// The host could not begin to send the request, so nothing was sent.
    NotStarted,
    /// No connection was made, so nothing was sent.
    NotConnected,
    /// The network failed after the request may have left the machine.
    Network,
    /// The call must end.
    Interrupted {
        /// Who ended the call.
        kind: InterruptionKind,
        /// Whether the request may have left the machine.
        may_be_sent: bool,
    },
}

impl TransportErrorKind {
    /// Returns whether the request may have left the machine.
    #[must_use]
    pub const fn may_be_sent(self) -> bool {
        match self {
            Self::NotStarted | Self::NotConnected => false,
            Self::Network => true,
            Self::Interrupted { may_be_sent, .. } => may_be_sent,
        }
    }

    /// Returns whether the host tried to send the request.
    pub(super) const fn is_attempt(self) -> bool {
        !matches!(self, Self::NotStarted | Self::Interrupted { may_be_sent: false, .. })
    }
}

/// The end of a call before its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interruption<Cause> {
    /// Who ended the call.
    pub kind: InterruptionKind,
    /// The host's own reason, such as the one that a caller gave.
    pub cause: Cause,
}

/// Who ends a call before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InterruptionKind {
    /// The deadline.
    Deadline,
    /// The caller.
    Aborted,
    /// The host itself, which can neither send nor wait any longer.
    HostFailed,
}
