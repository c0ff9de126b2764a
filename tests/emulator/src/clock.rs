//! The emulator's time, which tests may set wrong. Executions live in the machine's time; OOS shows dates by its own clock.

use jiff::{SignedDuration, Timestamp};
use serde::Serializer;

#[derive(Debug, Default)]
pub(crate) struct Clock {
    pub(crate) offset_seconds: i64,
}

impl Clock {
    /// Turns a time of the machine into the one that OOS shows.
    pub(crate) fn shown(&self) -> impl Fn(Timestamp) -> Timestamp + use<> {
        let offset = self.offset_seconds;
        move |time| shifted(time, offset)
    }

    pub(crate) fn unshown(&self) -> impl Fn(Timestamp) -> Timestamp + use<> {
        let offset = self.offset_seconds;
        move |time| shifted(time, -offset)
    }
}

pub(crate) fn shifted(time: Timestamp, seconds: i64) -> Timestamp {
    time.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(time)
}

/// The form of every date in OOS's answers, `2019-05-16T10:26:14Z` [D].
pub(crate) fn utc_seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The form of times in the log and in histories.
pub(crate) fn utc_milliseconds<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"))
}
