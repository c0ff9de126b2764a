use std::error::Error;
use std::time::SystemTime;

use oos_cancel::{CancelExecution, Credentials, Endpoint, Method, Network};

/// Returns a URL that cancels this one execution, by POST, once, within 15 minutes.
pub fn cancel_url(execution_id: &str, credentials: &Credentials) -> Result<String, Box<dyn Error>> {
    let call = CancelExecution {
        execution_id,
        region_id: Some("cn-hangzhou"),
        endpoint: &Endpoint::regional("cn-hangzhou", Network::Public).ok_or("This is no region.")?,
        method: Method::Post,
        nonce: &uuid::Uuid::new_v4().simple().to_string(),
        timestamp: SystemTime::now().into(),
    };
    Ok(call.sign(credentials)?.url().to_string())
}
