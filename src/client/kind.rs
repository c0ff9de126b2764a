//! What can happen in place of a success: its class, its code, what to do, and what is known of the effect.

use crate::rpc::codes::{Remedy, is_inconclusive, is_retryable, is_settled};
use crate::rpc::operation::Effect;
use crate::rpc::problem::Problem;
use crate::rpc::response::{BodyFault, ServiceError};
use crate::rpc::signature::diagnosis::Diagnosis;
use crate::rpc::string_enum::string_enum;

string_enum! {
    /// What is known of the effect of a call after a failure. A later one outweighs an earlier one.
    Outcome {
        /// No request left.
        NotSent = "not-sent",
        /// OOS refused.
        Refused = "refused",
        /// A read brought no result. It changes nothing, so nothing is in doubt.
        Failed = "failed",
        /// The call may have had its effect although no clear response came.
        Unknown = "unknown",
        /// OOS accepted the call, but the call had to wait for the effect and did not see it.
        Accepted = "accepted",
    }
}

/// What can happen in place of a success.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// Wrong options, or a URL that does not validate.
    InvalidInput(Vec<Problem>),
    /// OOS refused, or failed, with an error of its own.
    Service(Box<ServiceError>),
    /// A response came, but not one of OOS.
    Response {
        /// What is wrong with it.
        fault: BodyFault,
        /// Its HTTP status.
        http_status: u16,
    },
    /// No response came.
    Network,
    /// The credentials provider failed, or returned something unusable: then with its problems.
    Credentials(Vec<Problem>),
    /// The call cannot be made, although its input is right.
    State(StateFault),
    /// The deadline passed.
    Timeout,
    /// The caller aborted; the cause is its reason.
    Aborted,
}

string_enum! {
    /// Why a call cannot be made although its input is right.
    StateFault {
        /// The platform has no source of randomness.
        NoRandomness = "NoRandomness",
        /// OOS does not list the execution that the call waits for.
        NotListed = "NotListed",
        /// The host can neither send nor wait any longer; the cause is its error.
        HostFailed = "HostFailed",
    }
}

string_enum! {
    /// The classes of failures.
    FailureClass {
        /// Wrong input.
        InvalidInput = "invalid-input",
        /// An error of OOS.
        Service = "service",
        /// A response that is not one of OOS.
        Response = "response",
        /// No response.
        Network = "network",
        /// No usable credentials.
        Credentials = "credentials",
        /// Right input that cannot be used here.
        State = "state",
        /// The deadline.
        Timeout = "timeout",
        /// The caller.
        Aborted = "aborted",
    }
}

impl FailureKind {
    /// Returns the class of the failure, without its details.
    #[must_use]
    pub const fn class(&self) -> FailureClass {
        match self {
            Self::InvalidInput(_) => FailureClass::InvalidInput,
            Self::Service(_) => FailureClass::Service,
            Self::Response { .. } => FailureClass::Response,
            Self::Network => FailureClass::Network,
            Self::Credentials(_) => FailureClass::Credentials,
            Self::State(_) => FailureClass::State,
            Self::Timeout => FailureClass::Timeout,
            Self::Aborted => FailureClass::Aborted,
        }
    }

    /// Returns the stable code of the failure: that of OOS, or one of this crate.
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
            Self::State(StateFault::NotListed | StateFault::HostFailed) => Remedy::CheckExecution,
            Self::State(StateFault::NoRandomness) => Remedy::FixProgram,
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

    /// Returns whether OOS itself asks for another attempt, whatever its code says. The vendor's SDKs go by that.
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

    /// Returns what is known of the effect once the request was sent.
    #[must_use]
    pub fn outcome_once_sent(&self, effect: Effect) -> Outcome {
        match effect {
            _ if self.is_refusal() => Outcome::Refused,
            Effect::Read => Outcome::Failed,
            Effect::Write { .. } => Outcome::Unknown,
        }
    }

    /// Returns whether OOS has said that the call had no effect.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::Service(error) if is_settled(&error.code, error.http_status))
    }
}

/// Returns whether an unreadable response with this status may be followed by a better one.
fn may_pass(http_status: u16) -> bool {
    http_status >= 500 || http_status == 429 || is_inconclusive(http_status)
}
