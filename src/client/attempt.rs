//! The attempts of a call.

use std::time::Duration;

use super::kind::{FailureClass, FailureKind, Outcome};

/// One request of a call and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Attempt {
    /// The number of the attempt, counted from 1.
    pub number: u32,
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

    pub(super) fn push(&mut self, attempt: Attempt) {
        self.0.push(attempt);
    }

    /// Returns the outcome of the call: one attempt with an unknown outcome makes the whole unknown.
    pub(super) fn outcome_with(&self, last: Outcome) -> Outcome {
        self.0.iter().filter_map(|attempt| attempt.outcome).fold(last, Outcome::max)
    }

    /// Returns whether an attempt before the last one got no clear response.
    #[must_use]
    pub fn has_open_attempt_before_last(&self) -> bool {
        let earlier = self.0.len().saturating_sub(1);
        self.0.iter().take(earlier).any(|attempt| attempt.outcome == Some(Outcome::Unknown))
    }
}

impl Attempt {
    pub(super) fn accepted(number: u32, waited: Duration, elapsed: Duration, http_status: u16) -> Self {
        let http_status = Some(http_status);
        Self { number, waited, elapsed, http_status, failure: None, code: None, outcome: None }
    }

    pub(super) fn failed(
        number: u32,
        waited: Duration,
        elapsed: Duration,
        kind: &FailureKind,
        outcome: Outcome,
    ) -> Self {
        Self {
            number,
            waited,
            elapsed,
            http_status: kind.http_status(),
            failure: Some(kind.class()),
            code: Some(kind.code().to_owned()),
            outcome: Some(outcome),
        }
    }
}
