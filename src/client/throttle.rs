//! What all calls of one client know of the server's limits: when the next request may be sent, and how many at once. Pure.
//!
//! A gateway limits requests per second, so fewer calls at once do not help where responses come fast. After the first
//! refusal requests leave at a rate, which is cut when OOS refuses again and grows slowly while it accepts.
//!
//! Some refusals are noise: they come however few requests there are, so cutting the rate does not help. A limit refuses nothing
//! at a rate far below what OOS has accepted, so what is refused there is noise, and as much is tolerated at higher rates.

mod count;

use std::time::Duration;

use count::{Count, ENOUGH};

/// How long to pause if the server does not say, before the random part of the same length.
const PAUSE: Duration = Duration::from_millis(250);

/// The longest pause that a server can ask of every call of a client.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What is left of the rate after a refusal.
const CUT: f64 = 0.85;

/// What is left of it if OOS has lately accepted far fewer requests.
const DEEPEST_CUT: f64 = 0.5;

/// How much the rate grows with each accepted request: by some hundredths of itself in a second.
const GROWTH: f64 = 0.045;

/// How much the rate grows with each accepted request as long as it is a guess: it doubles in about a second.
const SEARCH: f64 = 0.7;

/// By what factor the rate grows from one stage to the next. The growth doubles with each: what was no limit is soon left behind.
const STAGE: f64 = 1.1;

/// The smallest share of refusals that shows that there is noise.
const LEAST_NOISE: f64 = 0.03;

/// The largest share of refusals that can be noise.
const MOST_NOISE: f64 = 0.35;

/// How many times the measured noise is tolerated, since the measurement is rough.
const TOLERANCE: f64 = 2.0;

/// How many refusals in excess of the noise are a limit, where the rate is low.
const PROOF: f64 = 2.0;

/// How many more are needed where the rate is high, for each share of noise: noise comes in runs, and in more of them the more
/// requests there are.
const RUNS: f64 = 16.0;
const RUNS_FOR_EACH_PER_SECOND: f64 = 0.25;

/// How many requests a probe has at least.
const PROBE: u32 = 20;

/// What share of the best rate is so low that a limit of the server would refuse nothing.
const LOW: f64 = 0.7;

/// How much of the best rate is left after a further window.
const FORGET: f64 = 0.98;

/// How often the noise is measured anew.
const PROBES: Duration = Duration::from_secs(10);

/// How many requests an earlier measurement of the noise counts for.
const PRIOR: f64 = 32.0;

/// How far the rate may be ahead of what OOS accepts, since the concurrency can be the lower limit.
const MOST_AHEAD: f64 = 4.0;

/// The guess, in requests per second, if OOS refuses before it has accepted enough requests to measure.
const GUESS: f64 = 1.0;

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
    noise: Noise,
    /// The most requests per second that OOS has lately accepted.
    best: f64,
}

/// The rate at which requests are sent, in requests per second.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Limit {
    rate: f64,
    /// A response to a request that was sent before says nothing about the rate.
    since: Duration,
    /// Whether the rate is a guess, which the next refusal ends.
    is_guess: bool,
    /// How much the rate grows with each accepted request.
    growth: f64,
    /// The rate at which the growth changes.
    next_stage: f64,
    /// By how much the refusals exceed those that are noise.
    doubt: f64,
    probe: Option<Probe>,
}

/// Some requests at half the rate. A limit of the server would refuse none of them.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Probe {
    /// The rate before.
    full: f64,
    until: Duration,
    requests: u32,
}

impl Limit {
    fn new(rate: f64, since: Duration, is_guess: bool) -> Self {
        let rate = rate.max(LOWEST_RATE);
        let growth = if is_guess { SEARCH } else { GROWTH };
        Self { rate, since, is_guess, growth, next_stage: rate * STAGE, doubt: 0.0, probe: None }
    }

    fn grow(&mut self, noise: f64) {
        self.rate += self.growth;
        if self.rate < self.next_stage || self.is_guess {
            return;
        }
        self.next_stage = self.rate * STAGE;
        if noise > LEAST_NOISE {
            self.growth = (self.growth * 2.0).min(SEARCH);
        }
    }
}

/// The share of the requests that OOS refuses however few there are.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Noise {
    share: f64,
    measured_at: Duration,
}

impl Default for Throttle {
    fn default() -> Self {
        let zero = Duration::ZERO;
        Self {
            open_at: zero,
            next_at: zero,
            limit: None,
            count: Count::default(),
            share: 1.0,
            noise: Noise { share: LEAST_NOISE, measured_at: zero },
            best: 0.0,
        }
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
        self.pass(now);
        Ok(())
    }

    /// Returns how long the next request has to wait.
    pub(super) fn opens_in(&self, now: Duration) -> Duration {
        self.open_at.max(self.next_at).saturating_sub(now)
    }

    /// Records that OOS executed a request, or refused it for a reason other than its limits.
    pub(super) fn accepted(&mut self, sent: Duration, now: Duration) {
        self.count.accepted = self.count.accepted.saturating_add(1);
        self.pass(now);
        self.share = (self.share + RESTORED).min(1.0);
        self.doubts(sent, now, false);
        let most = self.count.measured.map_or(f64::MAX, |measured| measured * MOST_AHEAD);
        let (noise, sends) = (self.noise, self.count.latest(now) / (1.0 - self.noise.share));
        let Some(limit) = &mut self.limit else { return };
        match limit.probe {
            None if noise.share > LEAST_NOISE && now.saturating_sub(noise.measured_at) > PROBES => {
                let full = limit.rate;
                let rate = if sends > 0.0 { full.min(sends) } else { full };
                let probe = Probe { full, until: now.saturating_add(Duration::from_secs(1)), requests: 0 };
                *limit = Limit { probe: Some(probe), ..Limit::new(rate * DEEPEST_CUT, now, false) };
            }
            Some(probe) if probe.requests >= PROBE && now >= probe.until => {
                let rate = if noise.share > LEAST_NOISE { probe.full } else { limit.rate };
                *limit = Limit { growth: limit.growth, ..Limit::new(rate, now, false) };
            }
            None if limit.rate < most => limit.grow(noise.share),
            _ => {}
        }
    }

    fn pass(&mut self, now: Duration) {
        let before = self.count.from;
        self.count.pass(now);
        if self.count.from != before {
            self.best = self.count.measured.unwrap_or_default().max(self.best * FORGET);
        }
    }

    /// Records a response to a request that was sent at the rate. Returns whether the refusals are more than noise.
    fn doubts(&mut self, sent: Duration, now: Duration, refused: bool) -> bool {
        let Some(limit) = self.limit.as_mut().filter(|limit| sent >= limit.since) else { return false };
        let refused = f64::from(u8::from(refused));
        let is_low = limit.probe.is_some() || limit.rate <= self.best * LOW;
        if let Some(probe) = &mut limit.probe {
            probe.requests += 1;
        }
        let noise = &mut self.noise;
        if is_low {
            noise.share = (noise.share + (refused - noise.share) / PRIOR).max(LEAST_NOISE);
            noise.measured_at = now;
        }
        let (tolerated, most) = if is_low {
            (MOST_NOISE, PROOF)
        } else {
            let runs = noise.share * (RUNS + RUNS_FOR_EACH_PER_SECOND * limit.rate);
            ((TOLERANCE * noise.share).min(MOST_NOISE), 1.0 + runs)
        };
        limit.doubt = (limit.doubt + refused - tolerated).max(0.0);
        refused > 0.0 && limit.doubt >= most - tolerated
    }

    /// Records that OOS refused a request because of its limits. `server_wait` is how long it asks to wait, `jitter` a random
    /// number from 0 up to 1.
    pub(super) fn refused(&mut self, sent: Duration, now: Duration, server_wait: Option<Duration>, jitter: f64) {
        let is_late = self.limit.is_some_and(|limit| sent < limit.since);
        let is_noise = self.limit.is_some() && !is_late && !self.doubts(sent, now, true);
        let own_pause = if is_noise { Duration::ZERO } else { seconds(PAUSE.as_secs_f64() * (1.0 + jitter)) };
        self.open_at = self.open_at.max(now.saturating_add(server_wait.unwrap_or(own_pause).min(LONGEST_PAUSE)));
        if is_late || is_noise {
            return;
        }
        let is_guess = self.limit.is_none() && self.count.measured.is_none() && self.count.accepted < ENOUGH;
        let rate = match self.limit {
            None if is_guess => GUESS,
            None => self.count.rate(now) * CUT,
            Some(Limit { rate, .. }) => {
                let accepted = self.count.latest(now) / (1.0 - self.noise.share);
                (accepted * CUT).max(rate * DEEPEST_CUT).min(rate * CUT)
            }
        };
        self.pass(now);
        if self.limit.is_none() {
            // What a server accepts at once says nothing about its limit.
            (self.count, self.best) = (Count { from: Some(self.open_at), ..Count::default() }, 0.0);
        }
        // What was sent before the pause is refused as well, so only what is sent after it counts.
        self.limit = Some(Limit::new(rate, self.open_at, is_guess));
        self.next_at = self.open_at;
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
