//! The three actions. Parameters and fields: the vendor's metadata
//! (aliyun/aliyun-openapi-meta, `metadatas/oos`) [D] and the models of PyPI
//! alibabacloud-oos20190601 3.7.0 [V].

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::executions::{Execution, Executions, Status};
use crate::{
    clock::utc_seconds,
    gateway::{self, Call, Fields, Refusal, invalid},
    limits::{PARAMETERS_BYTES, TEMPLATE_NAME_CHARS},
    world::World,
};

const SMALLEST_PAGE: usize = 10;
const LARGEST_PAGE: usize = 100;
const USUAL_PAGE: usize = 50;
/// What the parameter `Status` may be [D]; `Queued` is not on that list, but is a state.
const LISTABLE: [&str; 9] =
    ["Running", "Started", "Success", "Failed", "Waiting", "Cancelled", "Pending", "Skipped", "Queued"];

#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    CancelExecution,
    ListExecutions,
    StartExecution,
}

impl Action {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "CancelExecution" => Some(Self::CancelExecution),
            "ListExecutions" => Some(Self::ListExecutions),
            "StartExecution" => Some(Self::StartExecution),
            _ => None,
        }
    }

    pub(crate) fn mandatory(self) -> &'static [&'static str] {
        match self {
            Self::CancelExecution => &["ExecutionId"],
            Self::ListExecutions => &[],
            Self::StartExecution => &["TemplateName"],
        }
    }
}

pub(crate) fn perform(action: Action, world: &mut World, call: &Call, now: Timestamp) -> Result<Fields, Refusal> {
    match action {
        Action::CancelExecution => cancel(world, call),
        Action::ListExecutions => list(world, call),
        Action::StartExecution => start(world, call, now),
    }
}

fn cancel(world: &mut World, call: &Call) -> Result<Fields, Refusal> {
    let delay = Duration::from_millis(world.settings.cancel_delay_ms);
    let id = call.get("ExecutionId").unwrap_or_default();
    let execution = world.executions.get(id).ok_or_else(|| gateway::EXECUTION_NOT_FOUND.refuse(call))?;
    execution.cancel(delay).map_err(|reason| gateway::EXECUTION_CANCEL_FAILED.refuse_because(call, &reason))?;
    Ok(Fields::new())
}

/// An unknown id gives an empty list, going by how terraform-provider-alicloud treats it [I].
fn list(world: &mut World, call: &Call) -> Result<Fields, Refusal> {
    let size = match call.get("MaxResults") {
        None => USUAL_PAGE,
        Some(text) => text
            .parse()
            .ok()
            .filter(|size| (SMALLEST_PAGE..=LARGEST_PAGE).contains(size))
            .ok_or_else(|| invalid("MaxResults"))?,
    };
    let start = match call.get("NextToken") {
        None => 0,
        Some(token) => token.strip_prefix("from-").and_then(|n| n.parse().ok()).ok_or_else(|| invalid("NextToken"))?,
    };
    let status = call.get("Status");
    if status.is_some_and(|status| !LISTABLE.contains(&status)) {
        return Err(invalid("Status"));
    }
    let id = call.get("ExecutionId");
    let wanted = |execution: &&Execution| {
        id.is_none_or(|id| execution.id == id)
            && status.is_none_or(|status| format!("{:?}", execution.status) == status)
    };
    let found: Vec<_> = world.executions.all().iter().rev().filter(wanted).collect();
    let page: Vec<_> = found.iter().skip(start).take(size).map(|one| described(one)).collect();
    let mut fields = Fields::new();
    let next = start + page.len();
    if next < found.len() {
        fields.insert("NextToken".to_owned(), json!(format!("from-{next}")));
    }
    fields.insert("MaxResults".to_owned(), json!(size));
    fields.insert("TotalCount".to_owned(), json!(found.len()));
    fields.insert("Executions".to_owned(), json!(page));
    Ok(fields)
}

/// An execution is created in `Started` [D]; here it runs by the time anyone looks.
fn start(world: &mut World, call: &Call, now: Timestamp) -> Result<Fields, Refusal> {
    let mut execution = Execution::new(Executions::fresh_id(), Status::Started, now);
    execution.template_name = call.get("TemplateName").unwrap_or_default().to_owned();
    if execution.template_name.chars().count() > TEMPLATE_NAME_CHARS {
        return Err(invalid("TemplateName"));
    }
    if let Some(parameters) = call.get("Parameters") {
        let parsed = serde_json::from_str(parameters).ok().filter(|_| parameters.len() <= PARAMETERS_BYTES);
        execution.parameters = parsed.ok_or_else(|| invalid("Parameters"))?;
        execution.parameters_bytes = parameters.len();
    }
    let fields = Fields::from_iter([("Execution".to_owned(), described(&execution))]);
    execution.status = Status::Running;
    // A code in the form of the gateway's; that OOS has such a quota is a guess [I].
    world.executions.put(execution).map_err(|reason| Refusal::new("QuotaExceeded.Execution", 400, reason))?;
    Ok(fields)
}

fn described(execution: &Execution) -> Value {
    let started = utc_seconds(execution.started);
    let ended = execution.ended.map(utc_seconds).unwrap_or_default();
    json!({
        "ExecutionId": execution.id,
        "Status": execution.status,
        "StatusMessage": "",
        "TemplateName": execution.template_name,
        "TemplateVersion": "v1",
        "Mode": "Automatic",
        "ExecutedBy": "demo",
        "IsParent": false,
        "Parameters": execution.parameters,
        "Outputs": "{}",
        "CreateDate": started,
        "StartDate": started,
        "UpdateDate": if ended.is_empty() { &started } else { &ended },
        "EndDate": ended,
        "CurrentTasks": [],
    })
}
