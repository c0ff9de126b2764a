//! Helpers of the programs in `bin`.

mod cancel_url;

pub use cancel_url::cancel_url;

use std::env;
use std::error::Error;

use oos_cancel::{Credentials, Endpoint};

/// Returns the credentials in the variables that the vendor's tools read too.
///
/// # Errors
/// Names the variable that is missing, or what is wrong with its value.
pub fn credentials() -> Result<Credentials, Box<dyn Error>> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set."));
    Ok(Credentials::new(
        variable("ALIBABA_CLOUD_ACCESS_KEY_ID")?,
        variable("ALIBABA_CLOUD_ACCESS_KEY_SECRET")?,
        variable("ALIBABA_CLOUD_SECURITY_TOKEN").ok(),
    )?)
}

/// Returns the endpoint in `OOS_ENDPOINT`, or that of `cn-hangzhou`.
///
/// # Errors
/// Says what is wrong with the value.
pub fn endpoint() -> Result<Endpoint, Box<dyn Error>> {
    let origin = env::var("OOS_ENDPOINT").unwrap_or_else(|_| "https://oos.cn-hangzhou.aliyuncs.com".to_owned());
    Ok(Endpoint::parse(&origin)?)
}
