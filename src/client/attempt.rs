//! The attempts of a call.

use std::time::Duration;

use super::kind::{FailureClass, FailureKind, Outcome};
use crate::oos::execution::ExecutionStatus;
use crate::rpc::operation::{Effect, Operation};

/// One request of a call and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Attempt {
    /// The number of the attempt, counted from 1.
    pub number: u32,
    /// The operation that was called: a call that waits for an execution calls two.
    pub operation: &'static Operation,
    /// From the start of the call to sending the request.
    pub started: Duration,
    /// How long the call had waited before it.
    pub waited: Duration,
    /// From sending it to its end.
    pub elapsed: Duration,
    /// The HTTP status, if there was a response.
    pub http_status: Option<u16>,
    /// The class of the failure; `None` if OOS accepted.
    pub failure: Option<FailureClass>,
    /// The error's code.
    pub code: Option<String>,
    /// What is known of the effect after it; `None` if OOS accepted.
    pub outcome: Option<Outcome>,
    /// How long the server asks to wait before the next attempt.
    pub server_wait: Option<Duration>,
    /// The status of the execution that the call waits for, if this attempt saw it.
    pub status: Option<ExecutionStatus>,
}

/// When an attempt took place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timing {
    pub(super) started: Duration,
    pub(super) waited: Duration,
    pub(super) elapsed: Duration,
}

/// The attempts of one call so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct History(Vec<Attempt>);

impl History {
    /// Returns the attempts, in order.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.0
    }

    pub(crate) fn sent(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// Returns how long the server asked to wait after the last attempt.
    pub(super) fn server_wait(&self) -> Option<Duration> {
        self.0.last().and_then(|attempt| attempt.server_wait)
    }

    pub(super) fn push(&mut self, attempt: Attempt) {
        self.0.push(attempt);
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut Attempt> {
        self.0.last_mut()
    }

    /// Returns the outcome of a run that began after so many attempts: one with an unknown outcome makes the whole unknown.
    pub(super) fn outcome_since(&self, before: u32, last: Outcome) -> Outcome {
        let run = self.0.iter().filter(|attempt| attempt.number > before);
        run.filter_map(|attempt| attempt.outcome).fold(last, Outcome::max)
    }

    /// Returns whether an attempt to change something, before the last such attempt, got no clear response.
    #[must_use]
    pub fn has_open_attempt_before_last(&self) -> bool {
        let mut writes = self.0.iter().rev().filter(|attempt| matches!(attempt.operation.effect, Effect::Write { .. }));
        writes.next();
        writes.any(|attempt| attempt.outcome == Some(Outcome::Unknown))
    }
}

impl Attempt {
    /// Creates an attempt that OOS accepted, until the response says something else.
    pub(super) fn new(number: u32, operation: &'static Operation, timing: Timing) -> Self {
        let Timing { started, waited, elapsed } = timing;
        Self {
            number,
            operation,
            started,
            waited,
            elapsed,
            http_status: None,
            failure: None,
            code: None,
            outcome: None,
            server_wait: None,
            status: None,
        }
    }

    pub(super) fn accepted(self, http_status: u16) -> Self {
        Self { http_status: Some(http_status), ..self }
    }

    pub(super) fn failed(self, kind: &FailureKind, outcome: Outcome, server_wait: Option<Duration>) -> Self {
        Self {
            server_wait,
            http_status: kind.http_status(),
            failure: Some(kind.class()),
            code: Some(kind.code().to_owned()),
            outcome: Some(outcome),
            ..self
        }
    }
}
