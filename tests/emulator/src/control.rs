//! How tests arrange and observe. JSON in and out, on a port of its own that other sites' pages cannot use.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{
        Path, Query, Request, State,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tower_http::cors::CorsLayer;

use crate::{
    body,
    faults::Fault,
    guard::{self, Guard},
    limits::{ID_BYTES, OFFSET_SECONDS, within},
    oos::{Execution, Executions, Status},
    settings::Changes,
    world::Shared,
};

pub(crate) fn router(world: Shared, guard: Guard) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(guard.cors())
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE]);
    Router::new()
        .route("/reset", post(reset))
        .route("/executions", post(create_execution))
        .route("/executions/{id}", get(show_execution))
        .route("/faults", post(add_fault).get(list_faults).delete(clear_faults))
        .route("/clock", post(set_clock))
        .route("/settings", post(change_settings).get(show_settings))
        .route("/requests", get(list_requests).delete(clear_requests))
        .fallback(|| async {
            Problem(
                StatusCode::NOT_FOUND,
                "This path does not exist. See README.md for the paths of the control interface.".to_owned(),
            )
        })
        .method_not_allowed_fallback(|| async {
            Problem(
                StatusCode::METHOD_NOT_ALLOWED,
                "This path does not have this method. See README.md for the methods of the control interface."
                    .to_owned(),
            )
        })
        .layer(middleware::from_fn(gather))
        .layer(cors)
        .layer(middleware::from_fn_with_state(guard, guard::admit))
        .with_state(world)
}

/// Reads the body before anything is done, so that a slow one holds nothing up.
async fn gather(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    match body::read(body).await {
        Ok(body) => next.run(Request::from_parts(head, body.into())).await,
        Err(status) => {
            let mut response = Problem(status, body::refusal(status).to_owned()).into_response();
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            response
        }
    }
}

type Answer = Result<Json<Value>, Problem>;

/// A refusal, with the sentence that says why.
pub(crate) struct Problem(pub(crate) StatusCode, pub(crate) String);

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
    within("The length of executionId", id.len(), &ID_BYTES).map_err(bad)?;
    world.lock().executions.put(Execution::new(id.clone(), status, Timestamp::now())).map_err(bad)?;
    Ok(Json(json!({ "executionId": id })))
}

async fn show_execution(State(world): State<Shared>, id: Result<Path<String>, PathRejection>) -> Answer {
    let Path(id) = id.map_err(|rejection| bad(rejection.body_text()))?;
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
    let id = world.lock().faults.add(fault).map_err(bad)?;
    Ok(Json(json!({ "faultId": id })))
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
    within("offsetSeconds", offset_seconds, &OFFSET_SECONDS).map_err(bad)?;
    world.lock().clock.offset_seconds = offset_seconds;
    done()
}

async fn change_settings(State(world): State<Shared>, body: Bytes) -> Answer {
    let changes: Changes = read(&body)?;
    changes.check().map_err(bad)?;
    let mut world = world.lock();
    world.settings.change(changes);
    Ok(Json(json!(world.settings)))
}

async fn show_settings(State(world): State<Shared>) -> Answer {
    Ok(Json(json!(world.lock().settings)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Filter {
    execution_id: Option<String>,
}

type Filtered = Result<Query<Filter>, QueryRejection>;

async fn list_requests(State(world): State<Shared>, filter: Filtered) -> Result<Response, Problem> {
    let Query(filter) = filter.map_err(|rejection| bad(rejection.body_text()))?;
    Ok(Json(world.lock().log.about(filter.execution_id.as_deref())).into_response())
}

async fn clear_requests(State(world): State<Shared>) -> Answer {
    world.lock().log.clear();
    done()
}
