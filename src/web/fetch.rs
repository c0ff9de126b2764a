//! The browser as a host of the client: its `fetch`, its clocks, its randomness.

use std::cell::Cell;

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReadableStreamDefaultReader, RequestInit, Response};
use web_sys::{ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

use super::abort::CallSignal;
use super::callback::notify;
use super::keepalive::Share;
use super::read::from_milliseconds;
use super::result::attempt_object;
use crate::client::attempt::Attempt;
use crate::client::{Clock, Entropy, Headers, Interruption, Observer, Reply, Request, Wait};
use crate::client::{Transport, TransportError, TransportErrorKind};
use crate::protocol::response::{Body, BodyFault, Field, Fields};
use crate::protocol::timestamp::Timestamp;

/// An answer of OOS has some hundred bytes; a denial with its diagnosis a few thousand.
const MAX_BODY_LENGTH: usize = 65_536;

#[wasm_bindgen(module = "/src/web/caught.js")]
extern "C" {
    #[wasm_bindgen(js_name = parseJson)]
    fn parse_json(text: &str) -> JsValue;
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

    /// What a stream's reader gives.
    type Chunk;
    #[wasm_bindgen(method, structural, getter)]
    fn done(this: &Chunk) -> bool;
    #[wasm_bindgen(method, structural, getter)]
    fn value(this: &Chunk) -> Uint8Array;

    /// The JSON object of an answer. The vendor's SDKs read both cases of each name.
    type AnswerObject;
    #[wasm_bindgen(method, structural, getter, js_name = RequestId)]
    fn request_id(this: &AnswerObject) -> JsValue;
    #[wasm_bindgen(method, structural, getter, js_name = requestId)]
    fn request_id_lower(this: &AnswerObject) -> JsValue;
    #[wasm_bindgen(method, structural, getter, js_name = Code)]
    fn code(this: &AnswerObject) -> JsValue;
    #[wasm_bindgen(method, structural, getter, js_name = code)]
    fn code_lower(this: &AnswerObject) -> JsValue;
    #[wasm_bindgen(method, structural, getter, js_name = Message)]
    fn message(this: &AnswerObject) -> JsValue;
    #[wasm_bindgen(method, structural, getter, js_name = message)]
    fn message_lower(this: &AnswerObject) -> JsValue;
    #[wasm_bindgen(method, structural, getter, js_name = Recommend)]
    fn recommend(this: &AnswerObject) -> JsValue;
}

/// The page or worker, for one call.
pub(super) struct Browser {
    signal: CallSignal,
    on_attempt: Option<Function>,
    repeats: Cell<bool>,
}

/// The time of day of the machine.
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
            return Err(TransportError { kind: TransportErrorKind::Interrupted(kind), may_be_sent: false, cause });
        }
        let init = self.init(&request);
        let _share = if self.repeats.replace(true) { None } else { Share::take(&init, &request) };
        let promise = global_fetch(&request.url, &init).map_err(|cause| self.failed(false, cause))?;
        drop(request);
        let response: Response =
            JsFuture::from(promise).await.map_err(|cause| self.failed(true, cause))?.unchecked_into();
        let body = match read_body(&response).await {
            Ok(bytes) => parse(&bytes),
            Err(ReadError::TooLarge) => Body::Unreadable(BodyFault::BodyTooLarge),
            Err(ReadError::Stream(cause)) => match self.signal.fired() {
                Some(_) => return Err(self.failed(true, cause)),
                None => Body::Unreadable(BodyFault::BodyCutOff),
            },
        };
        Ok(Reply { http_status: response.status(), headers: read_headers(&response), body })
    }
}

impl Browser {
    pub(super) fn new(signal: CallSignal, on_attempt: Option<Function>) -> Self {
        Self { signal, on_attempt, repeats: Cell::new(false) }
    }

    fn init(&self, request: &Request) -> RequestInit {
        let init = RequestInit::new();
        init.set_method(request.method.as_str());
        init.set_credentials(RequestCredentials::Omit);
        init.set_cache(RequestCache::NoStore);
        init.set_redirect(RequestRedirect::Error);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        init.set_signal(Some(&self.signal.either));
        if let Some(form) = &request.form {
            init.set_body(&JsValue::from_str(form));
            // Safelisted, so no preflight; a URLSearchParams as body would write it too but encode the form its own way.
            let headers = js_sys::Array::of2(&"Content-Type".into(), &"application/x-www-form-urlencoded".into());
            init.set_headers(&js_sys::Array::of1(&headers));
        }
        init
    }

    fn failed(&self, may_be_sent: bool, cause: JsValue) -> TransportError<JsValue> {
        match self.signal.fired() {
            Some(Interruption { kind, cause }) => {
                TransportError { kind: TransportErrorKind::Interrupted(kind), may_be_sent, cause }
            }
            None => TransportError { kind: TransportErrorKind::Network, may_be_sent, cause },
        }
    }
}

fn read_headers(response: &Response) -> Headers {
    let headers = response.headers();
    let header = |name| headers.get(name).ok().flatten();
    Headers { date: header("Date"), retry_after: header("Retry-After"), acs_retry_after: header("x-acs-retry-after") }
}

enum ReadError {
    TooLarge,
    Stream(JsValue),
}

async fn read_body(response: &Response) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let Some(stream) = response.body() else { return Ok(bytes) };
    let reader = ReadableStreamDefaultReader::new(&stream).map_err(ReadError::Stream)?;
    loop {
        let chunk: Chunk = JsFuture::from(reader.read()).await.map_err(ReadError::Stream)?.unchecked_into();
        if chunk.done() {
            return Ok(bytes);
        }
        let value = chunk.value();
        if bytes.len() + value.length() as usize > MAX_BODY_LENGTH {
            // Not awaited: a stream may take its time to close. But its rejection must not go unheard.
            let cancelled = JsFuture::from(reader.cancel());
            spawn_local(async { drop(cancelled.await) });
            return Err(ReadError::TooLarge);
        }
        bytes.extend_from_slice(&value.to_vec());
    }
}

fn parse(bytes: &[u8]) -> Body {
    if bytes.is_empty() {
        return Body::Unreadable(BodyFault::EmptyBody);
    }
    let json = std::str::from_utf8(bytes).map_or(JsValue::UNDEFINED, parse_json);
    if json.is_undefined() {
        return Body::Unreadable(BodyFault::NotJson);
    }
    if !json.is_object() || js_sys::Array::is_array(&json) {
        return Body::Unreadable(BodyFault::WrongShape);
    }
    let object: AnswerObject = json.unchecked_into();
    Body::Object(Fields {
        request_id: field(object.request_id(), || object.request_id_lower()),
        code: field(object.code(), || object.code_lower()),
        message: field(object.message(), || object.message_lower()),
        recommend: field(object.recommend(), || JsValue::UNDEFINED),
    })
}

fn field(value: JsValue, other_case: impl FnOnce() -> JsValue) -> Field {
    let value = if value.is_undefined() || value.is_null() { other_case() } else { value };
    match value.as_string() {
        Some(text) => Field::Text(text),
        None if value.is_undefined() || value.is_null() => Field::Absent,
        None => Field::OtherType,
    }
}
