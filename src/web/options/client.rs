//! The options of `OosClient` and of its calls.

use std::time::Duration;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::credentials::credentials_from;
use super::filter::read_filter;
use super::reader::{Form, Options, Reader};
use super::target::target;
use super::{Read, names, object, optional_object};
use crate::client::credentials::CredentialsSource;
use crate::client::{Client, ClientBuilder, DEFAULT_TIMEOUT, DEFAULT_WAIT, RequestStyle, RetryPolicy};
use crate::oos::execution_filter::ExecutionFilter;
use crate::rpc::problem::ProblemCode;
use crate::web::provider::JsProvider;

pub(in crate::web) const DEFAULT_TIMEOUT_MS: u32 = DEFAULT_TIMEOUT.as_millis() as u32;

/// The deadline of a call that waits for the end of an execution, unless that of the client is longer.
pub(super) const DEFAULT_WAIT_MS: u32 = DEFAULT_WAIT.as_millis() as u32;

/// The options of one call.
pub(in crate::web) struct CallOptions {
    pub(in crate::web) signal: Option<JsValue>,
    pub(in crate::web) timeout_ms: u32,
    pub(in crate::web) on_status: Option<Function>,
}

/// What a call does with one execution.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Task {
    Cancel,
    CancelAndWait,
    Get,
    Wait,
}

/// Reads the ExecutionId and the options of one call. They decide whether a cancel waits.
pub(in crate::web) fn call_options(
    task: Task,
    execution_id: &JsValue,
    value: &JsValue,
    timeout_ms: u32,
) -> Read<(String, CallOptions, Task)> {
    let mut reader = Reader::default();
    let execution_id = reader.argument(&names::EXECUTION_ID, execution_id, &Form::EXECUTION_ID);
    let options = optional_object(&mut reader, value);
    let task = match task {
        Task::Cancel => {
            let choices = &[("accepted", Task::Cancel), ("ended", Task::CancelAndWait)];
            reader.choice(&options, &names::WAIT_UNTIL, choices, Task::Cancel)
        }
        other => other,
    };
    let waits = matches!(task, Task::CancelAndWait | Task::Wait);
    let default_ms = if waits { timeout_ms.max(DEFAULT_WAIT_MS) } else { timeout_ms };
    let mut call = read_call_options(&mut reader, &options, default_ms);
    if waits && let Some(observer) = options.get(&names::ON_STATUS) {
        call.on_status = reader.function(&options, &names::ON_STATUS, &observer);
    }
    reader.finish(execution_id.map(|execution_id| (execution_id, call, task)))
}

/// Reads the filter of a list and the options of the call for each of its pages.
pub(in crate::web) fn list_options(
    filter: &JsValue,
    value: &JsValue,
    timeout_ms: u32,
) -> Read<(ExecutionFilter, CallOptions)> {
    let mut reader = Reader::default();
    let filter = read_filter(&mut reader, filter);
    let options = optional_object(&mut reader, value);
    let call = read_call_options(&mut reader, &options, timeout_ms);
    reader.finish(Some((filter, call)))
}

pub(super) fn read_call_options(reader: &mut Reader, options: &Options, timeout_ms: u32) -> CallOptions {
    let (signal, timeout_ms) = (options.get(&names::SIGNAL), timeout(reader, options, timeout_ms));
    CallOptions { signal, timeout_ms, on_status: None }
}

fn timeout(reader: &mut Reader, options: &Options, default: u32) -> u32 {
    let predicate = "must be a whole number of milliseconds from 1 to 600,000";
    reader.count(options, &names::TIMEOUT_MS, 600_000, default, predicate)
}

/// The options of `OosClient`.
pub(in crate::web) struct ClientOptions {
    pub(in crate::web) client: Client<JsProvider>,
    pub(in crate::web) timeout_ms: u32,
    pub(in crate::web) on_attempt: Option<Function>,
}

pub(in crate::web) fn client_options(value: &JsValue) -> Read<ClientOptions> {
    let mut reader = Reader::default();
    let Some(options) = &object(&mut reader, "options", value, "") else { return reader.finish(None) };
    let target = target(&mut reader, options);
    let credentials = credentials_source(&mut reader, options);
    let styles = &[("form", RequestStyle::Form), ("query", RequestStyle::Query), ("get", RequestStyle::Get)];
    let request_style = reader.choice(options, &names::REQUEST_STYLE, styles, RequestStyle::default());
    if options.get(&names::METHOD).is_some() {
        let predicate = "is not an option of a client. Use requestStyle: \"form\", \"query\" or \"get\"";
        reader.reject_option(options, &names::METHOD, ProblemCode::Conflict, predicate);
    }
    let timeout_ms = timeout(&mut reader, options, DEFAULT_TIMEOUT_MS);
    let retry = retry_policy(&mut reader, options);
    let on_attempt = options.get(&names::ON_ATTEMPT);
    let on_attempt = on_attempt.and_then(|value| reader.function(options, &names::ON_ATTEMPT, &value));
    let ((endpoint, region_id), credentials) = reader.finish(target.zip(credentials))?;
    let mut builder = ClientBuilder::new(endpoint, credentials).request_style(request_style).retry(retry);
    if let Some(region_id) = region_id {
        builder = builder.region_id(region_id);
    }
    Ok(ClientOptions { client: builder.build()?, timeout_ms, on_attempt })
}

fn credentials_source(reader: &mut Reader, options: &Options) -> Option<CredentialsSource<JsProvider>> {
    let value = reader.required(options, &names::CREDENTIALS)?;
    if value.is_function() {
        let provider = reader.function(options, &names::CREDENTIALS, &value)?;
        return Some(CredentialsSource::provider(JsProvider::new(provider)));
    }
    let provided = credentials_from(reader, &value)?;
    Some(CredentialsSource::fixed(provided.credentials))
}

fn retry_policy(reader: &mut Reader, options: &Options) -> RetryPolicy {
    let default = RetryPolicy::default();
    let Some(value) = options.get(&names::RETRY) else { return default };
    if value == JsValue::FALSE {
        return RetryPolicy::never();
    }
    let Some(retry) = &object(reader, "retry", &value, "retry.") else { return default };
    let delay = "must be a whole number of milliseconds from 1 to 600,000";
    let most = 600_000;
    let attempts = "must be a whole number from 1 to 10";
    let most_attempts = RetryPolicy::MAX_ATTEMPTS;
    let max_attempts = reader.count(retry, &names::MAX_ATTEMPTS, most_attempts, default.max_attempts, attempts);
    let mut milliseconds = |name, default: Duration| {
        let default = u32::try_from(default.as_millis()).unwrap_or(most);
        Duration::from_millis(reader.count(retry, name, most, default, delay).into())
    };
    let (base_delay, throttling_base_delay, max_delay) = (
        milliseconds(&names::BASE_DELAY_MS, default.base_delay),
        milliseconds(&names::THROTTLING_BASE_DELAY_MS, default.throttling_base_delay),
        milliseconds(&names::MAX_DELAY_MS, default.max_delay),
    );
    default
        .max_attempts(max_attempts)
        .base_delay(base_delay)
        .throttling_base_delay(throttling_base_delay)
        .max_delay(max_delay)
}
