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
    const KNOWN: [Self; 7] =
        [Self::Started, Self::Queued, Self::Running, Self::Waiting, Self::Success, Self::Failed, Self::Cancelled];

    /// Returns whether this is a known status in other letter case. OOS has none of that name.
    pub(crate) fn is_miswritten(&self) -> bool {
        matches!(self, Self::Other(text) if Self::KNOWN.iter().any(|known| known.as_str().eq_ignore_ascii_case(text)))
    }

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

#[cfg(feature = "serde")]
impl serde::Serialize for ExecutionStatus {
    /// Writes the status as OOS spells it.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl From<&str> for ExecutionStatus {
    /// Reads a status as OOS spells it; case matters.
    fn from(text: &str) -> Self {
        let known = Self::KNOWN.into_iter().find(|known| known.as_str() == text);
        known.unwrap_or_else(|| Self::Other(text.to_owned()))
    }
}

impl fmt::Display for ExecutionStatus {
    /// Writes the status as OOS spells it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An execution. Its members stay in the JSON of the host until they are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Execution<J> {
    execution_id: String,
    status: ExecutionStatus,
    json: J,
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

/// Defines the members of an execution that are texts: a method for each, and a list of their names in OOS.
macro_rules! texts {
    ($($(#[$doc:meta])* $method:ident = $member:literal,)*) => {
        /// The names of the members that are texts.
        #[cfg_attr(not(all(feature = "web", target_arch = "wasm32")), allow(dead_code, reason = "read by hosts"))]
        pub(crate) const TEXTS: &[&str] = &[$($member,)*];

        impl<J: Json> Execution<J> {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $method(&self) -> Option<String> {
                    read_text(&self.json, $member)
                }
            )*
        }
    };
}

texts! {
    /// Returns the message about the status, such as the error of a failed task.
    status_message = "StatusMessage",
    /// Returns the reason of the status.
    status_reason = "StatusReason",
    /// Returns what a waiting execution waits for.
    waiting_status = "WaitingStatus",
    /// Returns the name of the template.
    template_name = "TemplateName",
    /// Returns the id of the template.
    template_id = "TemplateId",
    /// Returns the version of the template.
    template_version = "TemplateVersion",
    /// Returns the execution that started this one: a timer, for example.
    parent_execution_id = "ParentExecutionId",
    /// Returns `Other`, `TimerTrigger`, `EventTrigger` or `AlarmTrigger`.
    category = "Category",
    /// Returns `Automatic`, `Debug` or `FailurePause`.
    mode = "Mode",
    /// Returns the user who started it.
    executed_by = "ExecutedBy",
    /// Returns the description by that user.
    description = "Description",
    /// Returns when it was created.
    create_date = "CreateDate",
    /// Returns when it started.
    start_date = "StartDate",
    /// Returns when it last changed.
    update_date = "UpdateDate",
    /// Returns when it ended.
    end_date = "EndDate",
    /// Returns the outputs: a JSON text.
    outputs = "Outputs",
    /// Returns when a timer fires next.
    next_schedule_time = "NextScheduleTime",
}

impl<J: Json> Execution<J> {
    /// Reads an element of a list; `None` if it has no ExecutionId or no status.
    pub(crate) fn read(json: J) -> Option<Self> {
        let execution_id = read_text(&json, "ExecutionId").filter(|id| limits::execution_id(id).is_ok())?;
        let status = read_text(&json, "Status").filter(|status| status.len() <= MAX_STATUS)?;
        let status = ExecutionStatus::from(status.as_str());
        Some(Self { execution_id, status, json })
    }

    /// Returns whether other executions belong to this one.
    #[must_use]
    pub fn is_parent(&self) -> Option<bool> {
        self.json.member("IsParent")?.flag()
    }

    /// Returns the tags, as names and values.
    #[must_use]
    pub fn tags(&self) -> Vec<(String, String)> {
        read_members(&self.json, "Tags", J::text)
    }

    /// Returns how many tasks have each status, by names such as `Failed`, `Success` and `Total`.
    #[must_use]
    pub fn counters(&self) -> Vec<(String, f64)> {
        read_members(&self.json, "Counters", J::number)
    }

    /// Returns the parameters that it was started with: an object.
    #[must_use]
    pub fn parameters(&self) -> Option<J> {
        self.json.member("Parameters").filter(J::is_object)
    }

    /// Returns the tasks that run now.
    #[must_use]
    pub fn current_tasks(&self) -> Vec<CurrentTask> {
        let tasks = self.json.member("CurrentTasks").and_then(|value| value.elements()).unwrap_or_default();
        let task = |json: &J| CurrentTask {
            task_name: read_text(json, "TaskName"),
            task_action: read_text(json, "TaskAction"),
            task_execution_id: read_text(json, "TaskExecutionId"),
        };
        tasks.iter().filter(|json| json.is_object()).map(task).collect()
    }
}

impl<J> Execution<J> {
    /// Returns the ExecutionId.
    #[must_use]
    pub fn execution_id(&self) -> &str {
        &self.execution_id
    }

    /// Returns the status.
    #[must_use]
    pub const fn status(&self) -> &ExecutionStatus {
        &self.status
    }

    /// Returns everything that OOS says about the execution.
    #[must_use]
    pub const fn json(&self) -> &J {
        &self.json
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
