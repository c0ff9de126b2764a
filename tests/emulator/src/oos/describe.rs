//! An execution as ListExecutions and StartExecution show it: the 35 fields of the models of PyPI
//! alibabacloud-oos20190601 3.7.0 [V]; their texts go by the vendor's samples [D].

use jiff::Timestamp;
use serde_json::{Value, json};

use super::execution::{Category, Execution};
use crate::clock::utc_seconds;

/// The number of the account that owns everything here; a made-up one.
const ACCOUNT_ID: &str = "1234567890123456";

/// `shown` turns a time into the one that OOS's clock shows.
pub(crate) fn described(execution: &Execution, shown: impl Fn(Timestamp) -> Timestamp) -> Value {
    let date = |time: Option<Timestamp>| time.map(|time| utc_seconds(shown(time))).unwrap_or_default();
    let details = &execution.details;
    let started = date(Some(execution.started));
    let timer = execution.timer.as_ref();
    let is_trigger = details.category != Category::Other;
    // "For others they equal StatusMessage and Outputs" [D].
    let (last_message, last_outputs) =
        if is_trigger { ("", "{}") } else { (details.status_message.as_str(), details.outputs.as_str()) };
    json!({
        "AccountId": ACCOUNT_ID,
        "Category": details.category,
        "Counters": counters(execution),
        "CreateDate": started,
        "CurrentTasks": current_tasks(execution),
        "Description": details.description,
        "EndDate": date(execution.ended),
        "ExecutedBy": details.executed_by,
        "ExecutionId": execution.id,
        "IsParent": execution.is_parent,
        "LastSuccessfulTriggerTime": "",
        "LastTriggerOutputs": last_outputs,
        "LastTriggerStatus": if is_trigger { "" } else { execution.status.name() },
        "LastTriggerStatusMessage": last_message,
        "LastTriggerTime": date(timer.and_then(|timer| timer.last)),
        "Mode": details.mode,
        "NextScheduleTime": date(timer.and_then(|timer| timer.next)),
        "Outputs": details.outputs,
        "Parameters": details.parameters,
        "ParentExecutionId": execution.parent.as_deref().unwrap_or_default(),
        "RamRole": details.ram_role,
        "ResourceGroupId": details.resource_group_id,
        "ResourceStatus": "{}",
        "SafetyCheck": "Skip",
        "StartDate": started,
        "Status": execution.status,
        "StatusMessage": details.status_message,
        "StatusReason": details.status_reason,
        "Tags": details.tags,
        "Targets": json!(details.resource_ids).to_string(),
        "TemplateId": details.template_id,
        "TemplateName": details.template_name,
        "TemplateVersion": details.template_version,
        "UpdateDate": date(Some(execution.updated)),
        "WaitingStatus": details.waiting_status,
    })
}

fn counters(execution: &Execution) -> Value {
    use super::status::Status;
    let of = |status| u32::from(execution.status == status);
    json!({ "Failed": of(Status::Failed), "Success": of(Status::Success), "Total": 1 })
}

fn current_tasks(execution: &Execution) -> Value {
    if execution.status.is_final() {
        return json!([]);
    }
    let action = if execution.timer.is_some() { "ACS::TimerTrigger" } else { "ACS::Sleep" };
    json!([{ "TaskName": "demo", "TaskAction": action, "TaskExecutionId": format!("{}.t0001", execution.id) }])
}
