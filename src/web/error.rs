//! Failures become instances of the classes in `errors.js`.

use wasm_bindgen::prelude::*;

use super::object::Object;
use super::result::{attempt_objects, attempts, problem_objects};
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

fn diagnosis_object(diagnosis: &Diagnosis) -> JsValue {
    match diagnosis {
        Diagnosis::WrongSecret => Object::default().text("kind", "wrong-secret").to_js(),
        Diagnosis::Differs(difference) => {
            Object::default().text("kind", "different-request").text_if("parameter", difference.name()).to_js()
        }
    }
}

/// What a failed call rejects with: an instance of one of the classes, or the reason of the caller's own abort.
pub(super) fn to_error(failure: Failure<JsValue>) -> JsValue {
    let kind = &failure.kind;
    if matches!(kind, FailureKind::Aborted) {
        return failure.cause.unwrap_or(JsValue::UNDEFINED);
    }
    let mut details = Object::default();
    details
        .text("name", kind.name())
        .text("code", kind.code())
        .flag("retryable", kind.is_retryable())
        .text("remedy", kind.remedy().as_str())
        .text("outcome", failure.outcome.as_str())
        .number("attempts", attempts(&failure.history))
        .list("history", attempt_objects(&failure.history))
        .number_if("httpStatus", kind.http_status().map(f64::from));
    match kind {
        FailureKind::InvalidInput(problems) | FailureKind::Credentials(problems) => {
            details.list("problems", problem_objects(problems));
        }
        FailureKind::Service(error) => {
            details
                .text_if("requestId", error.request_id.as_deref())
                .text("serviceMessage", &error.message)
                .text_if("recommend", error.recommend.as_deref())
                .text("meaning", error.meaning)
                .number_if("clockAheadSeconds", failure.clock_ahead_seconds.map(|seconds| seconds as f64));
            if let Some(diagnosis) = &error.diagnosis {
                details.value("diagnosis", diagnosis_object(diagnosis));
            }
        }
        _ => {}
    }
    create_error(&failure.message(), &details.to_js(), &failure.cause.unwrap_or(JsValue::UNDEFINED))
}

/// The error for wrong options.
pub(super) fn invalid_input(problems: Vec<Problem>) -> JsValue {
    to_error(Failure::invalid_input(problems))
}
