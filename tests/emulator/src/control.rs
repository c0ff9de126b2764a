//! How tests arrange and observe. JSON in and out, open to every origin, on a port of its own.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tower_http::cors::CorsLayer;

use crate::{
    faults::Fault,
    oos::{Execution, Executions, Status},
    settings::Changes,
    world::Shared,
};

pub(crate) fn router(world: Shared) -> Router {
    Router::new()
        .route("/reset", post(reset))
        .route("/executions", post(create_execution))
        .route("/executions/{id}", get(show_execution))
        .route("/faults", post(add_fault).get(list_faults).delete(clear_faults))
        .route("/clock", post(set_clock))
        .route("/settings", post(change_settings).get(show_settings))
        .route("/requests", get(list_requests).delete(clear_requests))
        .layer(CorsLayer::permissive())
        .with_state(world)
}

type Answer = Result<Json<Value>, Problem>;

struct Problem(StatusCode, String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

fn bad(message: impl ToString) -> Problem {
    Problem(StatusCode::BAD_REQUEST, message.to_string())
}

/// Whatever the content type, so that a page needs no preflight.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(bad)
}

fn done() -> Answer {
    Ok(Json(json!({})))
}

async fn reset(State(world): State<Shared>) -> Answer {
    world.lock().reset();
    done()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewExecution {
    execution_id: Option<String>,
    #[serde(default = "running")]
    status: Status,
}

fn running() -> Status {
    Status::Running
}

async fn create_execution(State(world): State<Shared>, body: Bytes) -> Answer {
    let NewExecution { execution_id, status } = read(&body)?;
    let id = execution_id.unwrap_or_else(Executions::fresh_id);
    world.lock().executions.put(Execution::new(id.clone(), status, Timestamp::now()));
    Ok(Json(json!({ "executionId": id })))
}

async fn show_execution(State(world): State<Shared>, Path(id): Path<String>) -> Answer {
    let mut world = world.lock();
    let execution = world
        .executions
        .get(&id)
        .ok_or_else(|| Problem(StatusCode::NOT_FOUND, format!("there is no execution {id}")))?;
    Ok(Json(json!({
        "executionId": execution.id,
        "status": execution.status,
        "cancelCount": execution.cancel_count,
    })))
}

async fn add_fault(State(world): State<Shared>, body: Bytes) -> Answer {
    let fault: Fault = read(&body)?;
    fault.check().map_err(bad)?;
    Ok(Json(json!({ "faultId": world.lock().faults.add(fault) })))
}

async fn list_faults(State(world): State<Shared>) -> Answer {
    Ok(Json(json!(world.lock().faults.waiting())))
}

async fn clear_faults(State(world): State<Shared>) -> Answer {
    world.lock().faults.clear();
    done()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClockSetting {
    offset_seconds: i64,
}

async fn set_clock(State(world): State<Shared>, body: Bytes) -> Answer {
    let ClockSetting { offset_seconds } = read(&body)?;
    world.lock().clock.offset_seconds = offset_seconds;
    done()
}

async fn change_settings(State(world): State<Shared>, body: Bytes) -> Answer {
    let changes: Changes = read(&body)?;
    let mut world = world.lock();
    world.settings.change(changes);
    Ok(Json(json!(world.settings)))
}

async fn show_settings(State(world): State<Shared>) -> Answer {
    Ok(Json(json!(world.lock().settings)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    execution_id: Option<String>,
}

async fn list_requests(State(world): State<Shared>, Query(filter): Query<Filter>) -> Answer {
    Ok(Json(json!(world.lock().log.about(filter.execution_id.as_deref()))))
}

async fn clear_requests(State(world): State<Shared>) -> Answer {
    world.lock().log.clear();
    done()
}
