//! Waiting for the ends of many executions: most are seen in lists, the rest is looked at one by one.

use std::cmp::Reverse;
use std::sync::Arc;
use std::time::Duration;

use super::jobs::Job;
use super::roster::{Phase, Roster, State};
use super::rounds::Moment;
use super::settle::{Sent, Settled};
use super::stop::refuses_all;
use crate::client::listing::{ExecutionPage, Listing};
use crate::client::look::{failed_look, is_aborted};
use crate::client::pace::Pace;
use crate::client::wait::{Look, PATIENCE, Start};
use crate::client::{Failure, FailureKind, StateFault};
use crate::oos::execution::Execution;
use crate::rpc::json::Json;

/// When to look at an execution that no list has shown: so long after its cancel.
const UNSEEN: Duration = Duration::from_secs(90);

/// When to look at it again.
const STILL_UNSEEN: Duration = Duration::from_secs(60);

/// How long before its deadline an execution is looked at once more, unless its whole time is short.
const LAST_LOOK: Duration = Duration::from_secs(5);

/// A wait has no deadline that would shorten the delays between looks.
const ENDLESS: Duration = Duration::from_secs(3_600);

/// An execution that the fleet waits for.
pub(super) struct Watched<C> {
    start: Start,
    cancel: Sent<C>,
    deadline: Duration,
    /// When to look at it; `None` while a look is queued or in progress, and after the last one.
    pub(super) look_at: Option<Duration>,
    pub(super) is_looked_at: bool,
    /// How many looks in a row were in vain.
    in_vain: u32,
    pace: Pace,
}

impl<C> Watched<C> {
    /// Returns whether lists can show the end. What had ended before its cancel is too old for them.
    pub(super) fn is_listed(&self) -> bool {
        self.start != Start::Refused
    }
}

impl<C, J> Roster<C, J> {
    /// Begins to wait for an execution.
    pub(super) fn watch(&mut self, index: usize, start: Start, first_sent: Duration, cancel: Sent<C>, moment: &Moment) {
        let deadline = self.deadline(first_sent);
        let look_at = match start {
            _ if self.phase == Phase::LastLooks => moment.now,
            Start::Refused => moment.now,
            Start::Only | Start::Accepted | Start::Unclear => {
                self.latest_look(deadline).min(moment.now.saturating_add(UNSEEN))
            }
        };
        let (look_at, pace) = (Some(look_at), Pace::default());
        let watched = Watched { start, cancel, deadline, look_at, is_looked_at: false, in_vain: 0, pace };
        if watched.is_listed() {
            self.listed += 1;
            self.rounds.begin(moment.now.saturating_sub(first_sent), moment);
        }
        if let Some(entry) = self.entries.get_mut(index) {
            entry.state = State::Watched(Box::new(watched));
        }
        if let Some(due) = look_at {
            self.dues.push(Reverse((due, index)));
        }
        self.dues.push(Reverse((deadline, index)));
    }

    /// Returns when to look for the last time.
    fn latest_look(&self, deadline: Duration) -> Duration {
        deadline.saturating_sub(LAST_LOOK.min(self.time_for_each / 4))
    }

    pub(super) fn watched(&mut self, index: usize) -> Option<&mut Watched<C>> {
        match &mut self.entries.get_mut(index)?.state {
            State::Watched(watched) => Some(watched),
            _ => None,
        }
    }

    fn take_watched(&mut self, index: usize) -> Option<Watched<C>> {
        let listed = self.watched(index)?.is_listed();
        let state = &mut self.entries.get_mut(index)?.state;
        let State::Watched(watched) = std::mem::replace(state, State::Sending(None)) else { return None };
        self.listed -= usize::from(listed);
        Some(*watched)
    }

    pub(super) fn settle_unseen(&mut self, index: usize, unseen: Option<Failure<C>>) {
        if let Some(watched) = self.take_watched(index) {
            self.settle(index, watched.cancel.unseen(unseen));
        }
    }

    fn settle_ended(&mut self, index: usize, execution: Execution<J>) {
        if let Some(watched) = self.take_watched(index) {
            self.settle(index, Settled::ended(execution, watched.cancel.request_id()));
        }
    }

    /// Queues the looks that are due, and settles what has no time left. At most so many; returns how many.
    pub(super) fn expire(&mut self, now: Duration, most: usize) -> usize {
        for count in 0..most {
            let Some(Reverse((_, index))) = self.dues.peek().filter(|Reverse((due, _))| *due <= now).copied() else {
                return count;
            };
            self.dues.pop();
            self.end_queued(index, now);
            let Some(watched) = self.watched(index) else { continue };
            if watched.deadline <= now && !watched.is_looked_at {
                self.settle_unseen(index, Some(Failure::unsent(FailureKind::Timeout)));
            } else if watched.look_at.is_some_and(|due| due <= now) {
                watched.look_at = None;
                self.looks.push_back(index);
            }
        }
        most
    }

    pub(super) fn next_look(&mut self, now: Duration) -> Option<Job> {
        if self.phase == Phase::LastList {
            return None;
        }
        while let Some(index) = self.looks.pop_front() {
            let Some(watched) = self.watched(index) else { continue };
            let within = watched.deadline.saturating_sub(now);
            watched.is_looked_at = true;
            let id = Arc::clone(&self.entries.get(index)?.id);
            return Some(Job::Look { index, id, within });
        }
        None
    }

    /// Learns from a look at one execution.
    pub(super) fn looked(
        &mut self,
        index: usize,
        result: Result<Option<Execution<J>>, Failure<C>>,
        throttled: bool,
        moment: &Moment,
    ) where
        C: Clone,
        J: Json,
    {
        let phase = self.phase;
        let Some(watched) = self.watched(index) else { return };
        watched.is_looked_at = false;
        let (look, failure) = match result {
            Ok(Some(execution)) if execution.status().is_ended() => {
                if watched.is_listed() && execution.parent_execution_id().is_some() {
                    self.rounds.include_children();
                }
                return self.settle_ended(index, execution);
            }
            Ok(execution) => {
                let in_vain = execution.is_none() || watched.start == Start::Refused;
                watched.in_vain = if in_vain { watched.in_vain + 1 } else { 0 };
                let fault = FailureKind::State(StateFault::NotListed);
                (Look::NotListed, execution.is_none().then(|| Failure::unsent(fault)))
            }
            Err(failure) => {
                let look = failed_look(&failure.kind);
                watched.in_vain += u32::from(look == Look::Unreadable);
                (look, Some(failure))
            }
        };
        let aborted = failure.as_ref().is_some_and(is_aborted);
        if look == Look::Refused && !aborted {
            return match failure {
                Some(failure) if refuses_all(&failure.kind) => self.end_waiting(failure),
                failure => self.settle_unseen(index, failure),
            };
        }
        if (phase == Phase::LastLooks && !aborted && !throttled) || watched.in_vain >= PATIENCE {
            let unseen = if phase == Phase::LastLooks { None } else { failure };
            return self.settle_unseen(index, unseen);
        }
        let next = match watched.start {
            _ if throttled || aborted => moment.now,
            Start::Refused => {
                moment.now.saturating_add(watched.pace.next(moment.jitter, None, ENDLESS).unwrap_or(ENDLESS))
            }
            Start::Only | Start::Accepted | Start::Unclear => moment.now.saturating_add(STILL_UNSEEN),
        };
        let deadline = watched.deadline;
        let latest = self.latest_look(deadline);
        let next = if moment.now < latest { next.min(latest) } else { next };
        let look_at = (next < deadline).then_some(next);
        if let Some(watched) = self.watched(index) {
            watched.look_at = look_at;
        }
        if let Some(due) = look_at {
            self.dues.push(Reverse((due, index)));
        }
        self.dues.push(Reverse((deadline, index)));
    }

    /// Learns from a page of a list.
    pub(super) fn listed(&mut self, listing: Listing, result: Result<ExecutionPage<J>, Failure<C>>, moment: &Moment)
    where
        C: Clone,
        J: Json,
    {
        let ends = match result {
            Ok(page) => {
                self.unreadable = 0;
                let ends = self.rounds.page(&page.executions, listing, moment);
                for execution in page.executions.into_iter().filter(|execution| execution.status().is_ended()) {
                    self.see(execution);
                }
                ends
            }
            Err(failure) => {
                self.rounds.failed(failure.history.server_wait(), moment);
                let look = failed_look(&failure.kind);
                self.unreadable = if look == Look::Unreadable { self.unreadable + 1 } else { 0 };
                if is_aborted(&failure) {
                    // The last list is another one.
                    return self.rounds.hurry();
                }
                if look == Look::Refused || self.unreadable >= PATIENCE {
                    return self.end_waiting(failure);
                }
                true
            }
        };
        if ends && self.phase == Phase::LastList {
            self.begin_last_looks(moment.now);
        }
    }

    /// Records the end of an execution, even if the response to its cancel is still on its way.
    fn see(&mut self, execution: Execution<J>) {
        let Some(index) = self.place(execution.execution_id()) else { return };
        match self.entries.get_mut(index).map(|entry| &mut entry.state) {
            Some(State::Watched(_)) => self.settle_ended(index, execution),
            Some(State::Sending(seen)) => *seen = Some(Box::new(execution)),
            _ => {}
        }
    }
}
