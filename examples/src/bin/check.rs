//! A server that validates the URL in the body of `POST /`: it returns what the URL would do, or every problem it has. It
//! verifies the signature, so only URLs pass that were signed with the server's own credentials.
//!
//! `PORT=3000 cargo run -p oos-cancel-examples --bin check`

use std::sync::Arc;
use std::time::SystemTime;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use oos_cancel::{Credentials, Rules, validate};
use oos_cancel_examples::credentials;
use serde_json::{Value, json};
use tokio::net::TcpListener;

async fn check(State(credentials): State<Arc<Credentials>>, url: String) -> (StatusCode, Json<Value>) {
    match validate(&url, &Rules { credentials: Some(&credentials), ..Rules::at(SystemTime::now().into()) }) {
        Ok(valid) => (
            StatusCode::OK,
            Json(json!({
                "executionId": valid.execution_id,
                "endpoint": valid.request.endpoint().to_string(),
                "expiresAt": valid.expires_at.to_string(),
            })),
        ),
        Err(problems) => {
            let problems: Vec<Value> = problems
                .iter()
                .map(|problem| json!({ "code": problem.code.as_str(), "message": problem.message }))
                .collect();
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "problems": problems })))
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::var("PORT").map_or(Ok(0), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}/", listener.local_addr()?);
    let routes = Router::new().route("/", post(check)).with_state(Arc::new(credentials()?));
    Ok(axum::serve(listener, routes).await?)
}
