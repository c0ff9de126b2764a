//! Why a call did not succeed, and what is known of the cancel.

use super::attempt::History;
use crate::protocol::diagnosis::{Diagnosis, Difference};
use crate::protocol::error::{Remedy, is_retryable, is_settled};
use crate::protocol::problem::{Problem, ProblemCode, problem, summary};
use crate::protocol::response::{BodyFault, ServiceError};
use crate::protocol::text::{concat, number};

/// What is known of the cancel after a failure. JavaScript sees the strings of [`Outcome::as_str`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
#[derive(Debug, Clone, PartialEq)]
pub struct Failure<Cause> {
    /// What happened.
    pub kind: FailureKind,
    /// What is known of the cancel, all attempts taken together.
    pub outcome: Outcome,
    /// Every request that was sent.
    pub history: History,
    /// By how many seconds the clock of this machine is ahead of the server's, where a refused timestamp showed it.
    pub clock_ahead_seconds: Option<i64>,
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
    /// The provider of credentials failed, or gave something unusable: then with the problems of it.
    Credentials(Vec<Problem>),
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
            Self::Credentials(_) => "CredentialsError",
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
            Self::Credentials(problems) if problems.is_empty() => "ProviderFailed",
            Self::Credentials(_) => "UnusableCredentials",
            Self::Timeout => "DeadlineExceeded",
            Self::Aborted => "Aborted",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::InvalidInput(_) => Remedy::FixInput,
            Self::Service(error) => match error.diagnosis {
                Some(Diagnosis::Differs(_)) => Remedy::Report,
                _ => error.remedy,
            },
            Self::Response { http_status: 500..=599, .. } => Remedy::RetryLater,
            Self::Response { .. } | Self::Timeout | Self::Aborted => Remedy::CheckExecution,
            Self::Network => Remedy::CheckNetwork,
            Self::Credentials(_) => Remedy::RefreshCredentials,
        }
    }

    /// Whether the same call may succeed later without any change.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Service(error) => is_retryable(&error.code, error.http_status),
            Self::Response { http_status, .. } => *http_status >= 500,
            Self::Network | Self::Timeout => true,
            Self::InvalidInput(_) | Self::Credentials(_) | Self::Aborted => false,
        }
    }

    /// The HTTP status of the answer, if there was one.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Service(error) => Some(error.http_status),
            Self::Response { http_status, .. } => Some(*http_status),
            _ => None,
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

    fn sentence(&self) -> String {
        match self {
            Self::InvalidInput(problems) => summary(problems),
            Self::Credentials(problems) if problems.is_empty() => "The provider of the credentials failed.".to_owned(),
            Self::Credentials(problems) => concat(&["The provider gave unusable credentials. ", &summary(problems)]),
            Self::Service(error) => concat(&[&error.code, ": ", error.meaning, &explain(error.diagnosis.as_ref())]),
            Self::Response { fault, .. } => concat(&["An answer came, but ", fault.meaning(), "."]),
            Self::Network => {
                "No answer came: the network or the endpoint failed, or the answer had no CORS header.".to_owned()
            }
            Self::Timeout => "The deadline passed before the whole answer had come.".to_owned(),
            Self::Aborted => "The caller aborted.".to_owned(),
        }
    }
}

fn explain(diagnosis: Option<&Diagnosis>) -> String {
    match diagnosis {
        None => String::new(),
        Some(Diagnosis::WrongSecret) => " OOS signed the same string, so the AccessKeySecret is wrong.".to_owned(),
        Some(Diagnosis::Differs(difference)) => {
            let name = match difference {
                Difference::Method => "method",
                Difference::Parameter(name) => name,
                Difference::Other => "query",
            };
            concat(&[" OOS signed another string than was sent: the ", name, " differs."])
        }
    }
}

impl<Cause> Failure<Cause> {
    /// Nothing was sent.
    pub(super) fn unsent(kind: FailureKind) -> Self {
        Self { kind, outcome: Outcome::NotSent, history: History::default(), clock_ahead_seconds: None, cause: None }
    }

    /// Nothing was sent, since the input is wrong.
    #[must_use]
    pub fn invalid_input(problems: Vec<Problem>) -> Self {
        Self::unsent(FailureKind::InvalidInput(problems))
    }

    /// Nothing was sent, since there is no randomness for a nonce.
    #[must_use]
    pub(crate) fn no_entropy() -> Self {
        let message = "This environment has no crypto.getRandomValues to make a nonce with.";
        Self::invalid_input(problem(ProblemCode::MissingOption, message))
    }

    /// Whole sentences: what happened, what is known of the cancel, and what to do.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = self.kind.sentence();
        if let Some(seconds) = self.clock_ahead_seconds.filter(|seconds| *seconds != 0) {
            let direction = if seconds > 0 { " ahead of" } else { " behind" };
            message += &concat(&[" This machine's clock is ", &duration(seconds), direction, " the server's."]);
        }
        message += match (&self.kind, self.outcome) {
            (FailureKind::InvalidInput(_), _) | (_, Outcome::Answered) => "",
            (_, Outcome::NotSent) => " Nothing was sent.",
            _ if self.history.has_open_attempt_before_last() && self.kind.outcome_once_sent() == Outcome::Answered => {
                " But an earlier attempt of this call went without a clear answer and may have cancelled the execution: look at its state before you act."
            }
            _ => " The execution may have been cancelled all the same: look at its state before you act.",
        };
        message
    }
}

/// A number of seconds in words, rounded to whole minutes or hours.
fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (count, unit) = match seconds {
        0..120 => (seconds, " seconds"),
        120..7_200 => ((seconds + 30) / 60, " minutes"),
        _ => ((seconds + 1_800) / 3_600, " hours"),
    };
    concat(&[&number(count), unit])
}
