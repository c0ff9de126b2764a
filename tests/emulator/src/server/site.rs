//! The demo page at `/`, the package at `/pkg/`, and `/demo.json`, which tells the page the way.

use std::{
    io,
    path::{Component, Path, PathBuf},
};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tower::ServiceExt;
use tower_http::services::ServeFile;

use super::guard::{self, Guard};
use crate::{accounts::ACCOUNTS, oos::SEEDED_EXECUTIONS};

pub(crate) fn router(www: Option<&Path>, pkg: Option<&Path>, oos: &str, control: &str, guard: Guard) -> Router {
    let description = description(oos, control);
    let mut router = Router::new().route("/demo.json", get(move || async move { Json(description) }));
    if let Some(pkg) = pkg {
        router = router.nest_service("/pkg", folder(pkg));
    }
    if let Some(www) = www {
        router = router.fallback_service(folder(www));
    }
    router.layer(middleware::from_fn_with_state(guard, guard::admit)).layer(middleware::map_response(send_policy))
}

/// The policy in the markup of a page.
#[derive(Clone)]
struct Policy(HeaderValue);

/// Sends the policy of a page as a header too: browsers ignore `frame-ancestors` in markup, and a header covers the time before
/// the markup is read.
async fn send_policy(mut response: Response) -> Response {
    if let Some(Policy(policy)) = response.extensions_mut().remove() {
        response.headers_mut().append(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn policy_of(html: &str) -> Option<Policy> {
    let (_, rest) = html.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    HeaderValue::from_str(&format!("{policy}; frame-ancestors 'none'")).ok().map(Policy)
}

/// Serves the files of a folder.
fn folder(path: &Path) -> Router {
    Router::new().fallback(file).with_state(path.to_owned())
}

async fn file(State(folder): State<PathBuf>, request: Request) -> Response {
    let Some(path) = find(&folder, request.uri().path()).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let policy = match path.extension() {
        Some(extension) if extension == "html" => {
            tokio::fs::read_to_string(&path).await.ok().as_deref().and_then(policy_of)
        }
        _ => None,
    };
    let mut response = ServeFile::new(path).oneshot(request).await.into_response();
    if let Some(policy) = policy {
        response.extensions_mut().insert(policy);
    }
    response
}

/// Returns the real path of a file that is in the folder after all links are followed. `ServeDir` of tower-http would
/// serve what a link outside leads to.
async fn find(folder: &Path, url_path: &str) -> Option<PathBuf> {
    let relative = percent_decode_str(url_path.strip_prefix('/').unwrap_or(url_path)).decode_utf8().ok()?;
    let relative = if relative.is_empty() || relative.ends_with('/') { relative + "index.html" } else { relative };
    let relative = Path::new(relative.as_ref());
    if !relative.components().all(|component| matches!(component, Component::Normal(_))) {
        return None;
    }
    real_file(folder, relative).await.ok().flatten()
}

async fn real_file(folder: &Path, relative: &Path) -> io::Result<Option<PathBuf>> {
    let folder = tokio::fs::canonicalize(folder).await?;
    let path = tokio::fs::canonicalize(folder.join(relative)).await?;
    // Opening a pipe would wait for its other end.
    let served = path.starts_with(&folder) && tokio::fs::metadata(&path).await?.is_file();
    Ok(served.then_some(path))
}

fn description(oos: &str, control: &str) -> Value {
    let executions: Vec<_> =
        SEEDED_EXECUTIONS.iter().map(|(id, status)| json!({ "executionId": id, "status": status })).collect();
    json!({ "oos": oos, "control": control, "accounts": ACCOUNTS, "executions": executions })
}
