//! The deadline and the caller's signal of one call.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::errors::{invalid_input, missing_platform_feature};
use super::options::CallOptions;
use crate::client::host::{Interruption, InterruptionKind};
use crate::rpc::problem::{ProblemCode, Report};

#[wasm_bindgen(module = "/src/web/calls.js")]
extern "C" {
    /// What `watch` returns: an object without a prototype, whose members cannot throw.
    pub(super) type Watch;
    fn watch(signal: &JsValue, milliseconds: Option<u32>, leader: Option<&Watch>) -> JsValue;
    #[wasm_bindgen(method, structural, getter)]
    pub(super) fn signal(this: &Watch) -> AbortSignal;
    #[wasm_bindgen(method, structural, getter, js_name = endedBy)]
    fn ended_by(this: &Watch) -> Option<String>;
    #[wasm_bindgen(method, structural, getter)]
    fn reason(this: &Watch) -> JsValue;
    #[wasm_bindgen(method, structural, getter)]
    fn over(this: &Watch) -> Promise;
    #[wasm_bindgen(method, structural)]
    fn stop(this: &Watch);

    fn sleep(milliseconds: f64, watch: &Watch) -> Promise;
    fn awaitable(promise: &Promise) -> Promise;
}

/// Ends a call when the deadline passes or the caller's signal aborts. Stops listening on drop.
pub(super) struct CallSignal(Watch);

impl CallSignal {
    pub(super) fn new(options: &CallOptions) -> Result<Self, JsValue> {
        Self::of_caller(options.signal.as_ref(), Some(options.timeout_ms))
    }

    /// Ends only when the caller's signal aborts.
    pub(super) fn endless(caller: Option<&JsValue>) -> Result<Self, JsValue> {
        Self::of_caller(caller, None)
    }

    fn of_caller(caller: Option<&JsValue>, milliseconds: Option<u32>) -> Result<Self, JsValue> {
        let watch = watch(caller.unwrap_or(&JsValue::UNDEFINED), milliseconds, None);
        if watch.is_object() {
            return Ok(Self(watch.unchecked_into()));
        }
        if watch.is_null() {
            return Err(missing_platform_feature("AbortController and AbortSignal.timeout"));
        }
        let mut problems = Vec::new();
        problems.report_of("signal", ProblemCode::WrongType, "must be an AbortSignal");
        Err(invalid_input(problems))
    }

    /// Ends a part of the call after this time, or when the call must end. `None` where the platform cannot.
    pub(super) fn of_part(&self, timeout: Duration) -> Option<Self> {
        let milliseconds = u32::try_from(timeout.as_millis()).ok();
        let watch = watch(&JsValue::UNDEFINED, milliseconds, Some(&self.0));
        watch.is_object().then(|| Self(watch.unchecked_into()))
    }

    pub(super) fn watch(&self) -> &Watch {
        &self.0
    }

    /// Returns why the call must end, with the reason of the caller's signal; `None` while the call may continue.
    ///
    /// Reads the signals instead of the error that `fetch` rejected with, which may be anything.
    pub(super) fn interruption(&self) -> Option<Interruption<JsValue>> {
        let kind = match self.0.ended_by()?.as_str() {
            "caller" => InterruptionKind::Aborted,
            _ => InterruptionKind::Deadline,
        };
        Some(Interruption { kind, cause: self.0.reason() })
    }
}

impl Drop for CallSignal {
    fn drop(&mut self) {
        self.0.stop();
    }
}

impl CallSignal {
    pub(super) async fn sleep(&self, duration: Duration) -> Result<(), Interruption<JsValue>> {
        // Whole milliseconds, since the timers of Node take no others. It never rejects.
        let milliseconds = (duration.as_secs_f64() * 1_000.0).ceil();
        let _ = JsFuture::from(sleep(milliseconds, &self.0)).await;
        self.interruption().map_or(Ok(()), Err)
    }

    pub(super) async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<JsValue>> {
        let mut over = JsFuture::from(awaitable(&self.0.over()));
        let mut future = pin!(future);
        let end = poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending => Pin::new(&mut over).poll(context).map(|_| None),
        })
        .await;
        end.ok_or_else(|| {
            let deadline = Interruption { kind: InterruptionKind::Deadline, cause: JsValue::UNDEFINED };
            self.interruption().unwrap_or(deadline)
        })
    }
}
