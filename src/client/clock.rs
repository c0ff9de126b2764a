//! This machine's clock, corrected by the server's.

use std::cell::Cell;

use super::{Clock, Headers};
use crate::rpc::timestamp::Timestamp;

/// Clocks that differ by less are not the reason why a server refuses a timestamp.
const TOLERANCE_SECONDS: i64 = 60;

/// By how much the server's clock is ahead of this machine's. Kept for the life of a client.
#[derive(Debug, Clone, Default)]
pub struct ClockOffset(Cell<i64>);

impl ClockOffset {
    /// Returns the seconds to add to this machine's clock.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.0.get()
    }

    /// Returns the corrected time.
    #[must_use]
    pub fn now(&self, clock: &impl Clock) -> Timestamp {
        clock.now().plus_seconds(self.seconds())
    }

    /// Learns from the refusal of a timestamp that was made with the offset `used`. Returns whether another attempt would
    /// be signed with a different one.
    ///
    /// A different offset in force already is another call's correction: the refusal says nothing about it.
    #[must_use]
    pub fn correct(&self, clock: &impl Clock, used: i64, server_time: Option<Timestamp>) -> bool {
        if self.seconds() != used {
            return true;
        }
        let Some(server_time) = server_time else { return false };
        let offset = -seconds_ahead(clock, server_time);
        let changes = (offset - used).abs() > TOLERANCE_SECONDS;
        if changes {
            self.0.set(offset);
        }
        changes
    }
}

/// Returns the server's time, where it can be read.
#[must_use]
pub fn server_time(headers: &Headers) -> Option<Timestamp> {
    headers.date.as_deref().and_then(Timestamp::parse_http_date)
}

/// Returns by how many seconds this machine's clock is ahead of the server's.
#[must_use]
pub fn seconds_ahead(clock: &impl Clock, server_time: Timestamp) -> i64 {
    clock.now().unix_seconds() - server_time.unix_seconds()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(i64);

    impl Clock for Fixed {
        fn now(&self) -> Timestamp {
            Timestamp::from_unix_seconds(self.0).unwrap()
        }

        fn monotonic_ms(&self) -> f64 {
            0.0
        }
    }

    #[test]
    fn offset_is_corrected_in_both_directions_and_kept() {
        for server in [1_000_000, 9_000_000] {
            let (offset, clock) = (ClockOffset::default(), Fixed(5_000_000));
            let server_time = Timestamp::from_unix_seconds(server).unwrap();
            assert!(!offset.correct(&clock, 0, None), "nothing to learn from");
            assert!(offset.correct(&clock, 0, Some(server_time)));
            assert_eq!(offset.now(&clock), server_time);
            assert_eq!(offset.now(&Fixed(5_000_007)).unix_seconds(), server + 7);
            let (used, near) = (offset.seconds(), server_time.plus_seconds(TOLERANCE_SECONDS));
            assert!(!offset.correct(&clock, used, Some(near)), "the clock is not the cause");
            for server_time in [None, Some(near), Some(server_time.plus_seconds(999))] {
                assert!(offset.correct(&clock, 0, server_time), "another call has corrected it");
            }
            assert_eq!(offset.now(&clock), server_time);
            assert_eq!(seconds_ahead(&clock, server_time), 5_000_000 - server);
        }
    }
}
