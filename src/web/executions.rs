//! Executions, as JavaScript sees them: the members that OOS sends, under the names of the package. Texts stay on the JavaScript
//! side, since outputs can be long.

use js_sys::{Array, JsString, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::json::own_members;
use super::results::to_js;
use crate::client::ExecutionPage;
use crate::oos::execution::{Execution, TEXTS};
use crate::rpc::json::Json;
use crate::rpc::text::concat;

#[wasm_bindgen(module = "/src/web/platform.js")]
extern "C" {
    pub(super) fn define(object: &JsValue, name: &JsValue, value: &JsValue);
    #[wasm_bindgen(js_name = copyJson)]
    fn copy_json(value: &JsValue) -> JsValue;
}

const MOST_MEMBERS: u32 = 1_000;

pub(super) fn execution(execution: &Execution<JsValue>) -> JsValue {
    let (json, result) = (execution.json(), Object::new().into());
    copy_texts(json, &["ExecutionId", "Status"], &result);
    copy_texts(json, TEXTS, &result);
    copy(json, "IsParent", &result, |value| value.flag().is_some().then_some(value));
    copy(json, "Tags", &result, |value| record(&value, JsValue::is_string));
    copy(json, "Counters", &result, |value| record(&value, |value| value.as_f64().is_some()));
    copy(json, "Parameters", &result, |value| value.is_object().then_some(value));
    copy(json, "CurrentTasks", &result, |value| tasks(&value));
    result
}

/// Returns an execution for an observer, which shares nothing with the result of the call.
pub(super) fn observed_execution(seen: &Execution<JsValue>) -> JsValue {
    let result = execution(seen);
    copy(seen.json(), "Parameters", &result, |value| value.is_object().then(|| copy_json(&value)));
    result
}

/// Copies a member as `convert` returns it. Its name begins with a lower-case letter then.
fn copy(json: &JsValue, name: &str, result: &JsValue, convert: impl FnOnce(JsValue) -> Option<JsValue>) {
    if let Some(value) = json.member(name).and_then(convert) {
        let (first, rest) = name.split_at_checked(1).unwrap_or_default();
        define(result, &concat(&[&first.to_ascii_lowercase(), rest]).into(), &value);
    }
}

/// Copies the members that are texts. An empty one counts as absent, as in [`Execution`].
fn copy_texts(json: &JsValue, names: &[&str], result: &JsValue) {
    let is_text = |value: &JsValue| value.dyn_ref::<JsString>().is_some_and(|text| text.length() > 0);
    for name in names {
        copy(json, name, result, |value| is_text(&value).then_some(value));
    }
}

/// Copies the members of one type; `None` if there is none.
fn record(value: &JsValue, keep: fn(&JsValue) -> bool) -> Option<JsValue> {
    let mut members = own_members(value, MOST_MEMBERS)?;
    members.retain(|(_, value)| keep(value));
    let result = Object::new().into();
    members.iter().for_each(|(name, value)| define(&result, name, value));
    (!members.is_empty()).then_some(result)
}

fn tasks(value: &JsValue) -> Option<JsValue> {
    let tasks = value.elements()?.into_iter().filter(Json::is_object).map(|task| {
        let result = Object::new().into();
        copy_texts(&task, &["TaskName", "TaskAction", "TaskExecutionId"], &result);
        result
    });
    let tasks = array(tasks);
    (tasks.length() > 0).then(|| tasks.into())
}

/// Returns an array. `push` may be a function of the page.
fn array(values: impl Iterator<Item = JsValue>) -> Array {
    let array = Array::new();
    for (index, value) in values.enumerate() {
        define(&array, &JsValue::from_f64(index as f64), &value);
    }
    array
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageResult {
    #[serde(skip_serializing_if = "Option::is_none")]
    total_count: Option<f64>,
}

pub(super) fn page(page: &ExecutionPage<JsValue>) -> JsValue {
    let result = to_js(&PageResult { total_count: page.total_count.map(|count| count as f64) });
    define(&result, &"executions".into(), &array(page.executions.iter().map(execution)));
    result
}
