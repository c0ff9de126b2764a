//! A server that cancels executions: `POST /executions/<ExecutionId>/cancel`. Its one client is shared by all requests, on
//! every thread of the runtime.
//!
//! `PORT=3000 cargo run -p oos-cancel-examples --features https --bin serve`

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use oos_cancel::native::NativeHost;
use oos_cancel::{Client, Outcome};
use oos_cancel_examples::{credentials, endpoint};
use serde_json::{Value, json};
use tokio::net::TcpListener;

async fn cancel(State(client): State<Arc<Client>>, Path(execution_id): Path<String>) -> (StatusCode, Json<Value>) {
    let host = NativeHost::within(Duration::from_secs(10));
    match client.cancel_execution(&host, &execution_id).await {
        Ok(success) => (StatusCode::ACCEPTED, Json(json!({ "requestId": success.request_id }))),
        Err(failure) => {
            let status = match failure.outcome {
                Outcome::Unknown => StatusCode::GATEWAY_TIMEOUT,
                Outcome::NotSent => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::CONFLICT,
            };
            let (code, outcome) = (failure.kind.code(), failure.outcome.as_str());
            (status, Json(json!({ "code": code, "outcome": outcome, "message": failure.to_string() })))
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::var("PORT").map_or(Ok(0), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}/", listener.local_addr()?);
    let client = Arc::new(Client::builder(endpoint()?, credentials()?).build()?);
    let routes = Router::new().route("/executions/{execution_id}/cancel", post(cancel)).with_state(client);
    Ok(axum::serve(listener, routes).await?)
}
