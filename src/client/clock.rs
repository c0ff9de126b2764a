//! This machine's clock, corrected by the server's.

use std::sync::atomic::{AtomicI64, Ordering};

use super::host::Headers;
use crate::rpc::timestamp::Timestamp;

/// Clocks that differ by less are not the reason why a server refuses a timestamp.
const TOLERANCE_SECONDS: i64 = 60;

/// By how much the server's clock is ahead of this machine's. Kept for the life of a client.
#[derive(Debug, Default)]
pub(super) struct ClockOffset(AtomicI64);

impl ClockOffset {
    /// Returns the seconds to add to this machine's clock.
    pub(super) fn seconds(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Returns a time of this machine, corrected.
    pub(super) fn corrected(&self, now: Timestamp) -> Timestamp {
        now.plus_seconds(self.seconds())
    }

    /// Learns from the refusal of a timestamp that was made with the offset `used`. Returns whether another attempt would
    /// be signed with a different one.
    ///
    /// A different offset in force already is another call's correction: the refusal says nothing about it.
    pub(super) fn correct(&self, now: Timestamp, used: i64, server_time: Option<Timestamp>) -> bool {
        if self.seconds() != used {
            return true;
        }
        let Some(server_time) = server_time else { return false };
        let offset = -seconds_ahead(now, server_time);
        let changes = (offset - used).abs() > TOLERANCE_SECONDS;
        if changes {
            self.0.store(offset, Ordering::Relaxed);
        }
        changes
    }
}

/// Returns the server's time, where it can be read.
pub(super) fn server_time(headers: &Headers) -> Option<Timestamp> {
    headers.date.as_deref().and_then(Timestamp::parse_http_date)
}

/// Returns by how many seconds this machine's clock is ahead of the server's.
pub(super) fn seconds_ahead(now: Timestamp, server_time: Timestamp) -> i64 {
    now.unix_seconds() - server_time.unix_seconds()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(seconds).unwrap()
    }

    #[test]
    fn offset_is_corrected_in_both_directions_and_kept() {
        for server in [1_000_000, 9_000_000] {
            let (offset, now, server_time) = (ClockOffset::default(), at(5_000_000), at(server));
            assert!(!offset.correct(now, 0, None), "nothing to learn from");
            assert!(offset.correct(now, 0, Some(server_time)));
            assert_eq!(offset.corrected(now), server_time);
            assert_eq!(offset.corrected(at(5_000_007)).unix_seconds(), server + 7);
            let (used, near) = (offset.seconds(), server_time.plus_seconds(TOLERANCE_SECONDS));
            assert!(!offset.correct(now, used, Some(near)), "the clock is not the cause");
            for server_time in [None, Some(near), Some(server_time.plus_seconds(999))] {
                assert!(offset.correct(now, 0, server_time), "another call has corrected it");
            }
            assert_eq!(offset.corrected(now), server_time);
            assert_eq!(seconds_ahead(now, server_time), 5_000_000 - server);
        }
    }
}
