//! An execution as ListExecutions describes it, and which states are final.
//!
//! Source: the models of `alibabacloud-oos20190601` 3.7.0 and the vendor's page on ListExecutions. Every member is optional
//! there. Dates and JSON inside of texts stay as they come.

use std::fmt;

use super::limits;
use crate::rpc::json::Json;

/// The longest status that is read, in bytes.
const MAX_STATUS: usize = 64;

/// The status of an execution.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExecutionStatus {
    /// It has been accepted.
    Started,
    /// It waits for others to end.
    Queued,
    /// It runs.
    Running,
    /// It waits for an approval, or for the next time of its timer.
    Waiting,
    /// It has ended well.
    Success,
    /// It has ended with an error.
    Failed,
    /// It has ended because it was cancelled.
    Cancelled,
    /// A status that the documents do not have.
    Other(String),
}

impl ExecutionStatus {
    /// Returns the status as OOS spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Started => "Started",
            Self::Queued => "Queued",
            Self::Running => "Running",
            Self::Waiting => "Waiting",
            Self::Success => "Success",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Other(text) => text,
        }
    }

    /// Returns whether an execution with this status has ended: Success, Failed or Cancelled.
    ///
    /// A status that is not known is not final, since an execution must never be taken for one that has stopped.
    #[must_use]
    pub const fn is_ended(&self) -> bool {
        matches!(self, Self::Success | Self::Failed | Self::Cancelled)
    }
}

impl From<&str> for ExecutionStatus {
    /// Reads a status as OOS spells it; case matters.
    fn from(text: &str) -> Self {
        match text {
            "Started" => Self::Started,
            "Queued" => Self::Queued,
            "Running" => Self::Running,
            "Waiting" => Self::Waiting,
            "Success" => Self::Success,
            "Failed" => Self::Failed,
            "Cancelled" => Self::Cancelled,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for ExecutionStatus {
    /// Writes the status as OOS spells it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An execution.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Execution<Json> {
    /// The ExecutionId.
    pub execution_id: String,
    /// The status.
    pub status: ExecutionStatus,
    /// A message about the status, such as the error of a failed task.
    pub status_message: Option<String>,
    /// The reason of the status.
    pub status_reason: Option<String>,
    /// What a waiting execution waits for.
    pub waiting_status: Option<String>,
    /// The name of the template.
    pub template_name: Option<String>,
    /// The id of the template.
    pub template_id: Option<String>,
    /// The version of the template.
    pub template_version: Option<String>,
    /// The execution that started this one: a timer, for example.
    pub parent_execution_id: Option<String>,
    /// Whether other executions belong to this one.
    pub is_parent: Option<bool>,
    /// `Other`, `TimerTrigger`, `EventTrigger` or `AlarmTrigger`.
    pub category: Option<String>,
    /// `Automatic`, `Debug` or `FailurePause`.
    pub mode: Option<String>,
    /// The user who started it.
    pub executed_by: Option<String>,
    /// A description by that user.
    pub description: Option<String>,
    /// When it was created.
    pub create_date: Option<String>,
    /// When it started.
    pub start_date: Option<String>,
    /// When it last changed.
    pub update_date: Option<String>,
    /// When it ended.
    pub end_date: Option<String>,
    /// The tags, as names and values.
    pub tags: Vec<(String, String)>,
    /// How many tasks have each status, by names such as `Failed`, `Success` and `Total`.
    pub counters: Vec<(String, f64)>,
    /// The parameters that it was started with: an object.
    pub parameters: Option<Json>,
    /// The outputs: a JSON text.
    pub outputs: Option<String>,
    /// The tasks that run now.
    pub current_tasks: Vec<CurrentTask>,
    /// When a timer fires next.
    pub next_schedule_time: Option<String>,
}

/// A task that runs now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CurrentTask {
    /// The name in the template.
    pub task_name: Option<String>,
    /// The action, such as `ACS::TimerTrigger`.
    pub task_action: Option<String>,
    /// The id of this run of the task.
    pub task_execution_id: Option<String>,
}

impl<J: Json> Execution<J> {
    /// Reads an element of a list; `None` if it has no ExecutionId or no status.
    pub(crate) fn read(json: &J) -> Option<Self> {
        let text = |name| read_text(json, name);
        let execution_id = text("ExecutionId").filter(|id| limits::execution_id(id).is_ok())?;
        let status = text("Status").filter(|status| (1..=MAX_STATUS).contains(&status.len()))?;
        Some(Self {
            execution_id,
            status: ExecutionStatus::from(status.as_str()),
            status_message: text("StatusMessage"),
            status_reason: text("StatusReason"),
            waiting_status: text("WaitingStatus"),
            template_name: text("TemplateName"),
            template_id: text("TemplateId"),
            template_version: text("TemplateVersion"),
            parent_execution_id: text("ParentExecutionId"),
            is_parent: json.member("IsParent").and_then(|value| value.flag()),
            category: text("Category"),
            mode: text("Mode"),
            executed_by: text("ExecutedBy"),
            description: text("Description"),
            create_date: text("CreateDate"),
            start_date: text("StartDate"),
            update_date: text("UpdateDate"),
            end_date: text("EndDate"),
            tags: read_members(json, "Tags", J::text),
            counters: read_members(json, "Counters", J::number),
            parameters: json.member("Parameters").filter(J::is_object),
            outputs: text("Outputs"),
            current_tasks: json.member("CurrentTasks").map(read_tasks).unwrap_or_default(),
            next_schedule_time: text("NextScheduleTime"),
        })
    }
}

/// Reads a text. An empty one counts as absent: OOS sends one for a date that is not there yet.
fn read_text<J: Json>(json: &J, name: &str) -> Option<String> {
    json.member(name)?.text().filter(|text| !text.is_empty())
}

/// Reads the members of an object that are of one type.
fn read_members<J: Json, T>(json: &J, name: &str, read: impl Fn(&J) -> Option<T>) -> Vec<(String, T)> {
    let members = json.member(name).and_then(|value| value.members()).unwrap_or_default();
    members.into_iter().filter_map(|(name, value)| Some((name, read(&value)?))).collect()
}

fn read_tasks<J: Json>(json: J) -> Vec<CurrentTask> {
    let task = |json: &J| CurrentTask {
        task_name: read_text(json, "TaskName"),
        task_action: read_text(json, "TaskAction"),
        task_execution_id: read_text(json, "TaskExecutionId"),
    };
    json.elements().unwrap_or_default().iter().map(task).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_three_states_are_final() {
        for (text, ended) in [
            ("Started", false),
            ("Queued", false),
            ("Running", false),
            ("Waiting", false),
            ("Success", true),
            ("Failed", true),
            ("Cancelled", true),
            ("Canceled", false),
            ("cancelled", false),
            ("Cancelling", false),
            ("Pending", false),
            ("Skipped", false),
            ("", false),
        ] {
            let status = ExecutionStatus::from(text);
            assert_eq!((status.as_str(), status.is_ended()), (text, ended));
            assert_eq!(status.to_string(), text);
        }
    }
}
