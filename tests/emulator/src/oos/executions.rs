//! Executions and their states, after
//! <https://www.alibabacloud.com/help/zh/oos/user-guide/status-transition-diagram> [D].

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::limits::{ALL_PARAMETERS_BYTES, EXECUTIONS};

/// The states of an execution; the last three are final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the vendor's")]
pub enum Status {
    Started,
    Queued,
    Running,
    Waiting,
    Success,
    Failed,
    Cancelled,
}

impl Status {
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Success | Self::Failed | Self::Cancelled)
    }
}

/// What exists after a start and after every reset. The first id is the one of the vendor's page.
pub const SEEDED_EXECUTIONS: &[(&str, Status)] = &[
    ("exec-8a2aaf460fdf47c6b5ef", Status::Running),
    ("exec-6be6d6ff805349d9ac13", Status::Waiting),
    ("exec-934bc37ea31f4b9e9312", Status::Queued),
    ("exec-44d32b45d2a449e49899", Status::Started),
    ("exec-600d600d600d600d600d", Status::Success),
    ("exec-bad0bad0bad0bad0bad0", Status::Failed),
    ("exec-dead0000dead0000dead", Status::Cancelled),
];

#[derive(Debug, Clone)]
pub(crate) struct Execution {
    pub(crate) id: String,
    pub(crate) status: Status,
    pub(crate) template_name: String,
    pub(crate) parameters: Value,
    /// The size of their text.
    pub(crate) parameters_bytes: usize,
    pub(crate) started: Timestamp,
    pub(crate) ended: Option<Timestamp>,
    pub(crate) cancel_count: u32,
    cancelled_at: Option<Instant>,
}

/// Oldest first.
#[derive(Debug)]
pub(crate) struct Executions(Vec<Execution>);

impl Default for Executions {
    fn default() -> Self {
        let seeded = |(id, status): &(&str, Status)| Execution::new((*id).to_owned(), *status, Timestamp::now());
        Self(SEEDED_EXECUTIONS.iter().map(seeded).collect())
    }
}

impl Executions {
    /// Adds an execution, or replaces the one of the same id, unless there are too many.
    pub(crate) fn put(&mut self, execution: Execution) -> Result<(), String> {
        self.0.retain(|other| other.id != execution.id);
        if self.0.len() >= EXECUTIONS {
            return Err(format!("There are {EXECUTIONS} executions already. Reset the emulator first."));
        }
        let parameters: usize = self.0.iter().map(|other| other.parameters_bytes).sum();
        if parameters + execution.parameters_bytes > ALL_PARAMETERS_BYTES {
            return Err(format!(
                "The parameters of all executions may have at most {ALL_PARAMETERS_BYTES} bytes. Reset the emulator first."
            ));
        }
        self.0.push(execution);
        Ok(())
    }

    /// `exec-` and 20 lower-case hex digits, the form of every id in the vendor's samples [D].
    pub(crate) fn fresh_id() -> String {
        let hex = Uuid::new_v4().simple().to_string();
        format!("exec-{}", hex.get(..20).unwrap_or(&hex))
    }

    pub(crate) fn all(&mut self) -> &[Execution] {
        self.settle();
        &self.0
    }

    pub(crate) fn get(&mut self, id: &str) -> Option<&mut Execution> {
        self.settle();
        self.0.iter_mut().find(|execution| execution.id == id)
    }

    fn settle(&mut self) {
        for execution in &mut self.0 {
            if execution.cancelled_at.is_some_and(|due| due <= Instant::now()) {
                execution.cancelled_at = None;
                execution.status = Status::Cancelled;
                execution.ended = Some(Timestamp::now());
            }
        }
    }
}

impl Execution {
    pub(crate) fn new(id: String, status: Status, now: Timestamp) -> Self {
        Self {
            id,
            status,
            template_name: "demo-template".to_owned(),
            parameters: Value::Object(Map::new()),
            parameters_bytes: 0,
            started: now,
            ended: status.is_final().then_some(now),
            cancel_count: 0,
            cancelled_at: None,
        }
    }

    /// Accepted in every state that is not final, so also while an earlier cancel is under way:
    /// the documents allow it for what is not final and say no more [I].
    pub(crate) fn cancel(&mut self, delay: Duration) -> Result<(), String> {
        if self.status.is_final() {
            return Err(format!("because the execution is in status {:?}.", self.status));
        }
        self.cancel_count += 1;
        self.cancelled_at.get_or_insert_with(|| Instant::now() + delay);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_ids_look_like_the_documented_ones() {
        let id = Executions::fresh_id();
        let hex = id.strip_prefix("exec-").unwrap();
        assert_eq!(hex.len(), 20);
        assert!(hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
        assert_ne!(id, Executions::fresh_id());
    }

    #[test]
    fn number_of_executions_is_bounded() {
        let mut executions = Executions::default();
        let running = |id: usize| Execution::new(id.to_string(), Status::Running, Timestamp::now());
        executions.0.extend((1..EXECUTIONS - SEEDED_EXECUTIONS.len()).map(running));
        assert!(executions.put(running(0)).is_ok());
        assert!(executions.put(running(EXECUTIONS)).unwrap_err().starts_with("There are 10000 executions already."));
        assert!(executions.put(running(1)).is_ok(), "one is replaced");
        assert_eq!(executions.all().len(), EXECUTIONS);
    }

    #[test]
    fn a_cancel_under_way_is_accepted_again_but_does_not_start_anew() {
        let mut execution = Execution::new("exec".to_owned(), Status::Waiting, Timestamp::now());
        assert!(execution.cancel(Duration::from_secs(60)).is_ok());
        let due = execution.cancelled_at;
        assert!(execution.cancel(Duration::ZERO).is_ok());
        assert_eq!((execution.cancelled_at, execution.cancel_count), (due, 2));
    }
}
