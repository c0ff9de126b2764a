//! The browser as a host of the client: its `fetch`, its clocks, its randomness.

use std::cell::Cell;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestInit;

use super::abort::CallSignal;
use super::callback::notify;
use super::keepalive::Share;
use super::object::Object;
use super::read::from_milliseconds;
use super::result::attempt_object;
use crate::client::attempt::Attempt;
use crate::client::{Clock, Entropy, Headers, Interruption, Observer, Reply, Request, Wait};
use crate::client::{Transport, TransportError, TransportErrorKind};
use crate::protocol::response::{Body, BodyFault, Value};
use crate::protocol::timestamp::Timestamp;

/// An answer of OOS has some hundred bytes; a denial with its diagnosis a few thousand.
const MAX_BODY_LENGTH: u32 = 65_536;

#[wasm_bindgen(module = "/src/web/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = readAnswer)]
    fn read_answer(response: &Promise, limit: u32) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    // The global function, not a method of `window`: workers have it too.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    pub(super) fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// The page or worker, for one call.
pub(super) struct Browser {
    signal: CallSignal,
    on_attempt: Option<Function>,
    repeats: Cell<bool>,
}

/// The time of day of the machine.
#[inline(never)]
pub(super) fn now() -> Timestamp {
    from_milliseconds(js_sys::Date::now()).unwrap_or(Timestamp::EPOCH)
}

impl Entropy for Browser {
    fn random(&self) -> Option<[u8; 16]> {
        let mut bytes = [0; 16];
        get_random_values(&mut bytes).ok().map(|_| bytes)
    }
}

impl Clock for Browser {
    fn now(&self) -> Timestamp {
        now()
    }

    fn monotonic_ms(&self) -> f64 {
        performance_now()
    }
}

impl Observer for Browser {
    fn observe(&self, attempt: &Attempt) {
        if let Some(observer) = &self.on_attempt {
            notify(observer, &attempt_object(attempt));
        }
    }
}

impl Wait for Browser {
    type Cause = JsValue;

    fn sleep(&self, milliseconds: f64) -> impl Future<Output = Result<(), Interruption<JsValue>>> {
        self.signal.sleep(milliseconds)
    }

    fn wait_for<F: Future>(&self, future: F) -> impl Future<Output = Result<F::Output, Interruption<JsValue>>> {
        self.signal.wait_for(future)
    }
}

impl Transport for Browser {
    async fn send(&self, request: Request) -> Result<Reply, TransportError<JsValue>> {
        if let Some(Interruption { kind, cause }) = self.signal.fired() {
            return Err(TransportError {
                kind: TransportErrorKind::Interrupted(kind),
                may_be_sent: false,
                cause,
                hint: None,
            });
        }
        let share = if self.repeats.replace(true) { None } else { Share::take(&request) };
        let init = self.init(&request, share.is_some());
        let promise = global_fetch(&request.url, &init).map_err(|cause| self.failed(false, cause))?;
        drop(request);
        // One step: each await is a state of its own.
        let answer = JsFuture::from(read_answer(&promise, MAX_BODY_LENGTH)).await;
        let reply = answer.map(|answer| reply(answer.unchecked_ref())).map_err(|cause| self.failed(true, cause))?;
        match self.signal.fired() {
            Some(Interruption { kind, cause }) if reply.body == Body::Unreadable(BodyFault::BodyCutOff) => {
                Err(TransportError {
                    kind: TransportErrorKind::Interrupted(kind),
                    may_be_sent: true,
                    cause,
                    hint: None,
                })
            }
            _ => Ok(reply),
        }
    }
}

impl Browser {
    pub(super) fn new(signal: CallSignal, on_attempt: Option<Function>) -> Self {
        Self { signal, on_attempt, repeats: Cell::new(false) }
    }

    fn init(&self, request: &Request, keepalive: bool) -> RequestInit {
        let mut init = Object::default();
        init.text("method", request.method.as_str())
            .text("credentials", "omit")
            .text("cache", "no-store")
            .text("redirect", "error")
            .text("referrerPolicy", "no-referrer")
            .flag("keepalive", keepalive);
        if let Some(form) = &request.form {
            // Safelisted, so no preflight; a URLSearchParams as body would write it too but encode the form its own way.
            let headers = Object::default().text("Content-Type", "application/x-www-form-urlencoded").to_js();
            init.text("body", form).value("headers", headers);
        }
        let init: RequestInit = init.to_js().unchecked_into();
        init.set_signal(Some(&self.signal.either));
        init
    }

    fn failed(&self, may_be_sent: bool, cause: JsValue) -> TransportError<JsValue> {
        match self.signal.fired() {
            Some(Interruption { kind, cause }) => {
                TransportError { kind: TransportErrorKind::Interrupted(kind), may_be_sent, cause, hint: None }
            }
            None => TransportError {
                kind: TransportErrorKind::Network,
                may_be_sent,
                cause,
                hint: Some("or the response had no CORS header"),
            },
        }
    }
}

/// What `readAnswer` gave.
fn reply(answer: &Array) -> Reply {
    let text = |place| answer.get(place).as_string();
    let body = match text(4) {
        Some(name) => {
            let fault = BodyFault::ALL.iter().find(|fault| name == fault.as_str());
            Body::Unreadable(*fault.unwrap_or(&BodyFault::NotJson))
        }
        None => {
            let fields: Array = answer.get(4).unchecked_into();
            let names = ["RequestId", "Code", "Message", "Recommend"].into_iter().zip(0..);
            Body::Object(names.map(|(name, place)| (name.to_owned(), value(&fields.get(place)))).collect())
        }
    };
    let headers = Headers { date: text(1), retry_after: text(2), acs_retry_after: text(3) };
    Reply { http_status: answer.get(0).as_f64().unwrap_or_default() as u16, headers, body }
}

fn value(value: &JsValue) -> Value {
    match value.as_string() {
        Some(text) => Value::Text(text),
        None if value.is_undefined() || value.is_null() => Value::Null,
        None => value.as_f64().map_or(Value::Other, Value::Number),
    }
}
