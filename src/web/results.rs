//! Results, as JavaScript sees them.

use std::time::Duration;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::errors::class_name;
use super::executions::{define, execution};
use crate::client::attempt::{Attempt, History};
use crate::client::{Ended, Ending, Outcome, Success};
use crate::oos::execution::ExecutionStatus;
use crate::oos::validate::ValidUrl;
use crate::rpc::problem::Problem;
use crate::rpc::request::{SignedRequest, VALIDITY_SECONDS};
use crate::rpc::timestamp::Timestamp;

/// Converts a result. Only keys of maps and integers of 64 bits can fail, and no result has either: the second links all of
/// formatting as well, so numbers are `f64` or shorter.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignedUrl<'a> {
    url: &'a str,
    method: &'static str,
    execution_id: &'a str,
    expires_at: String,
    canonical_query: &'a str,
    string_to_sign: &'a str,
    signature: &'a str,
}

pub(super) fn signed_url(call: &SignedRequest, execution_id: &str, timestamp: Timestamp) -> JsValue {
    to_js(&SignedUrl {
        url: &call.url(),
        method: call.method().as_str(),
        execution_id,
        expires_at: timestamp.plus_seconds(VALIDITY_SECONDS).text(),
        canonical_query: call.canonical_query(),
        string_to_sign: call.string_to_sign(),
        signature: call.signature(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ValidReport<'a> {
    valid: bool,
    url: &'a str,
    signature: &'static str,
    execution_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    region_id: Option<&'a str>,
    endpoint: String,
    access_key_id: &'a str,
    temporary: bool,
    timestamp: String,
    expires_at: String,
    nonce: &'a str,
}

pub(super) fn valid_url(url: &ValidUrl) -> JsValue {
    to_js(&ValidReport {
        valid: true,
        url: &url.request.url(),
        signature: if url.verified { "verified" } else { "unchecked" },
        execution_id: &url.execution_id,
        region_id: url.region_id.as_deref(),
        endpoint: url.request.endpoint().origin(),
        access_key_id: &url.access_key_id,
        temporary: url.security_token.is_some(),
        timestamp: url.timestamp.text(),
        expires_at: url.expires_at.text(),
        nonce: &url.nonce,
    })
}

#[derive(Serialize)]
struct InvalidReport<'a> {
    valid: bool,
    problems: Vec<ProblemResult<'a>>,
}

pub(super) fn invalid_url(problems: &[Problem]) -> JsValue {
    to_js(&InvalidReport { valid: false, problems: problem_results(problems) })
}

#[derive(Serialize)]
pub(super) struct ProblemResult<'a> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<&'static str>,
}

pub(super) fn problem_results(problems: &[Problem]) -> Vec<ProblemResult<'_>> {
    let results = problems.iter().map(|problem| ProblemResult {
        code: problem.code.as_str(),
        parameter: problem.parameter.as_deref(),
        message: &problem.message,
        limit: problem.limit.map(|limit| limit as f64),
        allowed: problem.allowed,
    });
    results.collect()
}

/// The outcome of a call or an attempt that OOS accepted.
const ACCEPTED: &str = "accepted";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CancelResult<'a> {
    outcome: &'static str,
    execution_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    elapsed_ms: f64,
    history: Vec<AttemptResult<'a>>,
}

pub(super) fn accepted(success: &Success<JsValue>, execution_id: &str) -> JsValue {
    to_js(&CancelResult {
        outcome: ACCEPTED,
        execution_id,
        request_id: Some(&success.request_id),
        elapsed_ms: whole_milliseconds(success.elapsed),
        history: attempt_results(&success.history),
    })
}

pub(super) fn ended(end: &Ended<JsValue>) -> JsValue {
    let result = to_js(&CancelResult {
        outcome: match end.ending {
            Ending::Cancelled => "cancelled",
            Ending::ByItself => "ended",
        },
        execution_id: end.execution.execution_id(),
        request_id: end.request_id.as_deref(),
        elapsed_ms: whole_milliseconds(end.elapsed),
        history: attempt_results(&end.history),
    });
    define(&result, &"execution".into(), &execution(&end.execution));
    result
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AttemptResult<'a> {
    number: u32,
    action: &'static str,
    started_ms: f64,
    waited_ms: f64,
    elapsed_ms: f64,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
}

fn attempt_result(attempt: &Attempt) -> AttemptResult<'_> {
    AttemptResult {
        number: attempt.number,
        action: attempt.operation.action,
        started_ms: whole_milliseconds(attempt.started),
        waited_ms: whole_milliseconds(attempt.waited),
        elapsed_ms: whole_milliseconds(attempt.elapsed),
        outcome: attempt.outcome.map_or(ACCEPTED, Outcome::as_str),
        http_status: attempt.http_status,
        error: attempt.failure.map(class_name),
        code: attempt.code.as_deref(),
        status: attempt.status.as_ref().map(ExecutionStatus::as_str),
    }
}

pub(super) fn attempt(attempt: &Attempt) -> JsValue {
    to_js(&attempt_result(attempt))
}

pub(super) fn attempt_results(history: &History) -> Vec<AttemptResult<'_>> {
    history.attempts().iter().map(attempt_result).collect()
}

pub(super) fn whole_milliseconds(duration: Duration) -> f64 {
    (duration.as_secs() * 1_000 + u64::from(duration.subsec_millis())) as f64
}
