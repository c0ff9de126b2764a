//! One execution and what happens to it over time.

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::status::Status;
use crate::clock::utc_milliseconds;

/// What OOS shows of an execution besides its states and dates, and what ListExecutions filters by.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Details {
    pub(crate) template_name: String,
    pub(crate) template_id: String,
    pub(crate) template_version: String,
    pub(crate) category: Category,
    pub(crate) mode: Mode,
    pub(crate) executed_by: String,
    pub(crate) ram_role: String,
    pub(crate) description: String,
    pub(crate) resource_group_id: String,
    pub(crate) resource_ids: Vec<String>,
    pub(crate) resource_template_name: String,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) parameters: Value,
    pub(crate) outputs: String,
    pub(crate) status_message: String,
    pub(crate) status_reason: String,
    pub(crate) waiting_status: String,
}

/// The values of `Category` [D].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Category {
    #[default]
    Other,
    TimerTrigger,
    EventTrigger,
    AlarmTrigger,
}

/// The values of `Mode`; the last one is known to StartExecution only [D].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mode {
    #[default]
    Automatic,
    Debug,
    FailurePause,
}

impl Default for Details {
    fn default() -> Self {
        Self {
            template_name: "demo-template".to_owned(),
            template_id: "t-1bd341007f".to_owned(),
            template_version: "v1".to_owned(),
            category: Category::default(),
            mode: Mode::default(),
            executed_by: "demo".to_owned(),
            ram_role: String::new(),
            description: String::new(),
            resource_group_id: "rg-demo".to_owned(),
            resource_ids: Vec::new(),
            resource_template_name: String::new(),
            tags: BTreeMap::new(),
            parameters: Value::Object(Map::new()),
            outputs: "{}".to_owned(),
            status_message: String::new(),
            status_reason: String::new(),
            waiting_status: String::new(),
        }
    }
}

impl Details {
    /// Returns about the size of the texts that a client can make long.
    pub(crate) fn text_bytes(&self) -> usize {
        let texts = [&self.template_name, &self.description, &self.outputs, &self.status_message, &self.status_reason];
        let tags: usize = self.tags.iter().map(|(key, value)| key.len() + value.len()).sum();
        let ids: usize = self.resource_ids.iter().map(String::len).sum();
        texts.into_iter().map(String::len).sum::<usize>() + tags + ids
    }
}

/// A change of state that happens by itself.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Since the step before, or since the creation.
    pub(crate) after: SignedDuration,
    pub(crate) status: Status,
}

/// A schedule: the execution waits, fires, runs while its child does, and waits again [D].
#[derive(Debug, Clone)]
pub(crate) struct Timer {
    pub(crate) every: SignedDuration,
    pub(crate) child_runs: SignedDuration,
    pub(crate) child_ends: Status,
    /// After so many firings the schedule is over and the execution ends as `Success`.
    pub(crate) times: u32,
    /// Whether a cancel of the parent reaches a running child. The documents do not say.
    pub(crate) cancels_children: bool,
    pub(crate) fired: u32,
    pub(crate) last: Option<Timestamp>,
    pub(crate) next: Option<Timestamp>,
}

/// An entry of an execution's history.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Change {
    /// Counts all changes of all executions.
    #[serde(rename = "seq")]
    pub(crate) version: u64,
    #[serde(serialize_with = "utc_milliseconds")]
    pub(crate) at: Timestamp,
    pub(crate) event: Event,
    /// After the event.
    pub(crate) status: Status,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Event {
    Created,
    CancelAccepted,
    CancelRefused,
    /// A cancel took hold.
    Cancelled,
    /// It changed its state by itself.
    Moved,
    /// A timer created a child.
    Fired,
}

#[derive(Debug, Clone)]
pub(crate) struct Execution {
    pub(crate) id: String,
    pub(crate) status: Status,
    pub(crate) details: Details,
    /// The size of the text that the parameters were parsed from.
    pub(crate) parameters_bytes: usize,
    pub(crate) parent: Option<String>,
    /// How many ancestors it has.
    pub(crate) level: u32,
    pub(crate) is_parent: bool,
    pub(crate) started: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) ended: Option<Timestamp>,
    pub(crate) cancel_count: u32,
    /// Instead of the setting `cancelDelayMs`.
    pub(crate) cancel_delay: Option<SignedDuration>,
    pub(crate) timer: Option<Timer>,
    pub(crate) history: Vec<Change>,
    steps: VecDeque<Step>,
    cancel_due: Option<Timestamp>,
    step_due: Option<Timestamp>,
}

/// What is due for an execution.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Step(Status),
    Cancel,
    Fire,
}

impl Execution {
    pub(crate) fn new(id: String, status: Status, now: Timestamp) -> Self {
        Self {
            id,
            ended: status.is_final().then_some(now),
            status,
            details: Details::default(),
            parameters_bytes: 0,
            parent: None,
            level: 0,
            is_parent: false,
            started: now,
            updated: now,
            cancel_count: 0,
            cancel_delay: None,
            timer: None,
            history: Vec::new(),
            steps: VecDeque::new(),
            cancel_due: None,
            step_due: None,
        }
    }

    pub(crate) fn with_steps(mut self, steps: VecDeque<Step>, now: Timestamp) -> Self {
        self.steps = steps;
        self.plan_step(now);
        self
    }

    pub(crate) fn with_timer(mut self, timer: Timer, now: Timestamp) -> Self {
        self.status = Status::Waiting;
        self.is_parent = true;
        self.details.category = Category::TimerTrigger;
        self.timer = Some(Timer { next: later(now, timer.every), ..timer });
        self
    }

    pub(crate) fn text_bytes(&self) -> usize {
        self.parameters_bytes + self.details.text_bytes()
    }

    /// Accepts a cancel in every state that is not final, so also while an earlier cancel is under way: the documents
    /// allow it for what is not final and say no more [I]. The status stays as it is until the delay is over.
    pub(crate) fn cancel(&mut self, now: Timestamp, usual_delay: SignedDuration) -> Result<(), String> {
        if self.status.is_final() {
            return Err(format!("because the execution is in status {}.", self.status));
        }
        self.cancel_count += 1;
        if self.cancel_due.is_none() {
            self.cancel_due = later(now, self.cancel_delay.unwrap_or(usual_delay));
        }
        Ok(())
    }

    pub(crate) fn next_event(&self) -> Option<Timestamp> {
        let fires = self.timer.as_ref().and_then(|timer| timer.next);
        [self.step_due, self.cancel_due, fires].into_iter().flatten().min()
    }

    /// Takes what is due by now. What an execution does by itself comes before a cancel of the same moment.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Option<Due> {
        let is_due = |time: Option<Timestamp>| time.is_some_and(|time| time <= now);
        if is_due(self.step_due) {
            self.step_due = None;
            let step = self.steps.pop_front()?;
            self.plan_step(now);
            return Some(Due::Step(step.status));
        }
        if is_due(self.cancel_due) {
            self.cancel_due = None;
            return Some(Due::Cancel);
        }
        let timer = self.timer.as_mut()?;
        if is_due(timer.next) {
            timer.next = None;
            return Some(Due::Fire);
        }
        None
    }

    pub(crate) fn enter(&mut self, status: Status, now: Timestamp) {
        if status.is_final() {
            self.ended = Some(now);
            self.steps.clear();
            (self.step_due, self.cancel_due, self.timer) = (None, None, None);
        }
        self.status = status;
        self.updated = now;
    }

    /// Returns the state and the end as they were when so many changes had happened.
    pub(crate) fn at_version(&self, version: u64) -> Option<(&Status, Option<Timestamp>)> {
        if self.history.last().is_some_and(|last| last.version <= version) {
            return Some((&self.status, self.ended));
        }
        let then = self.history.iter().rev().find(|change| change.version <= version)?;
        let ended = then.status.is_final().then_some(self.ended).flatten();
        Some((&then.status, ended))
    }

    fn plan_step(&mut self, now: Timestamp) {
        self.step_due = self.steps.front().and_then(|step| later(now, step.after));
    }
}

pub(crate) fn later(time: Timestamp, duration: SignedDuration) -> Option<Timestamp> {
    time.checked_add(duration).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancel_under_way_is_accepted_again_but_does_not_start_anew() {
        let now = Timestamp::UNIX_EPOCH;
        let mut execution = Execution::new("exec".to_owned(), Status::Waiting, now);
        assert!(execution.cancel(now, SignedDuration::from_secs(60)).is_ok());
        let due = execution.cancel_due;
        assert!(execution.cancel(now, SignedDuration::ZERO).is_ok());
        assert_eq!((execution.cancel_due, execution.cancel_count), (due, 2));
    }
}
