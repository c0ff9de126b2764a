//! The emulator's time, which tests may set wrong.

use jiff::{SignedDuration, Timestamp};

#[derive(Debug, Default)]
pub(crate) struct Clock {
    pub(crate) offset_seconds: i64,
}

impl Clock {
    pub(crate) fn now(&self) -> Timestamp {
        shifted(Timestamp::now(), self.offset_seconds)
    }
}

pub(crate) fn shifted(time: Timestamp, seconds: i64) -> Timestamp {
    time.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(time)
}

/// The form of every date in OOS's answers, `2019-05-16T10:26:14Z` [D].
pub(crate) fn utc_seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
