use std::time::{SystemTime, UNIX_EPOCH};

use oos_cancel::oos::signed_url::CancelExecution;
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::signature::Method;
use oos_cancel::rpc::timestamp::Timestamp;

/// Returns a URL that cancels this one execution, by POST, once, within 15 minutes.
pub fn cancel_url(execution_id: &str, credentials: &Credentials) -> Option<String> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let call = CancelExecution {
        execution_id,
        region_id: Some("cn-hangzhou"),
        endpoint: &Endpoint::regional("cn-hangzhou", Network::Public)?,
        method: Method::Post,
        nonce: &uuid::Uuid::new_v4().simple().to_string(),
        timestamp: Timestamp::from_unix_seconds(i64::try_from(seconds).ok()?)?,
    };
    Some(call.sign(credentials).url().to_string())
}
