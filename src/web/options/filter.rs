//! The filter of a list of executions.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::reader::{Form, Name, Options, Reader};
use super::{names, object};
use crate::oos::execution::ExecutionStatus;
use crate::oos::execution_filter::{ExecutionFilter, RANGES, Sort};
use crate::oos::limits;
use crate::rpc::problem::ProblemCode;
use crate::rpc::text::concat;
use crate::rpc::timestamp::Timestamp;
use crate::web::json::record_members;

/// More states than there are.
const MOST_STATES: u32 = 20;

/// More conditions than there are.
const MOST_CONDITIONS: u32 = 100;

/// The longest name of an unknown condition that is shown.
const LONGEST_NAME: u32 = 24;

/// The form of the value of a condition.
enum Value {
    Text(Form),
    Date,
}

/// The conditions with one value, and their parameters.
const CONDITIONS: [(&Name, &str, Value); 9] = [
    (&names::TEMPLATE_NAME, "TemplateName", Value::Text(Form::NAME)),
    (&names::EXECUTED_BY, "ExecutedBy", Value::Text(Form::NAME)),
    (&names::PARENT_EXECUTION_ID, "ParentExecutionId", Value::Text(Form::EXECUTION_ID)),
    (&names::CATEGORY, "Category", Value::Text(Form::NAME)),
    (&names::RESOURCE_GROUP_ID, "ResourceGroupId", Value::Text(Form::NAME)),
    (&names::STARTED_AFTER, "StartDateAfter", Value::Date),
    (&names::STARTED_BEFORE, "StartDateBefore", Value::Date),
    (&names::ENDED_AFTER, "EndDateAfter", Value::Date),
    (&names::ENDED_BEFORE, "EndDateBefore", Value::Date),
];

const OTHERS: [&Name; 3] = [&names::STATUS, &names::TAGS, &names::SORT];

/// Reads a filter. Unlike options, it may not have a condition that does not exist: a misspelled one would list executions that
/// the caller wants to leave alone.
pub(super) fn read_filter(reader: &mut Reader, value: &JsValue) -> ExecutionFilter {
    let mut filter = ExecutionFilter::new();
    if value.is_undefined() || value.is_null() {
        return filter;
    }
    let Some(options) = &object(reader, "filter", value, "filter.") else { return filter };
    check_names(reader, value);
    for (name, parameter, form) in &CONDITIONS {
        let value = match form {
            Value::Text(form) => reader.optional_text(options, name, form),
            Value::Date => reader.date(options, name).map(Timestamp::text),
        };
        if let Some(value) = value {
            filter = filter.with(parameter, value);
        }
    }
    for (name, (after, before)) in [&names::STARTED_AFTER, &names::ENDED_AFTER].into_iter().zip(RANGES) {
        if let Err(defect) = filter.check_range(after, before) {
            reader.reject_defect(options, name, defect);
        }
    }
    filter = states(reader, options, filter);
    filter = tags(reader, options, filter);
    let sorts = &[("newest-first", Some(Sort::NewestFirst)), ("oldest-first", Some(Sort::OldestFirst))];
    match reader.choice(options, &names::SORT, sorts, None) {
        Some(sort) => filter.sort(sort),
        None => filter,
    }
}

fn check_names(reader: &mut Reader, value: &JsValue) {
    let Some(members) = record_members(value, MOST_CONDITIONS) else {
        return reader.reject("filter", ProblemCode::WrongType, "must be an object of conditions");
    };
    for (name, _) in members {
        let is_name = |known: &'static Name| known.with(|known| AsRef::<JsValue>::as_ref(known) == &name);
        if !CONDITIONS.iter().any(|(known, ..)| is_name(known)) && !OTHERS.into_iter().any(is_name) {
            reject_unknown(reader, &name);
        }
    }
}

/// Reports a condition that does not exist. Its name is shown only if it is short and plain.
fn reject_unknown(reader: &mut Reader, name: &JsValue) {
    let short = name.dyn_ref::<JsString>().filter(|name| name.length() <= LONGEST_NAME).map(String::from);
    match short.filter(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
        Some(name) => {
            let predicate = "is not a condition of a filter. Check its spelling";
            reader.reject(&concat(&["filter.", &name]), ProblemCode::UnknownOption, predicate);
        }
        None => reader.reject("filter", ProblemCode::UnknownOption, "has a member that is not a condition of a filter"),
    }
}

fn states(reader: &mut Reader, options: &Options, mut filter: ExecutionFilter) -> ExecutionFilter {
    let name = &names::STATUS;
    let Some(value) = options.get(name) else { return filter };
    let problems = reader.problems_so_far();
    let values = if value.is_string() { vec![value] } else { reader.list(options, name, MOST_STATES) };
    if values.is_empty() && reader.problems_so_far() == problems {
        reader.reject_option(options, name, ProblemCode::Empty, "must not be empty. Leave it out to list every status");
    }
    for value in values {
        if let Some(text) = reader.text(options, name, &value, &Form::NAME) {
            let status = ExecutionStatus::from(text.as_str());
            if let Err(defect) = limits::status(&status) {
                reader.reject_defect(options, name, defect);
            }
            filter = filter.status(status);
        }
    }
    filter
}

fn tags(reader: &mut Reader, options: &Options, mut filter: ExecutionFilter) -> ExecutionFilter {
    let name = &names::TAGS;
    let Some(value) = options.get(name) else { return filter };
    let Some(members) = record_members(&value, MOST_CONDITIONS) else {
        reader.reject_option(options, name, ProblemCode::WrongType, "must be an object of names and values");
        return filter;
    };
    if let Err(defect) = limits::tag_count(members.len()) {
        reader.reject_defect(options, name, defect);
        return filter;
    }
    for (key, value) in members {
        let pair = reader.text(options, name, &key, &Form::TAG).zip(reader.text(options, name, &value, &Form::TAG));
        let Some((key, value)) = pair else { continue };
        if let Err(defect) = limits::tag(&key, &value) {
            reader.reject_defect(options, name, defect);
        }
        filter = filter.tag(key, value);
    }
    filter
}
