//! Why a call failed, and what is known about the cancel.

use super::attempt::History;
use crate::rpc::codes::{Remedy, is_inconclusive, is_retryable, is_settled};
use crate::rpc::problem::{Problem, summary};
use crate::rpc::response::{BodyFault, ServiceError};
use crate::rpc::signature::diagnosis::{Diagnosis, Difference};
use crate::rpc::text::{concat, number};

/// What is known about the cancel after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// No request left this machine.
    NotSent,
    /// OOS refused the cancel.
    Refused,
    /// The execution may have been cancelled although no clear response came.
    Unknown,
}

impl Outcome {
    /// Returns the stable code of the outcome.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not-sent",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// The failure of a call. `Cause` is the host's own error.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure<Cause> {
    /// What happened.
    pub kind: FailureKind,
    /// What is known about the cancel after all attempts.
    pub outcome: Outcome,
    /// Every attempt of the call.
    pub history: History,
    /// By how many seconds this machine's clock is ahead of the server's, if a refused timestamp showed it.
    pub clock_ahead_seconds: Option<i64>,
    /// The host's own error.
    pub cause: Option<Cause>,
    /// Another possible cause that the host knows: the end of a sentence.
    pub hint: Option<&'static str>,
}

/// The kinds of failures.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// Wrong options, or a URL that does not validate.
    InvalidInput(Vec<Problem>),
    /// OOS returned an error.
    Service(Box<ServiceError>),
    /// A response came, but not from OOS.
    Response {
        /// What is wrong with it.
        fault: BodyFault,
        /// Its HTTP status.
        http_status: u16,
    },
    /// No response came.
    Network,
    /// The credentials provider failed, or returned unusable credentials: then with their problems.
    Credentials(Vec<Problem>),
    /// The call is not possible although its input is right.
    State(StateFault),
    /// The deadline passed.
    Timeout,
    /// The caller aborted; the cause is its reason.
    Aborted,
}

/// Why a call is not possible although its input is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateFault {
    /// The platform has no source of randomness.
    NoRandomness,
}

impl StateFault {
    /// Every fault, in the order of the declaration.
    pub const ALL: &'static [Self] = &[Self::NoRandomness];

    /// Returns the stable code of the fault.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoRandomness => "NoRandomness",
        }
    }

    /// Returns the beginning of a sentence that the host's hint may end.
    const fn meaning(self) -> &'static str {
        match self {
            Self::NoRandomness => "This platform has no source of randomness for a nonce",
        }
    }
}

impl FailureKind {
    /// Returns the name of the error's class. An abort has no class: the call ends with the caller's own reason.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::InvalidInput(_) => "InvalidInputError",
            Self::Service(_) => "ServiceError",
            Self::Response { .. } => "ResponseError",
            Self::Network => "NetworkError",
            Self::Credentials(_) => "CredentialsError",
            Self::State(_) => "StateError",
            Self::Timeout => "TimeoutError",
            Self::Aborted => "AbortError",
        }
    }

    /// Returns the stable code of the failure, or the code that OOS sent.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::InvalidInput(_) => "InvalidInput",
            Self::Service(error) => &error.code,
            Self::Response { fault, .. } => fault.as_str(),
            Self::Network => "NetworkFailure",
            Self::Credentials(problems) if problems.is_empty() => "ProviderFailed",
            Self::Credentials(_) => "UnusableCredentials",
            Self::State(fault) => fault.as_str(),
            Self::Timeout => "DeadlineExceeded",
            Self::Aborted => "Aborted",
        }
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::InvalidInput(_) => Remedy::FixInput,
            Self::Service(_) if self.asks_to_retry() => Remedy::RetryLater,
            Self::Service(error) => match error.diagnosis {
                Some(Diagnosis::Differs(_)) => Remedy::Report,
                _ => error.remedy,
            },
            Self::Response { http_status, .. } if may_pass(*http_status) => Remedy::RetryLater,
            Self::State(_) => Remedy::Report,
            Self::Response { .. } | Self::Timeout | Self::Aborted => Remedy::CheckExecution,
            Self::Network => Remedy::CheckNetwork,
            Self::Credentials(_) => Remedy::RefreshCredentials,
        }
    }

    /// Returns whether the same call may succeed later without any change.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Service(error) => self.asks_to_retry() || is_retryable(&error.code, error.http_status),
            Self::Response { http_status, .. } => may_pass(*http_status),
            Self::Network | Self::Timeout => true,
            Self::InvalidInput(_) | Self::Credentials(_) | Self::State(_) | Self::Aborted => false,
        }
    }

    /// Returns whether OOS itself asks for a retry, whatever its code says. The vendor's SDKs obey that.
    #[must_use]
    pub fn asks_to_retry(&self) -> bool {
        matches!(self, Self::Service(error) if error.retry_after_ms.is_some())
    }

    /// Returns the HTTP status, if there was a response.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Service(error) => Some(error.http_status),
            Self::Response { http_status, .. } => Some(*http_status),
            _ => None,
        }
    }

    /// Returns what is known about the cancel after a request that was sent.
    #[must_use]
    pub fn outcome_once_sent(&self) -> Outcome {
        match self {
            Self::Service(error) if is_settled(&error.code, error.http_status) => Outcome::Refused,
            _ => Outcome::Unknown,
        }
    }

    fn sentence(&self, hint: Option<&str>) -> String {
        let hinted = |sentence: &str| match hint {
            Some(hint) => concat(&[sentence, ", ", hint, "."]),
            None => concat(&[sentence, "."]),
        };
        match self {
            Self::InvalidInput(problems) => summary(problems),
            Self::Credentials(problems) if problems.is_empty() => "The credentials provider failed.".to_owned(),
            Self::Credentials(problems) => {
                concat(&["The credentials provider returned unusable credentials. ", &summary(problems)])
            }
            Self::Service(error) => concat(&[&error.code, ": ", error.meaning, &explain(error.diagnosis.as_ref())]),
            Self::Response { fault, .. } => concat(&["A response came, but ", fault.meaning(), "."]),
            Self::Network => hinted("No response came: the network or the endpoint failed"),
            Self::State(fault) => hinted(fault.meaning()),
            Self::Timeout => "The deadline passed before the response was complete.".to_owned(),
            Self::Aborted => "The caller aborted.".to_owned(),
        }
    }
}

/// Returns whether a retry may help after an unreadable response with this status.
fn may_pass(http_status: u16) -> bool {
    http_status >= 500 || http_status == 429 || is_inconclusive(http_status)
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
            concat(&[" OOS signed a different string: the ", name, " differs."])
        }
    }
}

impl<Cause> Failure<Cause> {
    /// Creates a failure of a call that sent nothing.
    #[must_use]
    pub fn unsent(kind: FailureKind) -> Self {
        Self {
            kind,
            outcome: Outcome::NotSent,
            history: History::default(),
            clock_ahead_seconds: None,
            cause: None,
            hint: None,
        }
    }

    /// Creates a failure of a call whose input is wrong, so that it sent nothing.
    #[must_use]
    pub fn invalid_input(problems: Vec<Problem>) -> Self {
        Self::unsent(FailureKind::InvalidInput(problems))
    }

    pub(crate) fn no_randomness() -> Self {
        Self::unsent(FailureKind::State(StateFault::NoRandomness))
    }

    /// Returns whole sentences: what happened, what is known about the cancel, and what to do.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = self.kind.sentence(self.hint);
        if let Some(seconds) = self.clock_ahead_seconds.filter(|seconds| *seconds != 0) {
            let direction = if seconds > 0 { " ahead of" } else { " behind" };
            message += &concat(&[" This machine's clock is ", &duration(seconds), direction, " the server's."]);
        }
        message += match (&self.kind, self.outcome) {
            (FailureKind::InvalidInput(_), _) | (_, Outcome::Refused) => "",
            (_, Outcome::NotSent) => " Nothing was sent.",
            _ if self.history.has_open_attempt_before_last() && self.kind.outcome_once_sent() == Outcome::Refused => {
                " An earlier attempt of this call got no clear response and may have cancelled the execution: check its status before you act."
            }
            _ => " The execution may have been cancelled anyway: check its status before you act.",
        };
        message
    }
}

/// Formats a number of seconds in words, rounded to whole minutes or hours.
fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (count, unit) = match seconds {
        0..120 => (seconds, " seconds"),
        120..7_200 => ((seconds + 30) / 60, " minutes"),
        _ => ((seconds + 1_800) / 3_600, " hours"),
    };
    concat(&[&number(count), unit])
}
