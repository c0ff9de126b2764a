//! What all calls of one client know of the server's limits: when the next request may be sent, and how many at once. Pure.
//!
//! A gateway limits requests per second, so fewer calls at once do not help where responses come fast. After the first
//! refusal requests leave at a rate, which is cut when OOS refuses again and grows slowly while it accepts.

use std::time::Duration;

/// How long to pause if the server does not say, before the random part of the same length.
const PAUSE: Duration = Duration::from_millis(250);

/// The longest pause that a server can ask of every call of a client.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What is left of the rate after a refusal.
const CUT: f64 = 0.85;

/// What is left of it if OOS has lately accepted far fewer requests.
const DEEPEST_CUT: f64 = 0.5;

/// How much the rate grows with each accepted request: by a twentieth of itself in a second.
const GROWTH: f64 = 0.05;

/// How much the rate grows with each accepted request as long as it is a guess: it doubles in about a second.
const SEARCH: f64 = 0.7;

/// The guess, in requests per second, if OOS refuses before it has accepted enough requests to measure.
const GUESS: f64 = 1.0;

/// How long accepted requests are counted to measure what OOS accepts.
const WINDOW: Duration = Duration::from_secs(2);

/// How long at most, if there are few.
const LONG_WINDOW: Duration = Duration::from_secs(10);

/// How many accepted requests make a measurement. With fewer the window is longer.
const ENOUGH: u32 = 10;

/// The lowest rate, in requests per second.
const LOWEST_RATE: f64 = 0.2;

/// The share of the concurrency that one accepted request restores.
const RESTORED: f64 = 1.0 / 32.0;

/// The smallest share of the concurrency.
const SMALLEST_SHARE: f64 = 1.0 / 64.0;

/// What the calls of a client have learnt of the server's limits. Times are those of `Host::monotonic`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Throttle {
    /// No request is sent before.
    open_at: Duration,
    /// The next request at the rate.
    next_at: Duration,
    limit: Option<Limit>,
    count: Count,
    /// How much of the concurrency is allowed.
    share: f64,
}

/// The rate at which requests are sent, in requests per second.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Limit {
    rate: f64,
    /// A refusal of a request that was sent before says nothing about the rate.
    since: Duration,
    /// Whether the rate is a guess, which the next refusal ends.
    is_guess: bool,
}

/// How many requests OOS accepts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Count {
    from: Option<Duration>,
    accepted: u32,
    /// The requests per second of the last whole window.
    measured: Option<f64>,
}

impl Count {
    fn rate(&self, now: Duration) -> f64 {
        let seconds = now.saturating_sub(self.from.unwrap_or(now)).as_secs_f64();
        f64::from(self.accepted) / seconds.max(0.001)
    }

    fn pass(&mut self, now: Duration) {
        let from = *self.from.get_or_insert(now);
        let passed = now.saturating_sub(from);
        if passed >= WINDOW && (self.accepted >= ENOUGH || passed >= LONG_WINDOW) {
            *self = Self { from: Some(now), accepted: 0, measured: Some(self.rate(now)) };
        }
    }
}

impl Default for Throttle {
    fn default() -> Self {
        let zero = Duration::ZERO;
        Self { open_at: zero, next_at: zero, limit: None, count: Count::default(), share: 1.0 }
    }
}

impl Throttle {
    /// Takes the right to send one request now. Otherwise returns how long the caller has to wait before it asks again.
    pub(super) fn take(&mut self, now: Duration) -> Result<(), Duration> {
        let at = self.open_at.max(self.next_at);
        if now < at {
            return Err(at.saturating_sub(now));
        }
        if let Some(Limit { rate, .. }) = self.limit {
            self.next_at = now.saturating_add(seconds(1.0 / rate));
        }
        self.count.pass(now);
        Ok(())
    }

    /// Returns how long the next request has to wait.
    pub(super) fn opens_in(&self, now: Duration) -> Duration {
        self.open_at.max(self.next_at).saturating_sub(now)
    }

    /// Records that OOS executed a request, or refused it for a reason other than its limits.
    pub(super) fn accepted(&mut self, now: Duration) {
        self.count.accepted = self.count.accepted.saturating_add(1);
        self.count.pass(now);
        self.share = (self.share + RESTORED).min(1.0);
        if let Some(Limit { rate, is_guess, .. }) = &mut self.limit {
            *rate += if *is_guess { SEARCH } else { GROWTH };
        }
    }

    /// Records that OOS refused a request because of its limits. `server_wait` is how long it asks to wait, `jitter` a random
    /// number from 0 up to 1.
    pub(super) fn refused(&mut self, sent: Duration, now: Duration, server_wait: Option<Duration>, jitter: f64) {
        let pause = server_wait.unwrap_or_else(|| seconds(PAUSE.as_secs_f64() * (1.0 + jitter))).min(LONGEST_PAUSE);
        self.open_at = self.open_at.max(now.saturating_add(pause));
        if self.limit.is_some_and(|limit| sent < limit.since) {
            return;
        }
        let is_guess = self.limit.is_none() && self.count.measured.is_none() && self.count.accepted < ENOUGH;
        let rate = match self.limit {
            None if is_guess => GUESS,
            None => self.count.rate(now) * CUT,
            Some(Limit { rate, .. }) => {
                let accepted = self.count.measured.unwrap_or_default();
                (accepted * CUT).max(rate * DEEPEST_CUT).min(rate * CUT)
            }
        };
        // What was sent before the pause is refused as well, so only what is sent after it counts.
        self.limit = Some(Limit { rate: rate.max(LOWEST_RATE), since: self.open_at, is_guess });
        self.next_at = self.open_at;
        self.count.pass(now);
        self.share = (self.share / 2.0).max(SMALLEST_SHARE);
    }

    /// Returns how many of `wanted` calls may be in progress at once, at least one.
    pub(super) fn concurrency(&self, wanted: u32) -> u32 {
        // Saturates; both factors are small.
        ((f64::from(wanted) * self.share) as u32).max(1)
    }

    /// Returns whether the server's limits slow the calls down now.
    pub(super) fn is_slowed(&self, now: Duration) -> bool {
        self.share < 1.0 || self.open_at > now
    }
}

/// Returns a time of so many seconds. The cast saturates, and drops what is less than a nanosecond.
fn seconds(seconds: f64) -> Duration {
    Duration::from_nanos((seconds * 1e9) as u64)
}

#[cfg(test)]
mod tests;
