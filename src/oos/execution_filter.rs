//! Which executions a list has, and in which order.

use super::execution::ExecutionStatus;
use super::limits;
use super::list_executions::{LIST_EXECUTIONS, is_filterable};
use crate::rpc::limits::Defect;
use crate::rpc::problem::{Problem, Problems, Report, none};
use crate::rpc::request::Call;
use crate::rpc::timestamp::Timestamp;

/// The largest page that OOS returns.
const PAGE_SIZE: &str = "100";

/// The parameters of time ranges: the beginning and the end.
pub(crate) const RANGES: [(&str, &str); 2] = [("StartDateAfter", "StartDateBefore"), ("EndDateAfter", "EndDateBefore")];

/// The order of a list, by the start of the executions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The latest first, as OOS lists them on its own.
    NewestFirst,
    /// The earliest first.
    OldestFirst,
}

/// Which executions a list has. Without any condition it has all of them, of the region and the account.
///
/// OOS filters by one status. A list of several states, or of one that the documents do not name as a filter (`Queued`), is
/// read without that condition and filtered here: separate lists would miss an execution that changes its status from one that
/// is listed later to one that has been listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExecutionFilter {
    statuses: Vec<ExecutionStatus>,
    values: Vec<(&'static str, String)>,
    tags: Vec<(String, String)>,
}

impl ExecutionFilter {
    /// Creates a filter without any condition.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Accepts this status, beside others that are set.
    #[must_use]
    pub fn status(mut self, status: ExecutionStatus) -> Self {
        if !self.statuses.contains(&status) {
            self.statuses.push(status);
        }
        self
    }

    /// Requires a template whose name contains this text.
    #[must_use]
    pub fn template_name(self, part: impl Into<String>) -> Self {
        self.with("TemplateName", part.into())
    }

    /// Requires this user.
    #[must_use]
    pub fn executed_by(self, user: impl Into<String>) -> Self {
        self.with("ExecutedBy", user.into())
    }

    /// Requires this parent, such as a timer.
    #[must_use]
    pub fn parent_execution_id(self, execution_id: impl Into<String>) -> Self {
        self.with("ParentExecutionId", execution_id.into())
    }

    /// Requires this category: `Other`, `TimerTrigger`, `EventTrigger` or `AlarmTrigger`.
    #[must_use]
    pub fn category(self, category: impl Into<String>) -> Self {
        self.with("Category", category.into())
    }

    /// Requires this resource group.
    #[must_use]
    pub fn resource_group_id(self, resource_group_id: impl Into<String>) -> Self {
        self.with("ResourceGroupId", resource_group_id.into())
    }

    /// Requires this tag, beside others that are set.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let key = key.into();
        self.tags.retain(|(other, _)| *other != key);
        self.tags.push((key, value.into()));
        self
    }

    /// Requires a start at this time or later.
    #[must_use]
    pub fn started_after(self, time: Timestamp) -> Self {
        self.with("StartDateAfter", time.text())
    }

    /// Requires a start at this time or earlier.
    #[must_use]
    pub fn started_before(self, time: Timestamp) -> Self {
        self.with("StartDateBefore", time.text())
    }

    /// Requires an end at this time or later.
    #[must_use]
    pub fn ended_after(self, time: Timestamp) -> Self {
        self.with("EndDateAfter", time.text())
    }

    /// Requires an end at this time or earlier.
    #[must_use]
    pub fn ended_before(self, time: Timestamp) -> Self {
        self.with("EndDateBefore", time.text())
    }

    /// Chooses the order.
    #[must_use]
    pub fn sort(self, sort: Sort) -> Self {
        let order = match sort {
            Sort::NewestFirst => "Descending",
            Sort::OldestFirst => "Ascending",
        };
        self.with("SortField", "StartDate".to_owned()).with("SortOrder", order.to_owned())
    }

    /// Requires this value of a parameter.
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.values.retain(|(other, _)| *other != name);
        self.values.push((name, value));
        self
    }

    fn value(&self, wanted: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
    }

    /// Checks a time range. Dates of this form are in the order of their times.
    pub(crate) fn check_range(&self, after: &str, before: &str) -> Result<(), Defect> {
        limits::date_before(self.value(after), self.value(before))
    }

    /// Checks the conditions.
    ///
    /// # Errors
    /// Returns every problem, each with the name of its parameter.
    pub fn check(&self) -> Result<(), Problems> {
        let values = self.values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
        let mut problems: Vec<Problem> =
            Call::new(&LIST_EXECUTIONS, &values).check().err().map_or_else(Vec::new, Vec::from);
        let mut add = |name: &str, checked: Result<(), Defect>| {
            if let Err(defect) = checked {
                problems.add(defect.of(name));
            }
        };
        for (after, before) in RANGES {
            add(after, self.check_range(after, before));
        }
        add("Tags", limits::tag_count(self.tags.len()));
        for (key, value) in &self.tags {
            add("Tags", limits::tag(key, value));
        }
        for status in &self.statuses {
            add("Status", limits::status(status));
        }
        none(problems)
    }

    /// Returns the one status that the server can filter by.
    fn filterable(&self) -> Option<&ExecutionStatus> {
        match self.statuses.as_slice() {
            [status] if is_filterable(status) => Some(status),
            _ => None,
        }
    }

    /// Returns whether OOS alone applies every condition, so that its count of matches is right.
    pub(crate) fn is_applied_by_server(&self) -> bool {
        self.statuses.is_empty() || self.filterable().is_some()
    }

    /// Returns whether the list has executions with this status.
    pub(crate) fn accepts(&self, status: &ExecutionStatus) -> bool {
        self.statuses.is_empty() || self.statuses.contains(status)
    }

    /// Returns the parameters of a request for a page, apart from its token.
    pub(crate) fn parameters(&self) -> Vec<(&'static str, String)> {
        let mut parameters = self.values.clone();
        parameters.push(("MaxResults", PAGE_SIZE.to_owned()));
        if let Some(status) = self.filterable() {
            parameters.push(("Status", status.as_str().to_owned()));
        }
        if self.value("ParentExecutionId").is_some() {
            // The documents leave open whether OOS lists the children of a parent without it.
            parameters.push(("IncludeChildExecution", "true".to_owned()));
        }
        if !self.tags.is_empty() {
            parameters.push(("Tags", tags_json(&self.tags)));
        }
        parameters
    }
}

/// Returns a JSON object, compact, as the vendor's SDKs send it.
fn tags_json(tags: &[(String, String)]) -> String {
    let mut json = String::from("{");
    for (index, (key, value)) in tags.iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        push_json(&mut json, key);
        json.push(':');
        push_json(&mut json, value);
    }
    json.push('}');
    json
}

/// Appends a JSON string. Its text has been checked: it has no control character.
fn push_json(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            json.push('\\');
        }
        json.push(character);
    }
    json.push('"');
}
