//! The server's time, and the clock of this machine corrected by it.

use std::cell::Cell;

use super::{Clock, Headers};
use crate::protocol::timestamp::Timestamp;

/// Clocks that differ by less are not the reason why a server refuses a timestamp.
const TOLERANCE_SECONDS: i64 = 60;

/// By how much the server's clock is ahead of this machine's. Kept for the life of a client.
#[derive(Debug, Clone, Default)]
pub struct ClockOffset(Cell<i64>);

impl ClockOffset {
    /// The time to sign with.
    #[must_use]
    pub fn now(&self, clock: &impl Clock) -> Timestamp {
        clock.now().plus_seconds(self.0.get())
    }

    /// Takes the server's time over; `false` if that changes nothing, so that another attempt would end the same way.
    #[must_use]
    pub fn correct(&self, clock: &impl Clock, server_time: Timestamp) -> bool {
        let offset = server_time.unix_seconds() - clock.now().unix_seconds();
        let changes = (offset - self.0.get()).abs() > TOLERANCE_SECONDS;
        if changes {
            self.0.set(offset);
        }
        changes
    }
}

/// The server's time, where it can be read.
#[must_use]
pub fn server_time(headers: &Headers) -> Option<Timestamp> {
    headers.date.as_deref().and_then(Timestamp::parse_http_date)
}

/// By how many seconds this machine's clock is ahead of the server's.
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
    fn corrects_in_both_directions_and_keeps_the_offset() {
        for server in [1_000_000, 9_000_000] {
            let (offset, clock) = (ClockOffset::default(), Fixed(5_000_000));
            let server_time = Timestamp::from_unix_seconds(server).unwrap();
            assert!(offset.correct(&clock, server_time));
            assert_eq!(offset.now(&clock), server_time);
            assert_eq!(offset.now(&Fixed(5_000_007)).unix_seconds(), server + 7);
            assert!(!offset.correct(&clock, server_time.plus_seconds(TOLERANCE_SECONDS)), "nothing changed");
            assert_eq!(offset.now(&clock), server_time);
            assert_eq!(seconds_ahead(&clock, server_time), 5_000_000 - server);
        }
    }
}
