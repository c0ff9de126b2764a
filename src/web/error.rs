//! Failures become instances of the classes in `errors.js`.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::result::{AttemptObject, ProblemObject, attempt_objects, problem_objects, to_object};
use crate::client::{Failure, FailureKind};
use crate::protocol::diagnosis::Diagnosis;
use crate::protocol::problem::Problem;

#[wasm_bindgen(module = "/src/web/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = createError)]
    fn create_error(message: &str, details: &JsValue, cause: &JsValue) -> JsValue;

    // `reexport` on an imported type would also declare `let X: unknown`; on a function that is never called it does not.
    #[wasm_bindgen(reexport, skip_typescript, js_name = OosError)]
    fn _oos_error();
    #[wasm_bindgen(reexport, skip_typescript, js_name = InvalidInputError)]
    fn _invalid_input_error();
    #[wasm_bindgen(reexport, skip_typescript, js_name = ServiceError)]
    fn _service_error();
    #[wasm_bindgen(reexport, skip_typescript, js_name = NetworkError)]
    fn _network_error();
    #[wasm_bindgen(reexport, skip_typescript, js_name = TimeoutError)]
    fn _timeout_error();
    #[wasm_bindgen(reexport, skip_typescript, js_name = ResponseError)]
    fn _response_error();
    #[wasm_bindgen(reexport, skip_typescript, js_name = CredentialsError)]
    fn _credentials_error();
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    name: &'a str,
    code: &'a str,
    retryable: bool,
    remedy: &'a str,
    outcome: &'a str,
    attempts: usize,
    history: Vec<AttemptObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<Vec<ProblemObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recommend: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meaning: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnosis: Option<DiagnosisObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_ahead_seconds: Option<i32>,
}

#[derive(Serialize)]
struct DiagnosisObject {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'static str>,
}

impl From<&Diagnosis> for DiagnosisObject {
    fn from(diagnosis: &Diagnosis) -> Self {
        match diagnosis {
            Diagnosis::WrongSecret => Self { kind: "wrong-secret", parameter: None },
            Diagnosis::Differs(difference) => Self { kind: "different-request", parameter: difference.name() },
        }
    }
}

/// What a failed call rejects with: an instance of one of the classes, or the reason of the caller's own abort.
pub(super) fn to_error(failure: Failure<JsValue>) -> JsValue {
    let kind = &failure.kind;
    if matches!(kind, FailureKind::Aborted) {
        return failure.cause.unwrap_or(JsValue::UNDEFINED);
    }
    let service = match kind {
        FailureKind::Service(error) => Some(error),
        _ => None,
    };
    let details = Details {
        name: kind.name(),
        code: kind.code(),
        retryable: kind.is_retryable(),
        remedy: kind.remedy().as_str(),
        outcome: failure.outcome.as_str(),
        attempts: failure.history.attempts().len(),
        history: attempt_objects(&failure.history),
        problems: match kind {
            FailureKind::InvalidInput(problems) | FailureKind::Credentials(problems) => Some(problem_objects(problems)),
            _ => None,
        },
        http_status: kind.http_status(),
        request_id: service.and_then(|error| error.request_id.as_deref()),
        service_message: service.map(|error| error.message.as_str()),
        recommend: service.and_then(|error| error.recommend.as_deref()),
        meaning: service.map(|error| error.meaning),
        diagnosis: service.and_then(|error| error.diagnosis.as_ref()).map(DiagnosisObject::from),
        clock_ahead_seconds: failure.clock_ahead_seconds.and_then(|seconds| seconds.try_into().ok()),
    };
    let details = to_object(&details);
    create_error(&failure.message(), &details, &failure.cause.unwrap_or(JsValue::UNDEFINED))
}

/// The error for wrong options.
pub(super) fn invalid_input(problems: Vec<Problem>) -> JsValue {
    to_error(Failure::invalid_input(problems))
}
