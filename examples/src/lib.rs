//! Helpers of the programs in `bin`.

mod cancel_url;

pub use cancel_url::cancel_url;

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::timestamp::Timestamp;

/// Reads credentials from the environment variables that the vendor's tools use.
///
/// # Errors
/// Returns the name of a missing variable.
pub fn credentials() -> Result<Credentials, String> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set."));
    Ok(Credentials::new(
        variable("ALIBABA_CLOUD_ACCESS_KEY_ID")?,
        variable("ALIBABA_CLOUD_ACCESS_KEY_SECRET")?,
        variable("ALIBABA_CLOUD_SECURITY_TOKEN").ok(),
    ))
}

/// Returns the time of day.
#[must_use]
pub fn now() -> Timestamp {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::EPOCH.plus_seconds(i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX))
}
