//! The demo page at `/`, the package at `/pkg/`, and `/demo.json`, which tells the page the way.

use std::path::Path;

use axum::{
    Json, Router,
    http::{HeaderValue, header},
    routing::get,
};
use serde_json::{Value, json};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::{accounts::ACCOUNTS, oos::SEEDED_EXECUTIONS};

pub(crate) fn router(www: Option<&Path>, pkg: Option<&Path>, oos: &str, control: &str) -> Router {
    let description = description(oos, control);
    let mut router = Router::new().route("/demo.json", get(move || async move { Json(description) }));
    if let Some(pkg) = pkg {
        router = router.nest_service("/pkg", ServeDir::new(pkg));
    }
    if let Some(www) = www {
        router = router.fallback_service(ServeDir::new(www));
    }
    let uncached = HeaderValue::from_static("no-store");
    router.layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, uncached))
}

fn description(oos: &str, control: &str) -> Value {
    let executions: Vec<_> =
        SEEDED_EXECUTIONS.iter().map(|(id, status)| json!({ "executionId": id, "status": status })).collect();
    json!({ "oos": oos, "control": control, "accounts": ACCOUNTS, "executions": executions })
}
