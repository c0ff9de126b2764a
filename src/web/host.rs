//! The host of one call: the clocks and randomness of the page, worker or process, and the caller's observer.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::options::CallOptions;
use super::signal::CallSignal;
use super::{executions, results};
use crate::client::Host;
use crate::client::attempt::Attempt;
use crate::client::host::{HttpResponse, Interruption, Request, TransportError};
use crate::oos::execution::Execution;
use crate::rpc::timestamp::Timestamp;

#[wasm_bindgen(module = "/src/web/platform.js")]
extern "C" {
    #[wasm_bindgen(js_name = now)]
    fn platform_now() -> f64;
    #[wasm_bindgen(js_name = monotonicNow)]
    fn monotonic_now() -> f64;
    #[wasm_bindgen(js_name = fillRandom)]
    pub(super) fn fill_random(bytes: &mut [u8]) -> bool;
}

#[wasm_bindgen(module = "/src/web/calls.js")]
extern "C" {
    pub(super) fn notify(observer: &Function, value: &JsValue);
}

/// The host of one call.
pub(super) struct CallHost {
    // The calls of a fleet may share one.
    pub(super) signal: Rc<CallSignal>,
    deadline: Duration,
    on_attempt: Option<Function>,
    on_status: Option<Function>,
    /// Whether a request of the call has been sent.
    pub(super) has_sent: Cell<bool>,
}

impl CallHost {
    pub(super) fn new(options: &CallOptions, on_attempt: Option<Function>) -> Result<Self, JsValue> {
        let signal = Rc::new(CallSignal::new(options)?);
        let host = Self::with_signal(signal, Duration::from_millis(options.timeout_ms.into()), on_attempt);
        Ok(Self { on_status: options.on_status.clone(), ..host })
    }

    /// Creates the host of a call that has this time from now.
    pub(super) fn with_signal(signal: Rc<CallSignal>, within: Duration, on_attempt: Option<Function>) -> Self {
        let deadline = monotonic().saturating_add(within);
        Self { signal, deadline, on_attempt, on_status: None, has_sent: Cell::new(false) }
    }
}

/// Returns the time of day of the machine.
pub(super) fn now() -> Timestamp {
    from_milliseconds(platform_now()).unwrap_or(Timestamp::EPOCH)
}

fn monotonic() -> Duration {
    Duration::from_nanos((monotonic_now() * 1e6) as u64)
}

pub(super) fn from_milliseconds(milliseconds: f64) -> Option<Timestamp> {
    let seconds = (milliseconds / 1000.0).floor();
    seconds.is_finite().then(|| Timestamp::from_unix_seconds(seconds as i64)).flatten()
}

impl Host for CallHost {
    type Cause = JsValue;
    type Json = JsValue;

    fn now(&self) -> Timestamp {
        now()
    }

    fn monotonic(&self) -> Duration {
        monotonic()
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_sub(monotonic())
    }

    fn random(&self) -> Option<[u8; 16]> {
        let mut bytes = [0; 16];
        fill_random(&mut bytes).then_some(bytes)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = Result<(), Interruption<JsValue>>> {
        self.signal.sleep(duration)
    }

    fn wait_for<F: Future>(&self, future: F) -> impl Future<Output = Result<F::Output, Interruption<JsValue>>> {
        self.signal.wait_for(future)
    }

    fn send(&self, request: Request) -> impl Future<Output = Result<HttpResponse<JsValue>, TransportError<JsValue>>> {
        self.fetch(request)
    }

    fn observe(&self, attempt: &Attempt) {
        if let Some(observer) = &self.on_attempt {
            notify(observer, &results::attempt(attempt));
        }
    }

    fn observe_status(&self, execution: &Execution<JsValue>) {
        if let Some(observer) = &self.on_status {
            notify(observer, &executions::observed_execution(execution));
        }
    }
}
