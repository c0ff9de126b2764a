//! Why a call did not succeed, and what is known of its effect.

use std::error::Error;
use std::fmt;

use super::attempt::History;
use super::kind::{FailureKind, Outcome, StateFault};
use crate::rpc::codes::Remedy;
use crate::rpc::operation::{Effect, Operation};
use crate::rpc::problem::{Problem, summary};
use crate::rpc::response::ServiceError;
use crate::rpc::signature::diagnosis::Diagnosis;
use crate::rpc::text::{concat, number, split_once};

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

/// The two sentences of a message: what happened, without its period, and what to do; empty where there is nothing to do.
type Sentences = (String, String);

impl FailureKind {
    fn sentences(&self) -> Sentences {
        let (happened, advice) = match self {
            // Each problem says both.
            Self::InvalidInput(problems) => return (String::new(), summary(problems)),
            Self::Credentials(problems) if !problems.is_empty() => {
                return ("The credentials provider returned unusable credentials".to_owned(), summary(problems));
            }
            Self::Service(error) => return service_sentences(error, self.remedy()),
            Self::Response { fault, .. } => {
                let happened = concat(&["A response came, but ", fault.meaning()]);
                return (happened, "Check the endpoint and any proxy, then call again.".to_owned());
            }
            Self::Credentials(_) => {
                ("The credentials provider failed", "See the cause of this error, and correct the provider.")
            }
            Self::Network => {
                ("No response came: the network or the endpoint failed", "Check the connection, then call again.")
            }
            Self::State(StateFault::NoRandomness) => {
                ("This platform has no source of randomness for a nonce", "Use a newer platform.")
            }
            Self::State(StateFault::NotListed) => {
                ("OOS does not list this execution", "Check the ExecutionId and the region.")
            }
            Self::State(StateFault::HostFailed) => {
                ("This host can neither send nor wait", "See the cause of this error, then call again.")
            }
            Self::Timeout => ("The deadline passed before the call was complete", "Call again with a later deadline."),
            Self::Aborted => ("The caller aborted", ""),
        };
        (happened.to_owned(), advice.to_owned())
    }
}

/// Returns what an error of OOS says. What the signature shows tells more than the meaning of its code.
fn service_sentences(error: &ServiceError, remedy: Remedy) -> Sentences {
    let (meaning, advice) = match split_once(error.meaning, ". ") {
        Some(both) => both,
        None => (error.meaning.strip_suffix('.').unwrap_or(error.meaning), usual_advice(remedy)),
    };
    let happened = concat(&[&error.code, ": ", meaning]);
    let advice = match &error.diagnosis {
        None => advice.to_owned(),
        Some(Diagnosis::WrongSecret) => "OOS signed the same string: correct the AccessKeySecret.".to_owned(),
        Some(Diagnosis::Differs(difference)) => {
            let name = difference.name().unwrap_or("query");
            concat(&["OOS signed a different string: report that the ", name, " differs."])
        }
    };
    (happened, advice)
}

/// Returns what to do about an error of OOS whose meaning does not say it.
const fn usual_advice(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::FixInput => "Correct the option or the parameter.",
        Remedy::RefreshCredentials => "Get new credentials.",
        Remedy::RequestPermission => "Ask an administrator for the permission.",
        Remedy::CheckClock => "Check the clock of the machine that signs.",
        Remedy::RetryLater => "Call again later.",
        Remedy::CheckExecution => "Look at the execution before you act.",
        Remedy::CheckNetwork => "Check the connection, then look at the execution.",
        Remedy::FixProgram => "Correct the program or the platform.",
        Remedy::Report => "Report this error.",
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

    /// Returns one sentence that says what happened and one that says what to do. Wrong input has a sentence for each problem.
    #[must_use]
    pub fn message(&self) -> String {
        let (mut happened, mut advice) = self.kind.sentences();
        if happened.is_empty() {
            return advice;
        }
        if let Some(hint) = self.hint {
            happened += &concat(&[", ", hint]);
        }
        if let Some(seconds) = self.clock_ahead_seconds.filter(|seconds| *seconds != 0) {
            let direction = if seconds > 0 { " ahead of" } else { " behind" };
            happened += &concat(&[" (this machine's clock is ", &duration(seconds), direction, " the server's)"]);
        }
        match self.outcome {
            Outcome::NotSent => happened += ", and nothing was sent",
            Outcome::Refused | Outcome::Failed => {}
            Outcome::Accepted => advice = "OOS accepted the cancel: check whether the execution has ended.".to_owned(),
            Outcome::Unknown => {
                if self.history.has_open_attempt_before_last() && self.kind.is_refusal() {
                    happened += ", but an earlier attempt of this call got no clear response";
                }
                if let Some(Operation { effect: Effect::Write { doubt }, .. }) = self.operation {
                    advice = (*doubt).to_owned();
                }
            }
        }
        let separator = if advice.is_empty() { "." } else { ". " };
        concat(&[&happened, separator, &advice])
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
