//! The deadline and the caller's signal of one call, as one `AbortSignal`.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::options::CallOptions;
use crate::client::TransportErrorKind;
use crate::protocol::problem::{Problem, ProblemCode};

#[wasm_bindgen]
extern "C" {
    // Declared again, since the one of web-sys lets the exception for a value that is no signal fly through.
    #[wasm_bindgen(catch, js_namespace = AbortSignal, js_name = any)]
    fn any(signals: &js_sys::Array) -> Result<AbortSignal, JsValue>;
    // Declared here, since the one of js-sys takes no receiver.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn get_of(target: &JsValue, key: &str, receiver: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(thread_local_v2, js_namespace = AbortSignal, js_name = prototype)]
    static PROTOTYPE: JsValue;
    #[wasm_bindgen(catch, js_namespace = AbortSignal, js_name = timeout)]
    fn timeout(milliseconds: u32) -> Result<AbortSignal, JsValue>;
}

/// Asks the platform's own getter, which throws for an imitation but takes a signal from another realm.
fn is_signal(value: &JsValue) -> bool {
    PROTOTYPE.with(|prototype| get_of(prototype, "aborted", value)).is_ok()
}

/// Aborts when the deadline passes or the caller's signal does.
pub(super) struct CallSignal {
    pub(super) either: AbortSignal,
    deadline: AbortSignal,
}

impl CallSignal {
    pub(super) fn new(options: &CallOptions) -> Result<Self, Vec<Problem>> {
        let unsupported = |_| {
            vec![Problem::new(
                ProblemCode::MissingOption,
                "This environment has no AbortSignal.any and AbortSignal.timeout.",
            )]
        };
        let deadline = timeout(options.timeout_ms).map_err(unsupported)?;
        let either = match &options.signal {
            Some(signal) if is_signal(signal) => any(&js_sys::Array::of2(signal, &deadline)).map_err(unsupported)?,
            Some(_) => return Err(vec![Problem::of("signal", ProblemCode::WrongType, "must be an AbortSignal")]),
            None => deadline.clone(),
        };
        Ok(Self { either, deadline })
    }

    /// Why the call must end, and what a caller's signal says about it; `None` as long as it may go on.
    ///
    /// The signals are asked instead of the error that `fetch` rejected with, which may be anything.
    pub(super) fn fired(&self) -> Option<(TransportErrorKind, JsValue)> {
        if !self.either.aborted() {
            return None;
        }
        let reason = self.either.reason();
        let by_deadline = self.deadline.aborted() && self.deadline.reason() == reason;
        Some((if by_deadline { TransportErrorKind::Deadline } else { TransportErrorKind::Aborted }, reason))
    }
}
