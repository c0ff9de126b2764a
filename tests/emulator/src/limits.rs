//! How much of anything one client may ask for. A test needs less; what is beyond is a mistake or an attack.

use std::{fmt::Display, ops::RangeInclusive};

pub(crate) const LOG_ENTRIES: usize = 10_000;
pub(crate) const LOG_BYTES: usize = 32 << 20;
pub(crate) const FAULTS: usize = 10_000;
pub(crate) const FAULT_BYTES: usize = 16 << 20;
pub(crate) const EXECUTIONS: usize = 50_000;
pub(crate) const NONCES: usize = 200_000;

/// The text of the parameter `Parameters`; parsed, it takes up to sixteen times as much memory.
pub(crate) const PARAMETERS_BYTES: usize = 16 << 10;
/// Parameters, outputs and other texts of all executions together.
pub(crate) const EXECUTION_TEXT_BYTES: usize = 4 << 20;
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
/// Cancels are left out of longer histories; all other changes are few.
pub(crate) const HISTORY_CANCELS: usize = 4000;
pub(crate) const STATUS_BYTES: RangeInclusive<usize> = 1..=64;
pub(crate) const EXECUTION_COUNT: RangeInclusive<usize> = 1..=EXECUTIONS;
pub(crate) const STEPS: RangeInclusive<usize> = 0..=100;
pub(crate) const STEP_MS: RangeInclusive<u64> = 0..=86_400_000;
pub(crate) const TIMER_MS: RangeInclusive<u64> = 10..=86_400_000;
pub(crate) const FIRINGS: RangeInclusive<u32> = 1..=1000;
pub(crate) const OUTPUTS_BYTES: RangeInclusive<usize> = 0..=8 << 20;
pub(crate) const SHARE: RangeInclusive<f64> = 0.0..=1.0;
pub(crate) const PER_SECOND: RangeInclusive<f64> = 0.001..=1_000_000.0;
pub(crate) const BURST: RangeInclusive<u32> = 1..=1_000_000;
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
