//! When to look again: a pure function of how often the caller has looked, of chance, and of what the server asks for.

use std::time::Duration;

/// The first delay, and the shortest.
const FIRST: Duration = Duration::from_secs(1);

/// What the delay grows up to, before its random part.
const LAST: Duration = Duration::from_secs(4);

/// How much of the deadline is kept for the response to the last look.
const RESERVE: Duration = Duration::from_secs(1);

/// The delays between looks: from one second, growing by half up to four, and a random quarter of that more, so that callers
/// that began together do not look together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pace {
    base: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { base: FIRST }
    }
}

impl Pace {
    /// Returns the delay before the next look; `None` if no look fits into what is left of the deadline. `jitter` is a random
    /// number from 0 up to 1.
    ///
    /// The last delay is shortened to fit, but never below the first one, nor below what the server asks for.
    pub(super) fn next(&mut self, jitter: f64, server_wait: Option<Duration>, remaining: Duration) -> Option<Duration> {
        // The casts saturate, and drop what is less than a nanosecond.
        let base = self.base.as_nanos() as u64;
        let delay = Duration::from_nanos(base.saturating_add((base as f64 / 4.0 * jitter) as u64));
        self.base = Duration::from_nanos(base.saturating_add(base / 2)).min(LAST);
        let shortest = FIRST.max(server_wait.unwrap_or_default());
        let longest = remaining.saturating_sub(RESERVE.min(Duration::from_nanos(remaining.as_nanos() as u64 / 4)));
        (shortest <= longest).then(|| delay.max(shortest).min(longest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(300);

    fn delays(jitter: f64) -> [u128; 6] {
        let mut pace = Pace::default();
        [(); 6].map(|()| pace.next(jitter, None, LONG).unwrap().as_millis())
    }

    #[test]
    fn delays_grow_from_one_second_to_five() {
        assert_eq!(delays(0.0), [1_000, 1_500, 2_250, 3_375, 4_000, 4_000]);
        assert_eq!(delays(1.0), [1_250, 1_875, 2_812, 4_218, 5_000, 5_000]);
    }

    #[test]
    fn server_is_obeyed_and_last_delay_fits() {
        let seconds = Duration::from_secs_f64;
        for (server_wait, remaining, expected) in [
            (None, 300.0, Some(1.0)),
            (Some(0.5), 300.0, Some(1.0)),
            (Some(30.0), 300.0, Some(30.0)),
            (Some(299.5), 300.0, None),
            (Some(299.0), 300.0, Some(299.0)),
            (None, 1.5, Some(1.0)),
            (None, 1.2, None),
            (None, 0.0, None),
        ] {
            let delay = Pace::default().next(0.0, server_wait.map(seconds), seconds(remaining));
            assert_eq!(delay, expected.map(seconds), "{server_wait:?} {remaining}");
        }
        let mut late = Pace { base: LAST };
        assert_eq!(late.next(0.0, None, seconds(3.0)), Some(seconds(2.25)));
    }
}
