//! The options of `OosClient` and of its calls.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::credentials::credentials_from;
use super::reader::{Form, Options, Reader};
use super::target::target;
use super::{METHODS, Read, names, object, optional_object};
use crate::client::clock::ClockOffset;
use crate::client::credentials::{Cache, CredentialsSource};
use crate::client::retry::RetryPolicy;
use crate::client::{Client, RequestStyle};
use crate::rpc::problem::ProblemCode;
use crate::rpc::signature::Method;
use crate::web::provider::JsProvider;

pub(in crate::web) const DEFAULT_TIMEOUT_MS: u32 = 10_000;

/// The options of one call.
pub(in crate::web) struct CallOptions {
    pub(in crate::web) signal: Option<JsValue>,
    pub(in crate::web) timeout_ms: u32,
}

/// Reads the ExecutionId and the options of one call.
pub(in crate::web) fn call_options(
    execution_id: &JsValue,
    value: &JsValue,
    timeout_ms: u32,
) -> Read<(String, CallOptions)> {
    let mut reader = Reader::default();
    let execution_id = reader.argument(&names::EXECUTION_ID, execution_id, &Form::EXECUTION_ID);
    let options = optional_object(&mut reader, value);
    let call = read_call_options(&mut reader, &options, timeout_ms);
    reader.finish(execution_id.map(|execution_id| (execution_id, call)))
}

pub(super) fn read_call_options(reader: &mut Reader, options: &Options, timeout_ms: u32) -> CallOptions {
    CallOptions { signal: options.get(&names::SIGNAL), timeout_ms: timeout(reader, options, timeout_ms) }
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
    let method = reader.choice(options, &names::METHOD, METHODS, Method::Post);
    let styles = &[("query", RequestStyle::Query), ("form", RequestStyle::Form)];
    let request_style = reader.choice(options, &names::REQUEST_STYLE, styles, RequestStyle::Query);
    if request_style == RequestStyle::Form && method == Method::Get {
        let predicate = "must not be \"GET\" when requestStyle is \"form\"";
        reader.reject_option(options, &names::METHOD, ProblemCode::Conflict, predicate);
    }
    let timeout_ms = timeout(&mut reader, options, DEFAULT_TIMEOUT_MS);
    let retry = retry_policy(&mut reader, options);
    let on_attempt = options.get(&names::ON_ATTEMPT);
    let on_attempt = on_attempt.and_then(|value| reader.function(options, &names::ON_ATTEMPT, &value));
    let read = target.zip(credentials).map(|((endpoint, region_id), credentials)| {
        let clock = ClockOffset::default();
        let client = Client { endpoint, region_id, credentials, request_style, method, retry, clock };
        ClientOptions { client, timeout_ms, on_attempt }
    });
    reader.finish(read)
}

fn credentials_source(reader: &mut Reader, options: &Options) -> Option<CredentialsSource<JsProvider>> {
    let value = reader.required(options, &names::CREDENTIALS)?;
    if value.is_function() {
        let provider = reader.function(options, &names::CREDENTIALS, &value)?;
        return Some(CredentialsSource::Provider(Cache::new(JsProvider::new(provider))));
    }
    let provided = credentials_from(reader, &value)?;
    Some(CredentialsSource::Static(provided.credentials.into()))
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
    RetryPolicy {
        max_attempts: reader.count(retry, &names::MAX_ATTEMPTS, 10, default.max_attempts, attempts),
        base_delay_ms: reader.count(retry, &names::BASE_DELAY_MS, most, default.base_delay_ms, delay),
        throttling_base_delay_ms: reader.count(
            retry,
            &names::THROTTLING_BASE_DELAY_MS,
            most,
            default.throttling_base_delay_ms,
            delay,
        ),
        max_delay_ms: reader.count(retry, &names::MAX_DELAY_MS, most, default.max_delay_ms, delay),
    }
}
