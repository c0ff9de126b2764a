//! Results become plain objects.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::object::Object;
use crate::client::attempt::{Attempt, History};
use crate::client::{Accepted, Outcome};
use crate::protocol::problem::Problem;
use crate::protocol::signed_url::{SignedCall, VALIDITY_SECONDS};
use crate::protocol::text::concat;
use crate::protocol::timestamp::Timestamp;
use crate::protocol::validate::ValidUrl;

/// The values on the other side. In ASCII, as nearly all are, they cross as one text that is cut there: in Chromium each
/// crossing takes a microsecond, whatever the length, which was half of the time of a report.
fn texts<const N: usize>(values: [&str; N]) -> [JsValue; N] {
    let all = Zeroizing::new(concat(&values));
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

pub(super) fn signed_url(call: &SignedCall, execution_id: &str, timestamp: Timestamp) -> JsValue {
    let [url, method, expires_at, canonical_query, string_to_sign, signature] = texts([
        &call.url(),
        call.method().as_str(),
        &timestamp.plus_seconds(VALIDITY_SECONDS).text(),
        call.canonical_query(),
        call.string_to_sign(),
        call.signature(),
    ]);
    Object::default()
        .value("url", url)
        .value("method", method)
        .text("executionId", execution_id)
        .value("expiresAt", expires_at)
        .value("canonicalQuery", canonical_query)
        .value("stringToSign", string_to_sign)
        .value("signature", signature)
        .to_js()
}

/// `given` is the text that was judged, which mostly is in canonical form already.
pub(super) fn valid_url(url: &ValidUrl, given: (&JsValue, &str)) -> JsValue {
    let canonical = url.call.url();
    let (given, text) = given;
    let [signature, execution_id, region_id, endpoint, access_key_id, timestamp, expires_at, nonce] = texts([
        if url.verified { "verified" } else { "unchecked" },
        &url.execution_id,
        url.region_id.as_deref().unwrap_or_default(),
        &url.call.endpoint().origin(),
        &url.access_key_id,
        &url.timestamp.text(),
        &url.expires_at.text(),
        &url.nonce,
    ]);
    let mut report = Object::default();
    report
        .flag("valid", true)
        .value("url", if *canonical == text { given.clone() } else { JsValue::from_str(&canonical) })
        .value("signature", signature)
        .value("executionId", execution_id);
    if url.region_id.is_some() {
        report.value("regionId", region_id);
    }
    report
        .value("endpoint", endpoint)
        .value("accessKeyId", access_key_id)
        .flag("temporary", url.security_token.is_some())
        .value("timestamp", timestamp)
        .value("expiresAt", expires_at)
        .value("nonce", nonce)
        .to_js()
}

pub(super) fn invalid_url(problems: &[Problem]) -> JsValue {
    Object::default().flag("valid", false).list("problems", problem_objects(problems)).to_js()
}

pub(super) fn problem_objects(problems: &[Problem]) -> Vec<JsValue> {
    problems.iter().map(problem_object).collect()
}

fn problem_object(problem: &Problem) -> JsValue {
    Object::default()
        .text("code", problem.code.as_str())
        .text_if("parameter", problem.parameter.as_deref())
        .text("message", &problem.message)
        .to_js()
}

pub(super) fn cancel_result(accepted: &Accepted) -> JsValue {
    Object::default()
        .text("requestId", &accepted.request_id)
        .text("executionId", &accepted.execution_id)
        .number("attempts", attempts(&accepted.history))
        .number("elapsedMs", accepted.elapsed_ms.trunc())
        .list("history", attempt_objects(&accepted.history))
        .to_js()
}

pub(super) fn attempts(history: &History) -> f64 {
    history.attempts().len() as f64
}

pub(super) fn attempt_object(attempt: &Attempt) -> JsValue {
    Object::default()
        .number("number", attempt.number.into())
        .number("waitedMs", attempt.waited_ms.trunc())
        .number("elapsedMs", attempt.elapsed_ms.trunc())
        .text("outcome", attempt.outcome.map_or("accepted", Outcome::as_str))
        .number_if("httpStatus", attempt.http_status.map(f64::from))
        .text_if("error", attempt.failure)
        .text_if("code", attempt.code.as_deref())
        .to_js()
}

pub(super) fn attempt_objects(history: &History) -> Vec<JsValue> {
    history.attempts().iter().map(attempt_object).collect()
}
