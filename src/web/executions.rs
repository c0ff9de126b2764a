//! Executions, as JavaScript sees them.

use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

use super::results::to_js;
use crate::client::ExecutionPage;
use crate::oos::execution::{CurrentTask, Execution};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExecutionResult<'a> {
    execution_id: &'a str,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting_status: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_execution_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_parent: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    executed_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    create_date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "record")]
    tags: &'a [(String, String)],
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "record")]
    counters: &'a [(String, f64)],
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_parsed")]
    parameters: Option<&'a JsValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outputs: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    current_tasks: Vec<TaskResult<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_schedule_time: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TaskResult<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    task_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_action: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_execution_id: Option<&'a str>,
}

/// Serialises names and values as the members of an object.
fn record<T: Serialize, S: Serializer>(members: &&[(String, T)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
}

/// Passes a value on as the host has parsed it.
fn as_parsed<S: Serializer>(value: &Option<&JsValue>, serializer: S) -> Result<S::Ok, S::Error> {
    serde_wasm_bindgen::preserve::serialize(value.unwrap_or(&JsValue::UNDEFINED), serializer)
}

impl<'a> From<&'a Execution<JsValue>> for ExecutionResult<'a> {
    fn from(execution: &'a Execution<JsValue>) -> Self {
        Self {
            execution_id: &execution.execution_id,
            status: execution.status.as_str(),
            status_message: execution.status_message.as_deref(),
            status_reason: execution.status_reason.as_deref(),
            waiting_status: execution.waiting_status.as_deref(),
            template_name: execution.template_name.as_deref(),
            template_id: execution.template_id.as_deref(),
            template_version: execution.template_version.as_deref(),
            parent_execution_id: execution.parent_execution_id.as_deref(),
            is_parent: execution.is_parent,
            category: execution.category.as_deref(),
            mode: execution.mode.as_deref(),
            executed_by: execution.executed_by.as_deref(),
            description: execution.description.as_deref(),
            create_date: execution.create_date.as_deref(),
            start_date: execution.start_date.as_deref(),
            update_date: execution.update_date.as_deref(),
            end_date: execution.end_date.as_deref(),
            tags: &execution.tags,
            counters: &execution.counters,
            parameters: execution.parameters.as_ref(),
            outputs: execution.outputs.as_deref(),
            current_tasks: execution.current_tasks.iter().map(TaskResult::from).collect(),
            next_schedule_time: execution.next_schedule_time.as_deref(),
        }
    }
}

impl<'a> From<&'a CurrentTask> for TaskResult<'a> {
    fn from(task: &'a CurrentTask) -> Self {
        Self {
            task_name: task.task_name.as_deref(),
            task_action: task.task_action.as_deref(),
            task_execution_id: task.task_execution_id.as_deref(),
        }
    }
}

pub(super) fn execution(execution: &Execution<JsValue>) -> JsValue {
    to_js(&ExecutionResult::from(execution))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageResult<'a> {
    executions: Vec<ExecutionResult<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_count: Option<f64>,
}

pub(super) fn page(page: &ExecutionPage<JsValue>) -> JsValue {
    to_js(&PageResult {
        executions: page.executions.iter().map(ExecutionResult::from).collect(),
        total_count: page.total_count.map(|count| count as f64),
    })
}
