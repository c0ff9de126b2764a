//! Executions made to order, by the control interface and by the flag `--executions`.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{
    execution::{Details, Execution, Step, Timer},
    executions::fresh_id,
    status::Status,
};
use crate::{
    limits::{
        CANCEL_DELAY_MS, EXECUTION_COUNT, FIRINGS, ID_BYTES, STATUS_BYTES, STEP_MS, STEPS, TIMER_MS, within,
        within_if_given,
    },
    world::World,
};

/// The body of `POST /executions`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct NewExecution {
    execution_id: Option<String>,
    status: Option<Status>,
    other_status: Option<String>,
    count: Option<usize>,
    parent_execution_id: Option<String>,
    cancel_delay_ms: Option<u64>,
    start_date: Option<String>,
    end_date: Option<String>,
    steps: Vec<NewStep>,
    timer: Option<NewTimer>,
    pub(crate) details: Details,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewStep {
    after_ms: u64,
    status: Option<Status>,
    other_status: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewTimer {
    every_ms: u64,
    #[serde(default)]
    child_runs_ms: u64,
    child_ends: Option<Status>,
    times: Option<u32>,
    #[serde(default)]
    cancels_children: bool,
}

impl NewExecution {
    pub(crate) fn with_status(status: Status) -> Self {
        Self { status: Some(status), ..Self::default() }
    }

    pub(crate) fn wants_several(&self) -> bool {
        self.count.is_some()
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        if let Some(id) = &self.execution_id {
            within("The length of executionId", id.len(), &ID_BYTES)?;
            if self.count.is_some() {
                return Err("count makes ids of its own. Leave out executionId.".to_owned());
            }
        }
        if !self.details.parameters.is_object() {
            return Err("parameters must be a JSON object.".to_owned());
        }
        within_if_given("count", self.count, &EXECUTION_COUNT)?;
        within_if_given("cancelDelayMs", self.cancel_delay_ms, &CANCEL_DELAY_MS)?;
        within("The number of steps", self.steps.len(), &STEPS)?;
        let first = status(self.status.as_ref(), self.other_status.as_ref())?.unwrap_or(Status::Running);
        let mut before = first;
        for step in &self.steps {
            within("afterMs", step.after_ms, &STEP_MS)?;
            if before.is_final() {
                return Err(format!("{before} is final. Leave out the steps after it."));
            }
            before = step.target()?;
        }
        let Some(timer) = &self.timer else { return Ok(()) };
        within("everyMs", timer.every_ms, &TIMER_MS)?;
        within("childRunsMs", timer.child_runs_ms, &STEP_MS)?;
        within_if_given("times", timer.times, &FIRINGS)?;
        if timer.child_ends.as_ref().is_some_and(|status| !status.is_final()) {
            return Err("childEnds must be Success, Failed or Cancelled.".to_owned());
        }
        let has_steps = !self.steps.is_empty() || self.other_status.is_some();
        if has_steps || self.status.as_ref().is_some_and(|status| *status != Status::Waiting) {
            return Err("A timer begins as Waiting and has no steps. Leave out status and steps.".to_owned());
        }
        Ok(())
    }

    /// Creates the executions and returns their ids.
    pub(crate) fn create(&self, world: &mut World) -> Result<Vec<String>, String> {
        self.check()?;
        let mut ids = Vec::new();
        for _ in 0..self.count.unwrap_or(1) {
            let id = self.execution_id.clone().unwrap_or_else(|| fresh_id(&world.random_bytes()));
            let now = world.now();
            let execution = self.execution(id.clone(), now, world.clock.unshown())?;
            world.executions.put(execution, now)?;
            ids.push(id);
        }
        Ok(ids)
    }

    /// `unshown` turns a date that OOS shows into the machine's.
    fn execution(
        &self,
        id: String,
        now: Timestamp,
        unshown: impl Fn(Timestamp) -> Timestamp,
    ) -> Result<Execution, String> {
        let first = status(self.status.as_ref(), self.other_status.as_ref())?.unwrap_or(Status::Running);
        let mut execution = Execution::new(id, first, now);
        execution.details = self.details.clone();
        execution.parameters_bytes = self.details.parameters.to_string().len();
        execution.parent.clone_from(&self.parent_execution_id);
        execution.cancel_delay = self.cancel_delay_ms.map(milliseconds);
        if let Some(text) = &self.start_date {
            execution.started = unshown(date("startDate", text)?);
        }
        if let Some(text) = &self.end_date {
            if !execution.status.is_final() {
                return Err("endDate belongs to an execution in a final status.".to_owned());
            }
            execution.ended = Some(unshown(date("endDate", text)?));
        }
        let steps: Result<_, _> = self.steps.iter().map(NewStep::step).collect();
        execution = execution.with_steps(steps?, now);
        Ok(match &self.timer {
            Some(timer) => execution.with_timer(timer.timer(), now),
            None => execution,
        })
    }
}

impl NewStep {
    fn target(&self) -> Result<Status, String> {
        status(self.status.as_ref(), self.other_status.as_ref())?.ok_or_else(|| "A step needs a status.".to_owned())
    }

    fn step(&self) -> Result<Step, String> {
        Ok(Step { after: milliseconds(self.after_ms), status: self.target()? })
    }
}

impl NewTimer {
    fn timer(&self) -> Timer {
        Timer {
            every: milliseconds(self.every_ms),
            child_runs: milliseconds(self.child_runs_ms),
            child_ends: self.child_ends.clone().unwrap_or(Status::Success),
            times: self.times.unwrap_or(*FIRINGS.end()),
            cancels_children: self.cancels_children,
            fired: 0,
            last: None,
            next: None,
        }
    }
}

/// A status of the documents, or any other in a field of its own, so that a misspelled one is still noticed.
fn status(known: Option<&Status>, other: Option<&String>) -> Result<Option<Status>, String> {
    match (known, other) {
        (Some(_), Some(_)) => Err("status and otherStatus exclude each other.".to_owned()),
        (None, Some(name)) => {
            within("The length of otherStatus", name.len(), &STATUS_BYTES)?;
            let is_documented = serde_json::from_value::<Status>(name.as_str().into()).is_ok();
            if is_documented { Err(format!("Write {name} as status.")) } else { Ok(Some(Status::Other(name.clone()))) }
        }
        (known, None) => Ok(known.cloned()),
    }
}

fn date(name: &str, text: &str) -> Result<Timestamp, String> {
    Timestamp::from_str(text).map_err(|_| format!("{name} must be a date such as 2024-05-06T07:08:09Z."))
}

fn milliseconds(number: u64) -> SignedDuration {
    SignedDuration::from_millis(i64::try_from(number).unwrap_or(i64::MAX))
}
