//! Cancels many executions: a bounded number of calls at once, one result for each id, and a report.

mod budget;
mod closing;
mod driver;
mod ids;
mod jobs;
mod progress;
mod roster;
mod rounds;
mod settle;
mod stop;
mod waiting;

use std::time::Duration;

pub use ids::{Candidate, ExecutionIds, Ids};
pub use progress::{FleetCounts, FleetProgress};

use super::{DEFAULT_TIMEOUT, DEFAULT_WAIT, Failure, Host};
use crate::oos::execution::Execution;
use crate::rpc::string_enum::string_enum;

string_enum! {
    /// What is known of one execution of a fleet.
    FleetOutcome {
        /// OOS accepted the cancel; whether the execution has ended is not known.
        Accepted = "accepted",
        /// OOS says that the execution is cancelled.
        Cancelled = "cancelled",
        /// The execution ended by itself: its status is Success or Failed.
        Ended = "ended",
        /// OOS refused the cancel.
        Refused = "refused",
        /// The execution may have been cancelled although no clear response came.
        Unknown = "unknown",
        /// No request left.
        NotSent = "not-sent",
    }
}

string_enum! {
    /// Why a fleet stopped before every execution was cancelled.
    FleetStop {
        /// The caller aborted.
        Aborted = "aborted",
        /// OOS accepts no credentials that the client has, or their provider failed.
        Credentials = "credentials",
        /// OOS does not accept the time of this machine, and it could not be corrected.
        Clock = "clock",
        /// The source of the ids failed.
        Source = "source",
    }
}

/// How to cancel a fleet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FleetOptions {
    concurrency: u32,
    timeout: Option<Duration>,
    waits: bool,
}

impl Default for FleetOptions {
    fn default() -> Self {
        Self { concurrency: Self::DEFAULT_CONCURRENCY, timeout: None, waits: false }
    }
}

impl FleetOptions {
    /// How many requests are in progress at once, unless set otherwise.
    pub const DEFAULT_CONCURRENCY: u32 = 6;

    /// The most requests that may be in progress at once.
    pub const MAX_CONCURRENCY: u32 = 100;

    /// Sets how many requests may be in progress at once, from 1 to [`MAX_CONCURRENCY`](Self::MAX_CONCURRENCY); what lies
    /// beyond counts as the nearest of these. Default: [`DEFAULT_CONCURRENCY`](Self::DEFAULT_CONCURRENCY). OOS may allow fewer;
    /// then the fleet sends fewer.
    #[must_use]
    pub fn concurrency(self, concurrency: u32) -> Self {
        Self { concurrency: concurrency.clamp(1, Self::MAX_CONCURRENCY), ..self }
    }

    /// Sets how long each execution may take, from its first request. Default: 10 s, or 5 minutes with
    /// [`wait_until_ended`](Self::wait_until_ended).
    #[must_use]
    pub const fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// Waits until each execution has ended.
    #[must_use]
    pub const fn wait_until_ended(self) -> Self {
        Self { waits: true, ..self }
    }

    fn time_for_each(&self) -> Duration {
        let default = if self.waits { DEFAULT_WAIT } else { DEFAULT_TIMEOUT };
        self.timeout.unwrap_or(default)
    }
}

/// The host of a fleet: makes a host for each of its calls, and receives the results. It must not panic.
pub trait FleetHost {
    /// The host of one call.
    type Call: Host;

    /// Creates the host of a call that has to end within this time, and when the caller aborts. [`Duration::MAX`] is no deadline.
    fn call(&self, within: Duration) -> Self::Call;

    /// Creates the host of a call that has to end within this time, although the caller has aborted.
    fn last_call(&self, within: Duration) -> Self::Call;

    /// Receives the result of one execution. The fleet keeps none.
    fn settled(&self, result: FleetResult<<Self::Call as Host>::Cause, <Self::Call as Host>::Json>);

    /// Observes the progress, at most ten times a second and at the end.
    fn progress(&self, progress: &FleetProgress) {
        let _ = progress;
    }
}

/// What became of one execution.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FleetResult<Cause, Json> {
    /// The place of the execution among those that were taken, from 0. An id that came twice counts once.
    pub index: usize,
    /// The ExecutionId. For one that is not valid the text that the source gave for it.
    pub execution_id: String,
    /// What is known of the execution.
    pub outcome: FleetOutcome,
    /// The execution as the fleet saw it last, if it has ended.
    pub execution: Option<Execution<Json>>,
    /// The RequestId of an accepted cancel.
    pub request_id: Option<String>,
    /// What went wrong. `None` also for an execution that nothing was sent for since the fleet stopped.
    pub failure: Option<Failure<Cause>>,
}

/// What became of a fleet.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FleetReport<Cause> {
    /// How many executions have each outcome. Together they are as many as there are results.
    pub counts: FleetCounts,
    /// From the start of the fleet to its end.
    pub elapsed: Duration,
    /// Why it stopped before every execution was cancelled, if it did.
    pub stopped: Option<FleetStop>,
    /// Why the source of the ids failed, or the reason of the caller's abort.
    pub cause: Option<Cause>,
}
