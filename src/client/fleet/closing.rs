//! The end of a fleet before its time: the caller aborts, or nobody can look.

use std::cmp::Reverse;
use std::time::Duration;

use super::FleetStop;
use super::roster::{Phase, Roster};
use crate::client::Failure;

impl<C, J> Roster<C, J> {
    /// Ends the waiting for all, since nobody can look.
    pub(super) fn end_waiting(&mut self, failure: Failure<C>)
    where
        C: Clone,
    {
        for index in 0..self.entries.len() {
            self.settle_unseen(index, Some(failure.clone()));
        }
        self.refusal = Some(failure);
    }

    /// Stops everything, since the caller has aborted. What was sent is looked at once more if the fleet waits.
    pub(super) fn abort(&mut self) {
        self.stop(FleetStop::Aborted);
        self.phase = Phase::LastList;
        self.rounds.hurry();
    }

    /// Goes on to the last looks if there is nothing to list.
    pub(super) fn advance(&mut self, now: Duration) {
        if self.phase == Phase::LastList && self.listed == 0 {
            self.begin_last_looks(now);
        }
    }

    /// Returns when to look at an execution next, or to stop waiting for it.
    pub(super) fn next_due(&self) -> Option<Duration> {
        self.dues.peek().map(|Reverse((due, _))| *due)
    }

    pub(super) fn begin_last_looks(&mut self, now: Duration) {
        self.phase = Phase::LastLooks;
        // All of them are queued anew.
        self.looks.clear();
        for index in 0..self.entries.len() {
            if let Some(watched) = self.watched(index).filter(|watched| !watched.is_looked_at) {
                watched.look_at = Some(now);
                self.dues.push(Reverse((now, index)));
            }
        }
    }

    /// Ends the last looks.
    pub(super) fn give_up(&mut self) {
        for index in 0..self.entries.len() {
            self.settle_unseen(index, None);
        }
    }
}
