//! The executions of a fleet, and which request is next. Pure: it learns the time with each question.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::ids::Candidate;
use super::jobs::Job;
use super::rounds::Rounds;
use super::settle::Settled;
use super::waiting::Watched;
use super::{FleetCounts, FleetOptions, FleetOutcome, FleetResult, FleetStop};
use crate::client::attempt::History;
use crate::client::{Failure, Outcome};
use crate::oos::cancel_execution::CANCEL_EXECUTION;
use crate::oos::execution::Execution;
use crate::rpc::problem::Problem;
use crate::rpc::request::Call;

/// The executions that have been taken, in order.
pub(super) struct Roster<C, J> {
    pub(super) entries: Vec<Entry<C, J>>,
    index: HashMap<Arc<str>, usize>,
    /// The first execution that was never sent.
    unsent: usize,
    /// Executions whose cancel was throttled.
    pub(super) again: VecDeque<usize>,
    pub(super) counts: FleetCounts,
    /// Results that the host has not received yet.
    pub(super) results: VecDeque<FleetResult<C, J>>,
    pub(super) waits: bool,
    pub(super) time_for_each: Duration,
    pub(super) stopped: Option<FleetStop>,
    pub(super) phase: Phase,
    pub(super) rounds: Rounds,
    /// When to look at an execution, or when its time is over. What is out of date does no harm.
    pub(super) dues: BinaryHeap<Reverse<(Duration, usize)>>,
    /// Executions to look at one by one.
    pub(super) looks: VecDeque<usize>,
    /// How many executions the fleet waits for that the lists can show.
    pub(super) listed: usize,
    /// How many lists in a row were not OOS's.
    pub(super) unreadable: u32,
    /// Why no list can be had. The fleet no longer waits.
    pub(super) refusal: Option<Failure<C>>,
    /// Whether the latest request was a look, so that looks and cancels take turns.
    looked: bool,
}

pub(super) struct Entry<C, J> {
    pub(super) id: Arc<str>,
    pub(super) state: State<C, J>,
}

pub(super) enum State<C, J> {
    /// Nothing has been sent.
    Unsent,
    /// The cancel was throttled and waits for its turn.
    Again(Box<Throttled<C>>),
    /// The cancel is in progress. A list may have shown the end already.
    Sending(Option<Box<Execution<J>>>),
    /// The fleet waits for the end.
    Watched(Box<Watched<C>>),
    Settled,
}

/// A cancel that was throttled.
pub(super) struct Throttled<C> {
    pub(super) first_sent: Duration,
    pub(super) failure: Failure<C>,
    /// How often it was throttled.
    pub(super) times: u32,
}

/// How far a fleet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Cancels are sent.
    Open,
    /// No cancel is sent any more, but the fleet waits for those that were.
    Stopped,
    /// The caller has aborted: what was sent is listed once more.
    LastList,
    /// What the list did not show is looked at once more.
    LastLooks,
}

impl<C, J> Roster<C, J> {
    pub(super) fn new(options: &FleetOptions) -> Self {
        Self {
            entries: Vec::new(),
            index: HashMap::new(),
            unsent: 0,
            again: VecDeque::new(),
            counts: FleetCounts::default(),
            results: VecDeque::new(),
            waits: options.waits,
            time_for_each: options.time_for_each(),
            stopped: None,
            phase: Phase::Open,
            rounds: Rounds::default(),
            dues: BinaryHeap::new(),
            looks: VecDeque::new(),
            listed: 0,
            unreadable: 0,
            refusal: None,
            looked: false,
        }
    }

    /// Takes what the source has next. An id that was taken before counts once; what is no id is settled.
    pub(super) fn take(&mut self, candidate: Candidate) {
        let id: Arc<str> = match candidate {
            Candidate::Invalid { text, problems } => return self.reject(text, problems),
            Candidate::Id(id) if self.index.contains_key(id.as_str()) => return,
            Candidate::Id(id) => match Call::new(&CANCEL_EXECUTION, &[("ExecutionId", &id)]).check() {
                Ok(()) => id.into(),
                Err(problems) => return self.reject(id, problems.into()),
            },
        };
        self.index.insert(Arc::clone(&id), self.entries.len());
        self.entries.push(Entry { id, state: State::Unsent });
    }

    fn reject(&mut self, text: String, problems: Vec<Problem>) {
        self.entries.push(Entry { id: text.into(), state: State::Unsent });
        self.settle(self.entries.len() - 1, Settled::failed(Failure::invalid_input(problems)));
    }

    /// Returns the place of an execution that has been taken.
    pub(super) fn place(&self, execution_id: &str) -> Option<usize> {
        self.index.get(execution_id).copied()
    }

    /// Returns when an execution must have its result.
    pub(super) fn deadline(&self, first_sent: Duration) -> Duration {
        first_sent.saturating_add(self.time_for_each)
    }

    pub(super) fn settled(&self) -> usize {
        self.counts.total()
    }

    pub(super) fn settle(&mut self, index: usize, settled: Settled<C, J>) {
        let Some(entry) = self.entries.get_mut(index) else { return };
        entry.state = State::Settled;
        self.counts.add(settled.outcome);
        let Settled { outcome, execution, request_id, failure } = settled;
        let execution_id = String::from(&*entry.id);
        self.results.push_back(FleetResult { index, execution_id, outcome, execution, request_id, failure });
    }

    /// Returns whether executions wait for their first request.
    pub(super) fn has_unsent(&mut self) -> bool {
        while self.entries.get(self.unsent).is_some_and(|entry| !matches!(entry.state, State::Unsent)) {
            self.unsent += 1;
        }
        self.unsent < self.entries.len()
    }

    /// Returns whether every execution that was taken has a result.
    pub(super) fn is_settled(&self) -> bool {
        self.settled() == self.entries.len()
    }

    /// Stops sending cancels.
    pub(super) fn stop(&mut self, reason: FleetStop) {
        self.stopped.get_or_insert(reason);
        if self.phase == Phase::Open {
            self.phase = Phase::Stopped;
        }
    }

    /// Settles at most so many executions that will not be sent any more. Returns how many.
    pub(super) fn settle_unsent(&mut self, most: usize) -> usize {
        let before = self.settled();
        while self.settled() - before < most && self.phase != Phase::Open {
            if let Some(index) = self.again.pop_front() {
                if let Some(throttled) = self.take_again(index) {
                    self.settle(index, Settled::failed(throttled.failure));
                }
            } else if self.has_unsent() {
                self.settle(self.unsent, Settled::without_failure(FleetOutcome::NotSent, None));
            } else {
                break;
            }
        }
        self.settled() - before
    }

    fn take_again(&mut self, index: usize) -> Option<Throttled<C>> {
        let state = &mut self.entries.get_mut(index)?.state;
        match std::mem::replace(state, State::Sending(None)) {
            State::Again(throttled) => Some(*throttled),
            other => {
                *state = other;
                None
            }
        }
    }

    /// Settles a cancel that was throttled and has no time left. A pause that the server asks for may be longer.
    pub(super) fn end_queued(&mut self, index: usize, now: Duration) {
        let Some(State::Again(throttled)) = self.entries.get(index).map(|entry| &entry.state) else { return };
        if self.deadline(throttled.first_sent) <= now
            && let Some(throttled) = self.take_again(index)
        {
            self.settle(index, Settled::failed(throttled.failure));
        }
    }

    fn sends_cancels(&mut self) -> bool {
        self.phase == Phase::Open && (!self.again.is_empty() || self.has_unsent())
    }

    /// Returns whether there is a request to send now.
    pub(super) fn has_job(&mut self, now: Duration) -> bool {
        let looks = self.phase != Phase::LastList && !self.looks.is_empty();
        self.page_due().is_some_and(|due| due <= now) || looks || self.sends_cancels()
    }

    /// Returns when the next page of a list is due, if the fleet waits for executions that it can show.
    pub(super) fn page_due(&self) -> Option<Duration> {
        self.rounds.due().filter(|_| self.listed > 0 && self.phase != Phase::LastLooks)
    }

    /// Returns the next request. Lists come first, since they settle many; looks and cancels take turns.
    pub(super) fn next_job(&mut self, now: Duration) -> Option<Job> {
        if self.page_due().is_some_and(|due| due <= now)
            && let Some(listing) = self.rounds.take()
        {
            return Some(Job::Page { listing });
        }
        if !(self.looked && self.sends_cancels())
            && let Some(job) = self.next_look(now)
        {
            self.looked = true;
            return Some(job);
        }
        self.looked = false;
        self.next_cancel(now)
    }

    fn next_cancel(&mut self, now: Duration) -> Option<Job> {
        while self.phase == Phase::Open {
            if let Some(index) = self.again.pop_front() {
                let Some(throttled) = self.take_again(index) else { continue };
                let within = self.deadline(throttled.first_sent).saturating_sub(now);
                let Throttled { first_sent, failure, times } = throttled;
                return self.cancel(index, first_sent, within, failure.history, failure.outcome, times);
            }
            if !self.has_unsent() {
                break;
            }
            return self.cancel(self.unsent, now, self.time_for_each, History::default(), Outcome::NotSent, 0);
        }
        None
    }

    fn cancel(
        &mut self,
        index: usize,
        first_sent: Duration,
        within: Duration,
        history: History,
        before: Outcome,
        throttled: u32,
    ) -> Option<Job> {
        let entry = self.entries.get_mut(index)?;
        entry.state = State::Sending(None);
        let waits = self.waits;
        Some(Job::Cancel { index, id: Arc::clone(&entry.id), first_sent, within, history, before, throttled, waits })
    }
}
