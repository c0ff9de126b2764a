//! Results become plain objects.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::client::attempt::{Attempt, History};
use crate::client::{Accepted, Outcome};
use crate::protocol::problem::Problem;
use crate::protocol::signed_url::{SignedCall, VALIDITY_SECONDS};
use crate::protocol::timestamp::Timestamp;
use crate::protocol::validate::ValidUrl;

/// A plain object of what `value` serializes to.
pub(super) fn to_object(value: &impl Serialize) -> JsValue {
    // None of the types here has a map with odd keys or a number out of range, which is all that can fail.
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::UNDEFINED)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignedUrlObject<'a> {
    url: &'a str,
    method: &'static str,
    execution_id: &'a str,
    expires_at: &'a str,
    canonical_query: &'a str,
    string_to_sign: &'a str,
    signature: &'a str,
}

pub(super) fn signed_url(call: &SignedCall, execution_id: &str, timestamp: Timestamp) -> JsValue {
    to_object(&SignedUrlObject {
        url: &call.url(),
        method: call.method().as_str(),
        execution_id,
        expires_at: &timestamp.plus_seconds(VALIDITY_SECONDS).to_string(),
        canonical_query: call.canonical_query(),
        string_to_sign: call.string_to_sign(),
        signature: call.signature(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ValidUrlObject<'a> {
    valid: bool,
    url: &'a str,
    signature: &'static str,
    execution_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    region_id: Option<&'a str>,
    endpoint: &'a str,
    access_key_id: &'a str,
    temporary: bool,
    timestamp: &'a str,
    expires_at: &'a str,
    nonce: &'a str,
}

pub(super) fn valid_url(url: &ValidUrl) -> JsValue {
    to_object(&ValidUrlObject {
        valid: true,
        url: &url.call.url(),
        signature: if url.verified { "verified" } else { "unchecked" },
        execution_id: &url.execution_id,
        region_id: url.region_id.as_deref(),
        endpoint: &url.call.endpoint().to_string(),
        access_key_id: &url.access_key_id,
        temporary: url.security_token.is_some(),
        timestamp: &url.timestamp.to_string(),
        expires_at: &url.expires_at.to_string(),
        nonce: &url.nonce,
    })
}

#[derive(Serialize)]
struct InvalidUrlObject<'a> {
    valid: bool,
    problems: Vec<ProblemObject<'a>>,
}

pub(super) fn invalid_url(problems: &[Problem]) -> JsValue {
    to_object(&InvalidUrlObject { valid: false, problems: problem_objects(problems) })
}

#[derive(Serialize)]
pub(super) struct ProblemObject<'a> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
    message: &'a str,
}

pub(super) fn problem_objects<'a>(problems: &'a [Problem]) -> Vec<ProblemObject<'a>> {
    let object = |problem: &'a Problem| ProblemObject {
        code: problem.code.as_str(),
        parameter: problem.parameter.as_deref(),
        message: &problem.message,
    };
    problems.iter().map(object).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CancelResultObject<'a> {
    request_id: &'a str,
    execution_id: &'a str,
    attempts: usize,
    elapsed_ms: u32,
    history: Vec<AttemptObject<'a>>,
}

pub(super) fn cancel_result(accepted: &Accepted) -> JsValue {
    to_object(&CancelResultObject {
        request_id: &accepted.request_id,
        execution_id: &accepted.execution_id,
        attempts: accepted.history.attempts().len(),
        elapsed_ms: accepted.elapsed_ms as u32,
        history: attempt_objects(&accepted.history),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AttemptObject<'a> {
    number: u32,
    waited_ms: u32,
    elapsed_ms: u32,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
}

impl<'a> From<&'a Attempt> for AttemptObject<'a> {
    fn from(attempt: &'a Attempt) -> Self {
        Self {
            number: attempt.number,
            waited_ms: attempt.waited_ms as u32,
            elapsed_ms: attempt.elapsed_ms as u32,
            outcome: attempt.outcome.map_or("accepted", Outcome::as_str),
            http_status: attempt.http_status,
            error: attempt.failure,
            code: attempt.code.as_deref(),
        }
    }
}

pub(super) fn attempt_object(attempt: &Attempt) -> JsValue {
    to_object(&AttemptObject::from(attempt))
}

pub(super) fn attempt_objects(history: &History) -> Vec<AttemptObject<'_>> {
    history.attempts().iter().map(AttemptObject::from).collect()
}
