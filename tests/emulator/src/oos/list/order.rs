//! `SortField` and `SortOrder`.

use std::cmp::Ordering;

use crate::{gateway::Call, oos::execution::Execution};

#[derive(Debug, Clone, Copy)]
enum Field {
    Start,
    End,
    Status,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    field: Field,
    ascending: bool,
}

/// Where an execution stands in the list. Of equal dates the number decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    /// Milliseconds. What has not ended comes before everything that has, as an empty text would [I].
    pub(super) time: i64,
    pub(super) status: &'a str,
    pub(super) seq: u64,
}

impl Order {
    /// Reads the parameters: by start and descending unless they say otherwise [D].
    pub(super) fn read(call: &Call) -> Option<Self> {
        let field = match call.get("SortField") {
            None | Some("StartDate") => Field::Start,
            Some("EndDate") => Field::End,
            Some("Status") => Field::Status,
            Some(_) => return None,
        };
        let ascending = match call.get("SortOrder") {
            None | Some("Descending") => false,
            Some("Ascending") => true,
            Some(_) => return None,
        };
        Some(Self { field, ascending })
    }

    /// Returns nothing for an execution that did not exist yet.
    pub(super) fn key(self, seq: u64, execution: &Execution, version: u64) -> Option<Key<'_>> {
        let (status, ended) = execution.at_version(version)?;
        let (time, status) = match self.field {
            Field::Start => (execution.started.as_millisecond(), ""),
            Field::End => (ended.map_or(i64::MIN, |time| time.as_millisecond()), ""),
            Field::Status => (0, status.name()),
        };
        Some(Key { time, status, seq })
    }

    pub(super) fn compare(self, a: &Key<'_>, b: &Key<'_>) -> Ordering {
        if self.ascending { a.cmp(b) } else { b.cmp(a) }
    }
}
