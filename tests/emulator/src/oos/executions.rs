//! All executions, and the events that move them. Nothing runs in the background: events that were due are made up for,
//! in their order and at their own times, before anybody looks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::{
    execution::{Change, Due, Event, Execution, Step, later},
    status::Status,
};
use crate::limits::{EXECUTION_TEXT_BYTES, EXECUTIONS, HISTORY_CANCELS};

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

#[derive(Debug, Default)]
pub(crate) struct Executions {
    /// Oldest first.
    by_seq: BTreeMap<u64, Execution>,
    seq_of: HashMap<String, u64>,
    due: BTreeSet<(Timestamp, u64)>,
    last_seq: u64,
    /// How many changes there were.
    version: u64,
    text_bytes: usize,
}

impl Executions {
    pub(crate) fn seeded(now: Timestamp) -> Self {
        let mut all = Self::default();
        for (id, status) in SEEDED_EXECUTIONS {
            // Within the limits, since nothing else is there.
            let _ = all.put(Execution::new((*id).to_owned(), status.clone(), now), now);
        }
        all
    }

    /// Adds an execution, or replaces the one of the same id, unless there are too many or its parent is unknown.
    pub(crate) fn put(&mut self, mut execution: Execution, now: Timestamp) -> Result<(), String> {
        let replaced = self.seq_of.get(&execution.id).and_then(|seq| self.by_seq.get(seq));
        let text_bytes = self.text_bytes - replaced.map_or(0, Execution::text_bytes) + execution.text_bytes();
        if self.by_seq.len() - usize::from(replaced.is_some()) >= EXECUTIONS {
            return Err(format!("There are {EXECUTIONS} executions already. Reset the emulator first."));
        }
        if text_bytes > EXECUTION_TEXT_BYTES {
            return Err(format!(
                "The texts of all executions may have at most {EXECUTION_TEXT_BYTES} bytes. Reset the emulator first."
            ));
        }
        if let Some(parent) = execution.parent.clone() {
            let parent = self.seq_of.get(&parent).and_then(|seq| self.by_seq.get_mut(seq));
            let parent = parent.ok_or_else(|| "There is no execution with the id parentExecutionId.".to_owned())?;
            parent.is_parent = true;
            execution.level = parent.level + 1;
        }
        self.remove(&execution.id);
        self.text_bytes = text_bytes;
        self.last_seq += 1;
        let seq = self.last_seq;
        self.seq_of.insert(execution.id.clone(), seq);
        self.due.extend(execution.next_event().map(|time| (time, seq)));
        self.by_seq.insert(seq, execution);
        self.record(seq, Event::Created, now);
        Ok(())
    }

    fn remove(&mut self, id: &str) {
        if let Some(seq) = self.seq_of.remove(id)
            && let Some(execution) = self.by_seq.remove(&seq)
            && let Some(time) = execution.next_event()
        {
            self.due.remove(&(time, seq));
        }
    }

    /// Returns all executions with their numbers, oldest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u64, &Execution)> {
        self.by_seq.iter().map(|(seq, execution)| (*seq, execution))
    }

    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Execution> {
        self.numbered(id).map(|(_, execution)| execution)
    }

    pub(crate) fn numbered(&self, id: &str) -> Option<(u64, &Execution)> {
        let seq = *self.seq_of.get(id)?;
        Some((seq, self.by_seq.get(&seq)?))
    }

    /// Returns nothing if there is no such execution, otherwise why the cancel is refused, if it is.
    pub(crate) fn cancel(
        &mut self,
        id: &str,
        now: Timestamp,
        usual_delay: SignedDuration,
    ) -> Option<Result<(), String>> {
        let seq = *self.seq_of.get(id)?;
        let result = self.change(seq, |execution| execution.cancel(now, usual_delay))?;
        let event = if result.is_ok() { Event::CancelAccepted } else { Event::CancelRefused };
        self.record(seq, event, now);
        // A cancel without a delay takes hold at once.
        self.settle(now);
        Some(result)
    }

    /// Lets happen what is due by now.
    pub(crate) fn settle(&mut self, now: Timestamp) {
        while let Some(&(time, seq)) = self.due.first().filter(|(time, _)| *time <= now) {
            match self.change(seq, |execution| execution.take_due(time)).flatten() {
                Some(Due::Step(status)) => self.enter(seq, status, Event::Moved, time),
                Some(Due::Cancel) => {
                    self.cancel_children(seq, time);
                    self.enter(seq, Status::Cancelled, Event::Cancelled, time);
                }
                Some(Due::Fire) => self.fire(seq, time),
                None => {
                    self.due.remove(&(time, seq));
                }
            }
        }
    }

    /// Changes an execution and plans its next event anew.
    fn change<T>(&mut self, seq: u64, change: impl FnOnce(&mut Execution) -> T) -> Option<T> {
        let execution = self.by_seq.get_mut(&seq)?;
        let before = execution.next_event();
        let result = change(execution);
        let after = execution.next_event();
        if before != after {
            before.map(|time| self.due.remove(&(time, seq)));
            self.due.extend(after.map(|time| (time, seq)));
        }
        Some(result)
    }

    fn enter(&mut self, seq: u64, status: Status, event: Event, now: Timestamp) {
        let is_final = status.is_final();
        let family = self.change(seq, |execution| {
            execution.enter(status, now);
            execution.parent.clone().map(|parent| (parent, execution.id.clone()))
        });
        self.record(seq, event, now);
        if let Some(Some((parent, child))) = family
            && is_final
        {
            self.child_ended(&parent, &child, now);
        }
    }

    fn record(&mut self, seq: u64, event: Event, at: Timestamp) {
        self.version += 1;
        let version = self.version;
        if let Some(execution) = self.by_seq.get_mut(&seq) {
            let is_cancel = matches!(event, Event::CancelAccepted | Event::CancelRefused);
            if is_cancel && execution.history.len() >= HISTORY_CANCELS {
                return;
            }
            execution.history.push(Change { version, at, event, status: execution.status.clone() });
        }
    }

    /// Starts a child "with the same template and parameters" [D].
    fn fire(&mut self, seq: u64, now: Timestamp) {
        let child = self.change(seq, |parent| {
            let timer = parent.timer.as_mut()?;
            timer.fired += 1;
            timer.last = Some(now);
            let id = child_id(&parent.id, timer.fired);
            let step = Step { after: timer.child_runs, status: timer.child_ends.clone() };
            let mut child = Execution::new(id, Status::Running, now).with_steps([step].into(), now);
            child.details = parent.details.clone();
            child.details.category = super::execution::Category::Other;
            child.cancel_delay = parent.cancel_delay;
            child.parent = Some(parent.id.clone());
            Some(child)
        });
        let Some(child) = child.flatten() else { return };
        let (parent, id) = (child.parent.clone().unwrap_or_default(), child.id.clone());
        self.enter(seq, Status::Running, Event::Fired, now);
        if self.put(child, now).is_err() {
            // There is no room for a child, so it counts as one that ended at once.
            self.child_ended(&parent, &id, now);
        }
    }

    /// Whatever became of the child, its parent waits for the next firing, unless the schedule is over [D].
    fn child_ended(&mut self, parent: &str, child: &str, now: Timestamp) {
        let Some(seq) = self.seq_of.get(parent).copied() else { return };
        let status = self.change(seq, |parent| {
            let timer = parent.timer.as_mut()?;
            if child != child_id(&parent.id, timer.fired) {
                return None;
            }
            if timer.fired >= timer.times {
                return Some(Status::Success);
            }
            let next = timer.last.and_then(|last| later(last, timer.every));
            timer.next = next.max(Some(now));
            Some(Status::Waiting)
        });
        if let Some(status) = status.flatten() {
            self.enter(seq, status, Event::Moved, now);
        }
    }

    fn cancel_children(&mut self, seq: u64, now: Timestamp) {
        let Some(parent) = self.by_seq.get(&seq) else { return };
        if !parent.timer.as_ref().is_some_and(|timer| timer.cancels_children) {
            return;
        }
        let is_running = |child: &Execution| child.parent.as_ref() == Some(&parent.id) && !child.status.is_final();
        let children: Vec<_> = self.all().filter(|(_, child)| is_running(child)).map(|(seq, _)| seq).collect();
        for child in children {
            self.enter(child, Status::Cancelled, Event::Cancelled, now);
        }
    }
}

fn child_id(parent: &str, number: u32) -> String {
    fresh_id(&Sha256::digest(format!("{parent}\n{number}")))
}

/// `exec-` and 20 lower-case hex digits, the form of every id in the vendor's samples [D].
pub(crate) fn fresh_id(random: &[u8]) -> String {
    let hex: String = random.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
    format!("exec-{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_of_executions_is_bounded() {
        let now = Timestamp::UNIX_EPOCH;
        let mut executions = Executions::default();
        let running = |id: usize| Execution::new(id.to_string(), Status::Running, now);
        for id in 0..EXECUTIONS {
            assert!(executions.put(running(id), now).is_ok());
        }
        assert!(
            executions.put(running(EXECUTIONS), now).unwrap_err().starts_with("There are 50000 executions already.")
        );
        assert!(executions.put(running(1), now).is_ok(), "one is replaced");
        assert_eq!(executions.all().count(), EXECUTIONS);
    }
}
