//! Waiting for an execution to end, as a state machine: what to do next after each look. Pure.

use std::time::Duration;

use super::pace::Pace;
use crate::oos::execution::ExecutionStatus;

/// How often in a row a look may be in vain: before an execution that is not listed counts as missing, before a refused cancel of
/// one that has not ended counts as refused, and before responses that are not OOS's end the waiting. A list may lag behind.
pub(super) const PATIENCE: u32 = 4;

/// What is known of the cancel when the waiting begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Nothing was cancelled: the caller only waits.
    Only,
    /// OOS accepted the cancel.
    Accepted,
    /// The cancel got no clear response.
    Unclear,
    /// OOS refused to cancel the execution in its state.
    Refused,
}

/// What a look has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look<'a> {
    /// The execution, with this status.
    Listed(&'a ExecutionStatus),
    /// A list without the execution.
    NotListed,
    /// No list, but another look may bring one.
    Failed,
    /// A response that is not one of OOS.
    Unreadable,
    /// No list, and another look would not bring one either.
    Refused,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Look after this delay.
    Look(Duration),
    /// The execution has ended.
    Ended,
    /// OOS does not list the execution.
    NotListed,
    /// Looking does not help any more.
    GiveUp,
    /// No look fits into what is left of the deadline.
    TooLate,
}

/// The state of one wait.
#[derive(Debug)]
pub(super) struct Wait {
    start: Start,
    pace: Pace,
    /// The looks in a row that showed no execution, or one that has not ended although its cancel was refused.
    in_vain: u32,
}

impl Wait {
    pub(super) fn new(start: Start) -> Self {
        Self { start, pace: Pace::default(), in_vain: 0 }
    }

    /// Returns when to look first. An execution that has just been cancelled needs some time; another may have ended already.
    pub(super) fn first(&mut self, jitter: f64, remaining: Duration) -> Next {
        match self.start {
            Start::Only | Start::Refused => Next::Look(Duration::ZERO),
            Start::Accepted | Start::Unclear => self.later(jitter, None, remaining),
        }
    }

    /// Returns what to do after a look. `server_wait` is how long the server asks to wait.
    pub(super) fn next(
        &mut self,
        look: &Look<'_>,
        jitter: f64,
        server_wait: Option<Duration>,
        remaining: Duration,
    ) -> Next {
        match look {
            Look::Listed(status) if status.is_ended() => return Next::Ended,
            Look::Refused => return Next::GiveUp,
            Look::Listed(_) if self.start != Start::Refused => self.in_vain = 0,
            Look::Listed(_) | Look::NotListed | Look::Unreadable => self.in_vain += 1,
            Look::Failed => {}
        }
        if self.in_vain >= PATIENCE {
            return if *look == Look::NotListed { Next::NotListed } else { Next::GiveUp };
        }
        self.later(jitter, server_wait, remaining)
    }

    fn later(&mut self, jitter: f64, server_wait: Option<Duration>, remaining: Duration) -> Next {
        self.pace.next(jitter, server_wait, remaining).map_or(Next::TooLate, Next::Look)
    }
}
