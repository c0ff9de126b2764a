//! What a cancel of a fleet came to.

use std::cmp::Reverse;
use std::time::Duration;

use super::roster::{Phase, Roster, State, Throttled};
use super::rounds::Moment;
use super::{FleetOutcome, FleetStop};
use crate::client::attempt::History;
use crate::client::look::{is_aborted, unsettled};
use crate::client::wait::Start;
use crate::client::{Failure, Outcome, Success};
use crate::oos::cancel_execution::CANCEL_EXECUTION;
use crate::oos::execution::{Execution, ExecutionStatus};

/// A cancel that has ended.
pub(super) struct Cancel<C, J> {
    pub(super) index: usize,
    pub(super) first_sent: Duration,
    /// How often it was throttled before.
    pub(super) throttled: u32,
    pub(super) result: Result<Success<J>, Failure<C>>,
    /// Why no other execution can be cancelled either.
    pub(super) stop: Option<FleetStop>,
    /// How long the next request has to wait, if OOS throttled this one and it may be sent again.
    pub(super) again_in: Option<Duration>,
}

/// What is known of an execution at its end.
pub(super) struct Settled<C, J> {
    pub(super) outcome: FleetOutcome,
    pub(super) execution: Option<Execution<J>>,
    pub(super) request_id: Option<String>,
    pub(super) failure: Option<Failure<C>>,
}

impl<C, J> Settled<C, J> {
    pub(super) fn failed(failure: Failure<C>) -> Self {
        let outcome = match failure.outcome {
            Outcome::NotSent => FleetOutcome::NotSent,
            Outcome::Refused => FleetOutcome::Refused,
            Outcome::Unknown | Outcome::Failed => FleetOutcome::Unknown,
            Outcome::Accepted => FleetOutcome::Accepted,
        };
        Self { outcome, execution: None, request_id: None, failure: Some(failure) }
    }

    pub(super) fn ended(execution: Execution<J>, request_id: Option<String>) -> Self {
        let cancelled = *execution.status() == ExecutionStatus::Cancelled;
        let outcome = if cancelled { FleetOutcome::Cancelled } else { FleetOutcome::Ended };
        Self { outcome, execution: Some(execution), request_id, failure: None }
    }

    pub(super) fn without_failure(outcome: FleetOutcome, request_id: Option<String>) -> Self {
        Self { outcome, execution: None, request_id, failure: None }
    }
}

/// What a cancel came to.
pub(super) enum Sent<C> {
    /// OOS accepted it: the RequestId and the attempts.
    Accepted(String, History),
    /// It did not succeed.
    Failed(Failure<C>),
}

impl<C> Sent<C> {
    pub(super) fn request_id(self) -> Option<String> {
        match self {
            Self::Accepted(request_id, _) => Some(request_id),
            Self::Failed(_) => None,
        }
    }

    /// Returns the result if nobody saw the end, for the reason `unseen`. What happened to the cancel counts, not why nobody could
    /// look at the execution.
    pub(super) fn unseen<J>(self, unseen: Option<Failure<C>>) -> Settled<C, J> {
        match self {
            Self::Failed(failure) => Settled::failed(failure),
            Self::Accepted(request_id, history) => {
                let (outcome, operation) = (Outcome::Accepted, Some(&CANCEL_EXECUTION));
                let failure = unseen.map(|failure| Failure { outcome, operation, history, ..failure });
                let settled = Settled::without_failure(FleetOutcome::Accepted, Some(request_id));
                Settled { failure, ..settled }
            }
        }
    }
}

impl<C: Clone, J> Roster<C, J> {
    /// Learns from the end of a cancel.
    pub(super) fn cancelled(&mut self, cancel: Cancel<C, J>, moment: &Moment) {
        let Cancel { index, first_sent, throttled, result, stop, again_in } = cancel;
        if let Some(reason) = stop {
            self.stop(reason);
        }
        let seen = match self.entries.get_mut(index).map(|entry| &mut entry.state) {
            Some(State::Sending(seen)) => seen.take(),
            _ => return,
        };
        let (start, is_unclear, cancel) = match result {
            Ok(success) => (Some(Start::Accepted), false, Sent::Accepted(success.request_id, success.history)),
            Err(failure) => (start_after(&failure), failure.outcome == Outcome::Unknown, Sent::Failed(failure)),
        };
        // A list was faster than the response, or there was no response.
        if let Some(execution) = seen.filter(|_| start.is_some() || is_unclear) {
            return self.settle(index, Settled::ended(*execution, cancel.request_id()));
        }
        if let Some(start) = start.filter(|_| self.waits && self.refusal.is_none()) {
            return self.watch(index, start, first_sent, cancel, moment);
        }
        let failure = match cancel {
            Sent::Failed(failure) => failure,
            accepted @ Sent::Accepted(..) => return self.settle(index, accepted.unseen(self.refusal.clone())),
        };
        let deadline = self.deadline(first_sent);
        let left = deadline.saturating_sub(moment.now);
        if again_in.is_some_and(|delay| delay < left)
            && self.phase == Phase::Open
            && let Some(entry) = self.entries.get_mut(index)
        {
            entry.state = State::Again(Box::new(Throttled { first_sent, failure, times: throttled + 1 }));
            self.dues.push(Reverse((deadline, index)));
            return self.again.push_back(index);
        }
        self.settle(index, Settled::failed(failure));
    }
}

/// Returns how a wait that is to settle a failed cancel begins. The end of one that was aborted is looked at once more.
fn start_after<C>(failure: &Failure<C>) -> Option<Start> {
    let aborted = is_aborted(failure) && failure.outcome == Outcome::Unknown;
    if aborted { Some(Start::Unclear) } else { unsettled(failure) }
}
