//! The deadline and the caller's signal of one call, as one `AbortSignal`.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::options::CallOptions;
use crate::client::{Interruption, InterruptionKind, Wait};
use crate::protocol::problem::{Problem, ProblemCode, Report};

#[wasm_bindgen(module = "/src/web/abort.js")]
extern "C" {
    type Watch;
    fn watch(signal: &JsValue, milliseconds: u32) -> Watch;
    #[wasm_bindgen(method, structural, getter)]
    fn either(this: &Watch) -> AbortSignal;
    #[wasm_bindgen(method, structural, getter)]
    fn deadline(this: &Watch) -> AbortSignal;

    fn sleep(milliseconds: f64, signal: &AbortSignal) -> Promise;

    type Listening;
    fn listen(signal: &AbortSignal) -> Listening;
    #[wasm_bindgen(method, structural, getter)]
    fn aborted(this: &Listening) -> Promise;
    #[wasm_bindgen(method, structural)]
    fn stop(this: &Listening);
}

/// Aborts when the deadline passes or the caller's signal does.
pub(super) struct CallSignal {
    pub(super) either: AbortSignal,
    deadline: AbortSignal,
}

impl CallSignal {
    pub(super) fn new(options: &CallOptions) -> Result<Self, Vec<Problem>> {
        let watch = watch(options.signal.as_ref().unwrap_or(&JsValue::UNDEFINED), options.timeout_ms);
        let mut problems = Vec::new();
        if watch.is_object() {
            return Ok(Self { either: watch.either(), deadline: watch.deadline() });
        } else if watch.is_null() {
            let message = "This environment has no AbortSignal.any and AbortSignal.timeout.";
            problems.report(ProblemCode::MissingOption, message);
        } else {
            problems.report_of("signal", ProblemCode::WrongType, "must be an AbortSignal");
        }
        Err(problems)
    }

    /// Why the call must end, and what a caller's signal says about it; `None` as long as it may go on.
    ///
    /// The signals are asked instead of the error that `fetch` rejected with, which may be anything.
    pub(super) fn fired(&self) -> Option<Interruption<JsValue>> {
        if !self.either.aborted() {
            return None;
        }
        let cause = self.either.reason();
        let by_deadline = self.deadline.aborted() && self.deadline.reason() == cause;
        Some(Interruption {
            kind: if by_deadline { InterruptionKind::Deadline } else { InterruptionKind::Aborted },
            cause,
        })
    }
}

impl Wait for CallSignal {
    type Cause = JsValue;

    async fn sleep(&self, milliseconds: f64) -> Result<(), Interruption<JsValue>> {
        // It never rejects.
        let _ = JsFuture::from(sleep(milliseconds, &self.either)).await;
        self.fired().map_or(Ok(()), Err)
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<JsValue>> {
        let listening = listen(&self.either);
        let mut aborted = JsFuture::from(listening.aborted());
        let mut future = pin!(future);
        let end = poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending => Pin::new(&mut aborted).poll(context).map(|_| None),
        })
        .await;
        listening.stop();
        match end {
            Some(value) => Ok(value),
            // The signal has fired; were it to say otherwise, the call must end all the same.
            None => Err(self
                .fired()
                .unwrap_or(Interruption { kind: InterruptionKind::Deadline, cause: JsValue::UNDEFINED })),
        }
    }
}
