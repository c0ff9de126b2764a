//! Measures how many requests OOS accepts.

use std::time::Duration;

/// How long accepted requests are counted to measure what OOS accepts.
const WINDOW: Duration = Duration::from_secs(2);

/// How long at most, if there are few.
const LONG_WINDOW: Duration = Duration::from_secs(10);

/// How many accepted requests make a measurement. With fewer the window is longer.
pub(super) const ENOUGH: u32 = 10;

/// How many requests OOS accepts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Count {
    pub(super) from: Option<Duration>,
    pub(super) accepted: u32,
    /// The requests per second of the last whole window.
    pub(super) measured: Option<f64>,
}

impl Count {
    pub(super) fn rate(&self, now: Duration) -> f64 {
        let seconds = now.saturating_sub(self.from.unwrap_or(now)).as_secs_f64();
        f64::from(self.accepted) / seconds.max(0.001)
    }

    /// Returns the requests per second of the current window, or of the last one if that had more.
    pub(super) fn latest(&self, now: Duration) -> f64 {
        let current = if self.accepted >= ENOUGH { self.rate(now) } else { 0.0 };
        self.measured.unwrap_or_default().max(current)
    }

    pub(super) fn pass(&mut self, now: Duration) {
        let from = *self.from.get_or_insert(now);
        let passed = now.saturating_sub(from);
        if passed >= WINDOW && (self.accepted >= ENOUGH || passed >= LONG_WINDOW) {
            *self = Self { from: Some(now), accepted: 0, measured: Some(self.rate(now)) };
        }
    }
}
