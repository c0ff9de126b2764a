//! What a cancel of a fleet came to.

use std::time::Duration;

use super::roster::{Phase, Roster, Settled, State, Throttled};
use super::rounds::Moment;
use super::{FleetOutcome, FleetStop};
use crate::client::look::{is_aborted, unsettled};
use crate::client::wait::Start;
use crate::client::{Failure, Outcome, Success};

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
        let (start, request_id, failure) = match result {
            Ok(success) => (Some(Start::Accepted), Some(success.request_id), None),
            Err(failure) => (start_after(&failure), None, Some(failure)),
        };
        let is_open = start.is_some() || failure.as_ref().is_some_and(|failure| failure.outcome == Outcome::Unknown);
        // A list was faster than the response, or there was no response.
        if let Some(execution) = seen.filter(|_| is_open) {
            return self.settle(index, Settled::ended(*execution, request_id));
        }
        if let Some(start) = start.filter(|_| self.waits && self.refusal.is_none()) {
            return self.watch(index, start, first_sent, (request_id, failure), moment);
        }
        let Some(failure) = failure else {
            let failure = self.refusal.clone().map(|failure| Failure { outcome: Outcome::Accepted, ..failure });
            let settled = Settled::without_failure(FleetOutcome::Accepted, request_id);
            return self.settle(index, Settled { failure, ..settled });
        };
        let left = (first_sent + self.time_for_each).saturating_sub(moment.now);
        if again_in.is_some_and(|delay| delay < left)
            && self.phase == Phase::Open
            && let Some(entry) = self.entries.get_mut(index)
        {
            entry.state = State::Again(Box::new(Throttled { first_sent, failure, times: throttled + 1 }));
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
