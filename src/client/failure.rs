//! Why a call did not succeed, and what is known of its effect.

use std::error::Error;
use std::fmt;

use super::attempt::History;
use super::kind::{FailureKind, Outcome, StateFault};
use crate::rpc::codes::Remedy;
use crate::rpc::operation::Operation;
use crate::rpc::problem::{Problem, summary};
use crate::rpc::signature::diagnosis::{Diagnosis, Difference};
use crate::rpc::text::{concat, number};

/// A call that did not succeed. `Cause` is the host's own error.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure<Cause> {
    /// What happened.
    pub kind: FailureKind,
    /// What is known of the effect, all attempts taken together.
    pub outcome: Outcome,
    /// Every attempt of the call.
    pub history: History,
    /// By how many seconds this machine's clock is ahead of the server's, if a refused timestamp showed it.
    pub clock_ahead_seconds: Option<i64>,
    /// The host's own error.
    pub cause: Option<Cause>,
    /// Another possible cause that the host knows: the end of a sentence.
    pub hint: Option<&'static str>,
    /// The operation that was called; `None` if the input was no call of any.
    pub operation: Option<&'static Operation>,
}

impl StateFault {
    /// Returns the beginning of a sentence that the host's hint may end.
    const fn meaning(self) -> &'static str {
        match self {
            Self::NoRandomness => "This platform has no source of randomness for a nonce",
            Self::NotListed => "OOS does not list this execution. Check the ExecutionId and the region",
            Self::HostFailed => "This host can neither send nor wait, as the cause says",
        }
    }
}

impl FailureKind {
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
            Self::Timeout => "The deadline passed before the call was complete.".to_owned(),
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
            operation: None,
        }
    }

    /// Creates a failure of a call whose input is wrong, so that it sent nothing.
    #[must_use]
    pub fn invalid_input(problems: impl Into<Vec<Problem>>) -> Self {
        Self::unsent(FailureKind::InvalidInput(problems.into()))
    }

    pub(crate) fn no_randomness() -> Self {
        Self::unsent(FailureKind::State(StateFault::NoRandomness))
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn remedy(&self) -> Remedy {
        // A read left nothing behind that could be looked at, nor did a host that sent nothing.
        let left_nothing = match self.kind {
            FailureKind::State(StateFault::NotListed) => false,
            FailureKind::State(StateFault::HostFailed) => matches!(self.outcome, Outcome::NotSent | Outcome::Failed),
            _ => self.outcome == Outcome::Failed,
        };
        match self.kind.remedy() {
            Remedy::CheckExecution if left_nothing => Remedy::RetryLater,
            remedy => remedy,
        }
    }

    /// Returns whole sentences: what happened, what is known of the effect, and what to do.
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = self.kind.sentence(self.hint);
        if let Some(seconds) = self.clock_ahead_seconds.filter(|seconds| *seconds != 0) {
            let direction = if seconds > 0 { " ahead of" } else { " behind" };
            message += &concat(&[" This machine's clock is ", &duration(seconds), direction, " the server's."]);
        }
        match self.outcome {
            Outcome::NotSent if !matches!(self.kind, FailureKind::InvalidInput(_)) => message += " Nothing was sent.",
            Outcome::NotSent | Outcome::Refused | Outcome::Failed => {}
            Outcome::Accepted => {
                message += " OOS accepted the cancel, but whether the execution has ended is not known."
            }
            Outcome::Unknown => {
                if self.history.has_open_attempt_before_last() && self.kind.is_refusal() {
                    message += " But an earlier attempt of this call got no clear response.";
                }
                if let Some(operation) = self.operation {
                    message += " ";
                    message += operation.doubt;
                }
            }
        }
        message
    }
}

impl<Cause> fmt::Display for Failure<Cause> {
    /// Writes the message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl<Cause: Error + 'static> Error for Failure<Cause> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

/// Returns a number of seconds in words, rounded to whole minutes or hours.
fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (count, unit) = match seconds {
        0..120 => (seconds, " seconds"),
        120..7_200 => ((seconds + 30) / 60, " minutes"),
        _ => ((seconds + 1_800) / 3_600, " hours"),
    };
    concat(&[&number(count), unit])
}
