//! Why a call did not succeed, and what is known of the cancel.

use crate::protocol::error::{Remedy, is_retryable, is_settled};
use crate::protocol::problem::{Problem, ProblemCode};
use crate::protocol::response::{BodyFault, ServiceError};

/// What is known of the cancel after a failure. JavaScript sees the strings of [`Outcome::as_str`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No request left.
    NotSent,
    /// OOS refused.
    Answered,
    /// The execution may have been cancelled although no clear answer came.
    Unknown,
}

impl Outcome {
    /// The outcome as JavaScript sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not-sent",
            Self::Answered => "answered",
            Self::Unknown => "unknown",
        }
    }
}

/// A call that did not succeed. `Cause` is what the transport had to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure<Cause> {
    /// What happened.
    pub kind: FailureKind,
    /// What is known of the cancel.
    pub outcome: Outcome,
    /// How many requests were sent.
    pub attempts: u32,
    /// What the surroundings say about it.
    pub cause: Option<Cause>,
}

/// What can happen in place of a success.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// Wrong options, or a URL that does not validate.
    InvalidInput(Vec<Problem>),
    /// OOS answered with an error.
    Service(Box<ServiceError>),
    /// An answer came, but not one of OOS's.
    Response {
        /// What is wrong with it.
        fault: BodyFault,
        /// Its HTTP status.
        http_status: u16,
    },
    /// No answer came.
    Network,
    /// The deadline passed.
    Timeout,
    /// The caller aborted; the cause is its reason.
    Aborted,
}

impl FailureKind {
    /// The name of the JavaScript class. An abort has none: it rejects with the caller's own reason.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::InvalidInput(_) => "InvalidInputError",
            Self::Service(_) => "ServiceError",
            Self::Response { .. } => "ResponseError",
            Self::Network => "NetworkError",
            Self::Timeout => "TimeoutError",
            Self::Aborted => "AbortError",
        }
    }

    /// The code as JavaScript sees it.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::InvalidInput(_) => "InvalidInput",
            Self::Service(error) => &error.code,
            Self::Response { fault, .. } => fault.as_str(),
            Self::Network => "NetworkFailure",
            Self::Timeout => "DeadlineExceeded",
            Self::Aborted => "Aborted",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::InvalidInput(_) => Remedy::FixInput,
            Self::Service(error) => error.remedy,
            Self::Response { http_status: 500..=599, .. } => Remedy::RetryLater,
            Self::Response { .. } | Self::Timeout | Self::Aborted => Remedy::CheckExecution,
            Self::Network => Remedy::CheckNetwork,
        }
    }

    /// Whether the same call may succeed later without any change.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Service(error) => is_retryable(&error.code, error.http_status),
            Self::Response { http_status, .. } => *http_status >= 500,
            Self::Network | Self::Timeout => true,
            Self::InvalidInput(_) | Self::Aborted => false,
        }
    }

    /// What is known of the cancel once the request was sent.
    #[must_use]
    pub fn outcome_once_sent(&self) -> Outcome {
        match self {
            Self::Service(error) if is_settled(&error.code, error.http_status) => Outcome::Answered,
            _ => Outcome::Unknown,
        }
    }

    /// One or more whole sentences: what happened, and what to do.
    #[must_use]
    pub fn message(&self, outcome: Outcome) -> String {
        let what = match self {
            Self::InvalidInput(problems) => {
                let sentences: Vec<&str> = problems.iter().map(|problem| &*problem.message).collect();
                return sentences.join(" ");
            }
            Self::Service(error) => [&error.code, ": ", error.meaning].concat(),
            Self::Response { fault, .. } => ["An answer came, but ", fault.meaning(), "."].concat(),
            Self::Network => {
                "No answer came: the network or the endpoint failed, or the answer had no CORS header.".to_owned()
            }
            Self::Timeout => "The deadline passed before the whole answer had come.".to_owned(),
            Self::Aborted => "The caller aborted.".to_owned(),
        };
        match outcome {
            Outcome::Unknown => {
                what + " The execution may have been cancelled all the same: look at its state before you act."
            }
            Outcome::NotSent => what + " Nothing was sent.",
            Outcome::Answered => what,
        }
    }
}

impl<Cause> Failure<Cause> {
    /// Nothing was sent, since the input is wrong.
    #[must_use]
    pub const fn invalid_input(problems: Vec<Problem>) -> Self {
        Self { kind: FailureKind::InvalidInput(problems), outcome: Outcome::NotSent, attempts: 0, cause: None }
    }

    /// Nothing was sent, since there is no randomness for a nonce.
    #[must_use]
    pub(crate) fn no_entropy() -> Self {
        let message = "This environment has no crypto.getRandomValues to make a nonce with.";
        Self::invalid_input(vec![Problem::new(ProblemCode::MissingOption, message)])
    }
}
