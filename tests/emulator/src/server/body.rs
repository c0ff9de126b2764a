//! Reads the bodies of requests within limits of size and time.

use axum::{
    body::{Body, Bytes},
    http::StatusCode,
};
use futures_util::StreamExt;
use tokio::time::timeout;

use super::limits::{BODY_BYTES, BODY_TIME};

/// Bytes beyond the limit that are still read, so that the client reads the refusal instead of a connection reset.
const DISCARDED_BYTES: usize = 16 << 20;

/// Returns the whole body, or the status of the refusal. After a refusal the connection cannot be used again.
pub(crate) async fn read(body: Body) -> Result<Bytes, StatusCode> {
    timeout(BODY_TIME, collect(body)).await.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

async fn collect(body: Body) -> Result<Bytes, StatusCode> {
    let mut chunks = body.into_data_stream();
    let (mut size, mut kept) = (0, Vec::new());
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| StatusCode::BAD_REQUEST)?;
        size += chunk.len();
        if size <= BODY_BYTES {
            kept.extend_from_slice(&chunk);
        } else if size > DISCARDED_BYTES {
            break;
        }
    }
    if size > BODY_BYTES { Err(StatusCode::PAYLOAD_TOO_LARGE) } else { Ok(kept.into()) }
}

/// Says why `read` refused.
pub(crate) fn refusal(status: StatusCode) -> &'static str {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => "The body of the request is too large.",
        StatusCode::REQUEST_TIMEOUT => "The body of the request did not arrive in time.",
        _ => "The body of the request is malformed.",
    }
}
