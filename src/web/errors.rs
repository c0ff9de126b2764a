//! Converts failures to instances of the classes in `errors.js`.

use js_sys::Array;
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

use super::results::{AttemptResult, ProblemResult, attempt_results, problem_results, to_js};
use crate::client::{Failure, FailureClass, FailureKind};
use crate::rpc::problem::Problem;
use crate::rpc::redact::plain_words;
use crate::rpc::signature::diagnosis::Diagnosis;
use crate::rpc::text::concat;

#[wasm_bindgen(module = "/src/web/errors.js")]
extern "C" {
    #[wasm_bindgen(reexport, js_name = createError)]
    fn create_error(message: &str, details: &JsValue, cause: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = createCause)]
    fn create_cause(levels: &JsValue) -> JsValue;

    // Each class as a function that is never called: the glue exports it for the package.
    #[wasm_bindgen(reexport, js_name = OosError)]
    fn _oos_error();
    #[wasm_bindgen(reexport, js_name = InvalidInputError)]
    fn _invalid_input_error();
    #[wasm_bindgen(reexport, js_name = ServiceError)]
    fn _service_error();
    #[wasm_bindgen(reexport, js_name = NetworkError)]
    fn _network_error();
    #[wasm_bindgen(reexport, js_name = TimeoutError)]
    fn _timeout_error();
    #[wasm_bindgen(reexport, js_name = ResponseError)]
    fn _response_error();
    #[wasm_bindgen(reexport, js_name = CredentialsError)]
    fn _credentials_error();
    #[wasm_bindgen(reexport, js_name = StateError)]
    fn _state_error();
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    name: &'static str,
    code: &'a str,
    retryable: bool,
    remedy: &'static str,
    outcome: &'static str,
    history: Vec<AttemptResult<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<Vec<ProblemResult<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recommend: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "record")]
    access_denied_detail: Option<&'a [(String, String)]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meaning: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_ahead_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnosis: Option<DiagnosisResult>,
}

/// Serialises names and values as the members of an object.
fn record<S: Serializer>(members: &Option<&[(String, String)]>, serializer: S) -> Result<S::Ok, S::Error> {
    let members = members.unwrap_or_default();
    serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum DiagnosisResult {
    WrongSecret,
    DifferentRequest {
        #[serde(skip_serializing_if = "Option::is_none")]
        parameter: Option<&'static str>,
    },
}

impl From<&Diagnosis> for DiagnosisResult {
    fn from(diagnosis: &Diagnosis) -> Self {
        match diagnosis {
            Diagnosis::WrongSecret => Self::WrongSecret,
            Diagnosis::Differs(difference) => Self::DifferentRequest { parameter: difference.name() },
        }
    }
}

/// Returns the name of the class in `errors.js`. An abort has none: it rejects with the caller's own reason.
pub(super) const fn class_name(class: FailureClass) -> &'static str {
    match class {
        FailureClass::InvalidInput => "InvalidInputError",
        FailureClass::Service => "ServiceError",
        FailureClass::Response => "ResponseError",
        FailureClass::Network => "NetworkError",
        FailureClass::Credentials => "CredentialsError",
        FailureClass::State => "StateError",
        FailureClass::Timeout => "TimeoutError",
        FailureClass::Aborted => "AbortError",
    }
}

/// Returns what a failed call rejects with: an instance of one of the classes, or the reason of the caller's own abort.
pub(super) fn to_error(failure: Failure<JsValue>) -> JsValue {
    let kind = &failure.kind;
    if matches!(kind, FailureKind::Aborted) {
        return failure.cause.unwrap_or(JsValue::UNDEFINED);
    }
    let mut details = Details {
        name: class_name(kind.class()),
        code: kind.code(),
        retryable: kind.is_retryable(),
        remedy: failure.remedy().as_str(),
        outcome: failure.outcome.as_str(),
        history: attempt_results(&failure.history),
        http_status: kind.http_status(),
        ..Details::default()
    };
    match kind {
        FailureKind::InvalidInput(problems) | FailureKind::Credentials(problems) => {
            details.problems = Some(problem_results(problems));
        }
        FailureKind::Service(error) => {
            details.request_id = error.request_id.as_deref();
            details.service_message = Some(&error.message);
            details.recommend = error.recommend.as_deref();
            let denied = error.access_denied_detail.as_slice();
            details.access_denied_detail = (!denied.is_empty()).then_some(denied);
            details.meaning = Some(error.meaning);
            details.clock_ahead_seconds = failure.clock_ahead_seconds.map(|seconds| seconds as f64);
            details.diagnosis = error.diagnosis.as_ref().map(DiagnosisResult::from);
        }
        _ => {}
    }
    create_error(&failure.message(), &to_js(&details), failure.cause.as_ref().unwrap_or(&JsValue::UNDEFINED))
}

/// Returns the error for wrong options.
pub(super) fn invalid_input(problems: impl Into<Vec<Problem>>) -> JsValue {
    to_error(Failure::invalid_input(problems))
}

/// Returns the error for a call of a freed client or signer.
pub(super) fn freed(what: &str) -> JsValue {
    state_error("Freed", &concat(&["This ", what, " was freed. Create a new one."]))
}

/// Returns the error for a platform that lacks what a call needs.
pub(super) fn missing_platform_feature(feature: &str) -> JsValue {
    state_error(
        "MissingPlatformFeature",
        &concat(&["This platform has no ", feature, ". Use a newer platform or load a polyfill."]),
    )
}

fn state_error(code: &str, message: &str) -> JsValue {
    let details =
        Details { name: "StateError", code, remedy: "fix-program", outcome: "not-sent", ..Details::default() };
    create_error(message, &to_js(&details), &JsValue::UNDEFINED)
}

/// Describes the error of a platform and its causes, outermost first, without what their messages quote from the request.
pub(super) fn cause(levels: &Array) -> JsValue {
    let text = |level: &Array, index| plain_words(&level.get(index).as_string().unwrap_or_default());
    let levels = (0..levels.length()).map(|index| {
        let level: Array = levels.get(index).unchecked_into();
        [text(&level, 0), text(&level, 1), text(&level, 2)]
    });
    create_cause(&to_js(&levels.collect::<Vec<_>>()))
}
