//! How far a fleet is, in numbers.

use std::time::Duration;

use super::FleetOutcome;

/// How many executions have each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FleetCounts([usize; FleetOutcome::ALL.len()]);

impl FleetCounts {
    /// Returns how many executions have this outcome.
    #[must_use]
    pub fn of(&self, outcome: FleetOutcome) -> usize {
        self.0.get(outcome as usize).copied().unwrap_or_default()
    }

    /// Returns how many executions have any outcome.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    pub(super) fn add(&mut self, outcome: FleetOutcome) {
        if let Some(count) = self.0.get_mut(outcome as usize) {
            *count += 1;
        }
    }
}

/// How far a fleet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FleetProgress {
    /// How many ids have been taken: all of them, if the source is whole or has ended.
    pub total: usize,
    /// How many have a result.
    pub settled: usize,
    /// How many requests are in progress.
    pub in_flight: usize,
    /// How many requests may be in progress now.
    pub concurrency: u32,
    /// Whether the server's limits slow the fleet down.
    pub throttled: bool,
    /// How long the rest takes at the speed so far; `None` as long as nobody knows.
    pub eta: Option<Duration>,
    /// How many have each outcome.
    pub counts: FleetCounts,
}

/// Returns how long the rest takes at the speed so far.
pub(super) fn eta(settled: usize, total: usize, elapsed: Duration) -> Option<Duration> {
    let rest = total.saturating_sub(settled);
    // The cast saturates.
    (settled > 0).then(|| Duration::from_nanos((elapsed.as_secs_f64() * 1e9 / settled as f64 * rest as f64) as u64))
}
