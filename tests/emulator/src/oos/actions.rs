//! The three actions. Parameters and fields: the vendor's metadata
//! (aliyun/aliyun-openapi-meta, `metadatas/oos`) [D] and the models of PyPI
//! alibabacloud-oos20190601 3.7.0 [V].

use jiff::SignedDuration;

use super::{describe::described, execution::Execution, executions::fresh_id, list::list, status::Status};
use crate::{
    gateway::{self, Call, Fields, Refusal, invalid},
    limits::{PARAMETERS_BYTES, TEMPLATE_NAME_CHARS},
    settings::NotFoundCode,
    world::World,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

pub(crate) fn perform(action: Action, world: &mut World, call: &Call) -> Result<Fields, Refusal> {
    world.settle();
    match action {
        Action::CancelExecution => cancel(world, call),
        Action::ListExecutions => list(world, call),
        Action::StartExecution => start(world, call),
    }
}

fn cancel(world: &mut World, call: &Call) -> Result<Fields, Refusal> {
    let delay = SignedDuration::from_millis(i64::try_from(world.settings.cancel_delay_ms).unwrap_or(i64::MAX));
    let id = call.get("ExecutionId").unwrap_or_default();
    let not_found = match world.settings.not_found_code {
        NotFoundCode::OfThePage => gateway::EXECUTION_NOT_FOUND,
        NotFoundCode::OfTheMetadata => gateway::EXECUTION_NOT_FOUND_NEWER,
    };
    let now = world.now();
    let cancelled = world.executions.cancel(id, now, delay).ok_or_else(|| not_found.refuse(call))?;
    cancelled.map_err(|reason| gateway::EXECUTION_CANCEL_FAILED.refuse_because(call, &reason))?;
    Ok(Fields::new())
}

/// An execution is created in `Started` [D]; here it runs by the time anyone looks.
fn start(world: &mut World, call: &Call) -> Result<Fields, Refusal> {
    let now = world.now();
    let mut execution = Execution::new(fresh_id(&world.random_bytes()), Status::Started, now);
    let details = &mut execution.details;
    details.template_name = call.get("TemplateName").unwrap_or_default().to_owned();
    if details.template_name.chars().count() > TEMPLATE_NAME_CHARS {
        return Err(invalid("TemplateName"));
    }
    call.get("Description").unwrap_or_default().clone_into(&mut details.description);
    if let Some(parameters) = call.get("Parameters") {
        let parsed = serde_json::from_str(parameters).ok().filter(|_| parameters.len() <= PARAMETERS_BYTES);
        details.parameters = parsed.ok_or_else(|| invalid("Parameters"))?;
        execution.parameters_bytes = parameters.len();
    }
    let fields = Fields::from_iter([("Execution".to_owned(), described(&execution, world.clock.shown()))]);
    execution.status = Status::Running;
    // A code in the form of the gateway's; that OOS has such a quota is a guess [I].
    world.executions.put(execution, now).map_err(|reason| Refusal::new("QuotaExceeded.Execution", 400, reason))?;
    Ok(fields)
}
