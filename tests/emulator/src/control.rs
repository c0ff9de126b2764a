//! How tests arrange and observe. JSON in and out, on a port of its own that other sites' pages cannot use.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    faults::Fault,
    gateway::RateLimit,
    limits::{OFFSET_SECONDS, within},
    log::Wanted,
    oos::NewExecution,
    settings::Changes,
    world::World,
};

pub(crate) fn respond(world: &mut World, request: &Request<Bytes>) -> Response<Bytes> {
    let result = route(world, request);
    let (status, value) = match &result {
        Ok(value) => (StatusCode::OK, value.clone()),
        Err(problem) => (problem.status, json!({ "error": problem.message })),
    };
    let mut response = Response::new(Bytes::from(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

type Answer = Result<Value, Problem>;

/// A refusal, with the sentence that says why.
#[derive(Debug)]
struct Problem {
    status: StatusCode,
    message: String,
}

impl Problem {
    fn new(status: StatusCode, message: impl ToString) -> Self {
        Self { status, message: message.to_string() }
    }
}

fn bad(message: impl ToString) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, message)
}

fn route(world: &mut World, request: &Request<Bytes>) -> Answer {
    let path: Vec<_> = request.uri().path().split('/').skip(1).collect();
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let body = request.body();
    match (path.as_slice(), method.as_str()) {
        (["reset"], "POST") => {
            world.reset();
            done()
        }
        (["executions"], "POST") => create_executions(world, body),
        (["executions"], "GET") => Ok(list_executions(world)),
        (["executions", id], "GET") => show_execution(world, id),
        (["executions", id, "history"], "GET") => show_history(world, id),
        (["faults"], "POST") => add_fault(world, body),
        (["faults"], "GET") => json_of(world.faults.waiting()),
        (["faults"], "DELETE") => {
            world.faults.clear();
            done()
        }
        (["rate-limits"], "POST") => set_rate_limit(world, body),
        (["rate-limits"], "GET") => json_of(world.rate_limits.all()),
        (["rate-limits"], "DELETE") => {
            world.rate_limits = crate::gateway::RateLimits::default();
            done()
        }
        (["clock"], "POST") => set_clock(world, body),
        (["settings"], "POST") => change_settings(world, body),
        (["settings"], "GET") => json_of(&world.settings),
        (["requests"], "GET") => json_of(world.log.wanted(&wanted(request.uri().query().unwrap_or_default())?)),
        (["requests"], "DELETE") => {
            world.log.clear();
            done()
        }
        (["requests", "counts"], "GET") => json_of(world.log.counts()),
        (
            ["reset" | "executions" | "faults" | "rate-limits" | "clock" | "settings" | "requests"]
            | ["executions", _]
            | ["executions", _, "history"]
            | ["requests", "counts"],
            _,
        ) => Err(Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This path does not have this method. See README.md for the methods of the control interface.",
        )),
        _ => Err(Problem::new(
            StatusCode::NOT_FOUND,
            "This path does not exist. See README.md for the paths of the control interface.",
        )),
    }
}

/// Whatever the content type, so that a page needs no preflight.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(bad)
}

fn json_of(value: impl Serialize) -> Answer {
    serde_json::to_value(value).map_err(|error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error))
}

fn done() -> Answer {
    Ok(json!({}))
}

fn create_executions(world: &mut World, body: &[u8]) -> Answer {
    let order: NewExecution = read(body)?;
    world.settle();
    let ids = order.create(world).map_err(bad)?;
    let mut answer = json!({ "executionId": ids.first() });
    if order.wants_several()
        && let Some(fields) = answer.as_object_mut()
    {
        fields.insert("executionIds".to_owned(), json!(ids));
    }
    Ok(answer)
}

fn list_executions(world: &mut World) -> Value {
    world.settle();
    let shown = |execution: &crate::oos::Execution| json!({ "executionId": execution.id, "status": execution.status, "cancelCount": execution.cancel_count });
    world.executions.all().map(|(_, execution)| shown(execution)).collect()
}

fn show_execution(world: &mut World, id: &str) -> Answer {
    let execution = find(world, id)?;
    Ok(json!({
        "executionId": execution.id,
        "status": execution.status,
        "cancelCount": execution.cancel_count,
    }))
}

fn show_history(world: &mut World, id: &str) -> Answer {
    json_of(&find(world, id)?.history)
}

fn find<'a>(world: &'a mut World, id: &str) -> Result<&'a crate::oos::Execution, Problem> {
    let id = percent_decode_str(id).decode_utf8().map_err(bad)?;
    world.settle();
    let found = world.executions.get(&id);
    found.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("there is no execution {id}")))
}

fn add_fault(world: &mut World, body: &[u8]) -> Answer {
    let fault: Fault = read(body)?;
    fault.check().map_err(bad)?;
    let random = world.random();
    let id = world.faults.add(fault, random).map_err(bad)?;
    Ok(json!({ "faultId": id }))
}

fn set_rate_limit(world: &mut World, body: &[u8]) -> Answer {
    let limit: RateLimit = read(body)?;
    limit.check().map_err(bad)?;
    world.rate_limits.set(limit);
    json_of(world.rate_limits.all())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClockSetting {
    offset_seconds: i64,
}

fn set_clock(world: &mut World, body: &[u8]) -> Answer {
    let ClockSetting { offset_seconds } = read(body)?;
    within("offsetSeconds", offset_seconds, &OFFSET_SECONDS).map_err(bad)?;
    world.clock.offset_seconds = offset_seconds;
    done()
}

fn change_settings(world: &mut World, body: &[u8]) -> Answer {
    let changes: Changes = read(body)?;
    changes.check().map_err(bad)?;
    world.settings.change(changes);
    json_of(&world.settings)
}

fn wanted(query: &str) -> Result<Wanted, Problem> {
    let mut wanted = Wanted::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let given_before = match name.as_ref() {
            "executionId" => wanted.execution_id.replace(value.into_owned()).is_some(),
            "action" => wanted.action.replace(value.into_owned()).is_some(),
            "after" => {
                let seq = value.parse().map_err(|_| bad("after must be the seq of an entry."))?;
                wanted.after.replace(seq).is_some()
            }
            _ => return Err(bad(format!("unknown field `{name}`, expected `executionId`, `action` or `after`"))),
        };
        if given_before {
            return Err(bad(format!("duplicate field `{name}`")));
        }
    }
    Ok(wanted)
}
