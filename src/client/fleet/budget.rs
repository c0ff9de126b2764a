//! When the host of a fleet needs a moment for other work.

use std::time::Duration;

/// How many events may follow each other within a second. A source that never ends must not keep a page busy.
const EVENTS: usize = 2_000;

/// How long the host gets.
pub(super) const MOMENT: Duration = Duration::from_millis(1);

/// Counts what a fleet does in a row.
#[derive(Debug, Default)]
pub(super) struct Budget {
    since: Duration,
    used: usize,
    /// When the fleet goes on.
    pub(super) until: Option<Duration>,
}

impl Budget {
    pub(super) fn use_up(&mut self, events: usize, now: Duration) {
        if now.saturating_sub(self.since) >= Duration::from_secs(1) {
            (self.since, self.used) = (now, 0);
        }
        self.used += events;
        if self.used >= EVENTS && self.until.is_none() {
            self.until = Some(now.saturating_add(MOMENT));
        }
    }

    /// Returns how many events are left until the host gets its moment.
    pub(super) fn left(&self) -> usize {
        if self.until.is_some() { 0 } else { EVENTS.saturating_sub(self.used) }
    }

    /// Begins anew after the moment.
    pub(super) fn slept(&mut self, now: Duration) {
        if self.until.take().is_some() {
            (self.since, self.used) = (now, 0);
        }
    }
}
