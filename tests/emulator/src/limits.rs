//! How much of anything one client may ask for. A test needs less; what is beyond is a mistake or an attack.

use std::{fmt::Display, ops::RangeInclusive, time::Duration};

/// A request body on any port.
pub(crate) const BODY_BYTES: usize = 1 << 20;
/// The request line and the headers together.
pub(crate) const HEAD_BYTES: usize = 128 << 10;
/// Longer than clients keep an idle connection for reuse, since this counts the idle time as well.
pub(crate) const HEAD_TIME: Duration = Duration::from_secs(20);
/// The whole body, however steadily it trickles in.
pub(crate) const BODY_TIME: Duration = Duration::from_secs(10);
/// How long a response may make no progress because its client does not read.
pub(crate) const WRITE_TIME: Duration = Duration::from_secs(20);

pub(crate) const OOS_CONNECTIONS: usize = 512;
pub(crate) const OTHER_CONNECTIONS: usize = 128;

pub(crate) const LOG_ENTRIES: usize = 10_000;
pub(crate) const LOG_BYTES: usize = 32 << 20;
pub(crate) const FAULTS: usize = 10_000;
pub(crate) const FAULT_BYTES: usize = 16 << 20;
pub(crate) const EXECUTIONS: usize = 10_000;
pub(crate) const NONCES: usize = 200_000;

/// The text of the parameter `Parameters`; parsed, it takes up to sixteen times as much memory.
pub(crate) const PARAMETERS_BYTES: usize = 16 << 10;
/// Those of all executions together.
pub(crate) const ALL_PARAMETERS_BYTES: usize = 4 << 20;
pub(crate) const TEMPLATE_NAME_CHARS: usize = 200;

pub(crate) const ID_BYTES: RangeInclusive<usize> = 1..=1024;
pub(crate) const CODE_BYTES: RangeInclusive<usize> = 0..=1024;
pub(crate) const TIMES: RangeInclusive<u32> = 1..=1_000_000;
pub(crate) const SKIP: RangeInclusive<u32> = 0..=1_000_000;
pub(crate) const STATUS: RangeInclusive<u16> = 200..=599;
pub(crate) const DELAY_MS: RangeInclusive<u64> = 0..=600_000;
pub(crate) const RESPONSE_BYTES: RangeInclusive<usize> = 0..=64 << 20;
/// Seconds or milliseconds; only written into a header.
pub(crate) const RETRY_AFTER: RangeInclusive<u64> = 0..=1_000_000_000_000;
/// A century in both directions.
pub(crate) const OFFSET_SECONDS: RangeInclusive<i64> = -3_155_760_000..=3_155_760_000;
pub(crate) const CANCEL_DELAY_MS: RangeInclusive<u64> = 0..=86_400_000;
pub(crate) const WINDOW_SECONDS: RangeInclusive<u32> = 0..=86_400;

/// Returns an error that names the field and its range unless the value is in it.
pub(crate) fn within<T: PartialOrd + Display>(name: &str, value: T, range: &RangeInclusive<T>) -> Result<(), String> {
    if range.contains(&value) {
        Ok(())
    } else {
        Err(format!("{name} must be from {} to {}, not {value}.", range.start(), range.end()))
    }
}

/// Does the same for a field that may be absent.
pub(crate) fn within_if_given<T: PartialOrd + Display>(
    name: &str,
    value: Option<T>,
    range: &RangeInclusive<T>,
) -> Result<(), String> {
    value.map_or(Ok(()), |value| within(name, value, range))
}
