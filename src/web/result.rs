//! Results become plain objects.

use js_sys::JsString;
use serde::Serialize;
use serde_wasm_bindgen::preserve;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

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

/// The values on the other side. In ASCII, as nearly all are, they cross as one text that is cut there: in Chromium each
/// crossing takes a microsecond, whatever the length, which was half of the time of a report.
fn texts<const N: usize>(values: [&str; N]) -> [JsValue; N] {
    let all = Zeroizing::new(values.concat());
    if !all.is_ascii() {
        return values.map(JsValue::from_str);
    }
    let all: JsString = JsValue::from_str(&all).unchecked_into();
    let mut start = 0;
    values.map(|value| {
        let end = start + value.len() as u32;
        let text = all.slice(start, end);
        start = end;
        text.into()
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignedUrlObject {
    #[serde(with = "preserve")]
    url: JsValue,
    #[serde(with = "preserve")]
    method: JsValue,
    #[serde(with = "preserve")]
    execution_id: JsValue,
    #[serde(with = "preserve")]
    expires_at: JsValue,
    #[serde(with = "preserve")]
    canonical_query: JsValue,
    #[serde(with = "preserve")]
    string_to_sign: JsValue,
    #[serde(with = "preserve")]
    signature: JsValue,
}

pub(super) fn signed_url(call: &SignedCall, execution_id: &str, timestamp: Timestamp) -> JsValue {
    let [url, method, expires_at, canonical_query, string_to_sign, signature] = texts([
        &call.url(),
        call.method().as_str(),
        &timestamp.plus_seconds(VALIDITY_SECONDS).to_string(),
        call.canonical_query(),
        call.string_to_sign(),
        call.signature(),
    ]);
    let execution_id = JsValue::from_str(execution_id);
    to_object(&SignedUrlObject { url, method, execution_id, expires_at, canonical_query, string_to_sign, signature })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ValidUrlObject {
    valid: bool,
    #[serde(with = "preserve")]
    url: JsValue,
    #[serde(with = "preserve")]
    signature: JsValue,
    #[serde(with = "preserve")]
    execution_id: JsValue,
    #[serde(with = "preserve", skip_serializing_if = "JsValue::is_undefined")]
    region_id: JsValue,
    #[serde(with = "preserve")]
    endpoint: JsValue,
    #[serde(with = "preserve")]
    access_key_id: JsValue,
    temporary: bool,
    #[serde(with = "preserve")]
    timestamp: JsValue,
    #[serde(with = "preserve")]
    expires_at: JsValue,
    #[serde(with = "preserve")]
    nonce: JsValue,
}

/// `given` is the text that was judged, which mostly is in canonical form already.
pub(super) fn valid_url(url: &ValidUrl, given: (&JsValue, &str)) -> JsValue {
    let canonical = url.call.url();
    let (given, text) = given;
    let [signature, execution_id, region_id, endpoint, access_key_id, timestamp, expires_at, nonce] = texts([
        if url.verified { "verified" } else { "unchecked" },
        &url.execution_id,
        url.region_id.as_deref().unwrap_or_default(),
        &url.call.endpoint().to_string(),
        &url.access_key_id,
        &url.timestamp.to_string(),
        &url.expires_at.to_string(),
        &url.nonce,
    ]);
    to_object(&ValidUrlObject {
        valid: true,
        url: if *canonical == text { given.clone() } else { JsValue::from_str(&canonical) },
        signature,
        execution_id,
        region_id: if url.region_id.is_some() { region_id } else { JsValue::UNDEFINED },
        endpoint,
        access_key_id,
        temporary: url.security_token.is_some(),
        timestamp,
        expires_at,
        nonce,
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
