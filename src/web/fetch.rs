//! Sends a request with `fetch` and passes its response inward.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use super::errors;
use super::host::CallHost;
use super::keepalive::KeepaliveShare;
use super::signal::Watch;
use crate::client::host::{Headers, HttpResponse, Interruption, Request, TransportError, TransportErrorKind};
use crate::rpc::operation::Effect;
use crate::rpc::response::{Body, BodyFault, Value};

#[wasm_bindgen(module = "/src/web/fetch.js")]
extern "C" {
    #[wasm_bindgen(js_name = mayHideResponses)]
    fn may_hide_responses() -> bool;
    fn exchange(url: &str, init: &RequestInit, limit: u32, watch: &Watch) -> Promise;

    /// What `exchange` resolves to: objects without a prototype, whose members cannot throw.
    type Exchange;
    #[wasm_bindgen(method, structural, getter)]
    fn status(this: &Exchange) -> f64;
    #[wasm_bindgen(method, structural, getter)]
    fn headers(this: &Exchange) -> Array;
    #[wasm_bindgen(method, structural, getter)]
    fn body(this: &Exchange) -> ExchangeBody;
    #[wasm_bindgen(method, structural, getter)]
    fn causes(this: &Exchange) -> Option<Array>;
    #[wasm_bindgen(method, structural, getter, js_name = quotaExceeded)]
    fn quota_exceeded(this: &Exchange) -> bool;
    #[wasm_bindgen(method, structural, getter, js_name = mayBeSent)]
    fn may_be_sent(this: &Exchange) -> bool;
    #[wasm_bindgen(method, structural, getter, js_name = notConnected)]
    fn not_connected(this: &Exchange) -> bool;

    type ExchangeBody;
    #[wasm_bindgen(method, structural, getter)]
    fn json(this: &ExchangeBody) -> JsValue;
    #[wasm_bindgen(method, structural, getter)]
    fn members(this: &ExchangeBody) -> Option<Array>;
    #[wasm_bindgen(method, structural, getter)]
    fn text(this: &ExchangeBody) -> Option<String>;
    #[wasm_bindgen(method, structural, getter)]
    fn fault(this: &ExchangeBody) -> Option<String>;
}

#[wasm_bindgen(module = "/src/web/platform.js")]
extern "C" {
    #[wasm_bindgen(js_name = bareObject)]
    fn bare_object() -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// The member of `RequestInit` that web-sys does not have.
    type KeepaliveInit;
    #[wasm_bindgen(method, structural, setter)]
    fn set_keepalive(this: &KeepaliveInit, keepalive: bool);
}

impl CallHost {
    pub(super) async fn fetch(&self, request: Request) -> Result<HttpResponse<JsValue>, TransportError<JsValue>> {
        if let Some(end) = self.signal.interruption() {
            return Err(interrupted(end, false));
        }
        // A read is of no use to a page that is gone.
        let repeats = self.has_sent.replace(true);
        let outlives = !repeats && matches!(request.effect, Effect::Write { .. });
        let share = if outlives { KeepaliveShare::take(&request) } else { None };
        let own_signal = request.timeout.and_then(|timeout| self.signal.of_part(timeout));
        let watch = own_signal.as_ref().unwrap_or(&self.signal).watch();
        let mut exchange = exchange_with(&request, share.is_some(), watch).await;
        // The browser refused to keep one more request alive and sent nothing.
        if exchange.quota_exceeded() {
            exchange = exchange_with(&request, false, watch).await;
        }
        drop(request);
        let Some(causes) = exchange.causes() else {
            let response = response(&exchange);
            // A complete response counts, even if a signal has fired meanwhile.
            return match self.signal.interruption() {
                Some(end) if response.body == Body::Unreadable(BodyFault::BodyCutOff) => Err(interrupted(end, true)),
                _ => Ok(response),
            };
        };
        let may_be_sent = exchange.may_be_sent();
        if let Some(end) = self.signal.interruption() {
            return Err(interrupted(end, may_be_sent));
        }
        let kind = match may_be_sent {
            true => TransportErrorKind::Network,
            false if exchange.not_connected() => TransportErrorKind::NotConnected,
            false => TransportErrorKind::NotStarted,
        };
        let hint = may_hide_responses().then_some("or the response had no CORS header");
        Err(TransportError { kind, cause: errors::cause(&causes), hint })
    }
}

async fn exchange_with(request: &Request, keepalive: bool, watch: &Watch) -> Exchange {
    let init = init(request, keepalive, watch);
    let limit = u32::try_from(request.max_response_bytes).unwrap_or(u32::MAX);
    let exchange = exchange(&request.url, &init, limit, watch);
    // It never rejects.
    JsFuture::from(exchange).await.unwrap_or_else(|error| error).unchecked_into()
}

/// Creates the options of `fetch`, without a prototype, since `fetch` also reads what a script has put on
/// `Object.prototype`.
fn init(request: &Request, keepalive: bool, watch: &Watch) -> RequestInit {
    let init: RequestInit = bare_object().unchecked_into();
    init.set_method(request.method.as_str());
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&watch.signal()));
    if keepalive {
        init.unchecked_ref::<KeepaliveInit>().set_keepalive(true);
    }
    if let Some(form) = &request.form {
        // Safelisted, so no preflight. A URLSearchParams body would set it too, but encode the form in its own way.
        let content_type = Array::of2(&"Content-Type".into(), &"application/x-www-form-urlencoded".into());
        init.set_headers(&Array::of1(&content_type));
        init.set_body(&JsValue::from_str(form));
    }
    init
}

fn interrupted(end: Interruption<JsValue>, may_be_sent: bool) -> TransportError<JsValue> {
    let Interruption { kind, cause } = end;
    TransportError { kind: TransportErrorKind::Interrupted { kind, may_be_sent }, cause, hint: None }
}

/// Reads a response. The gateway exposes all of its headers to other origins (`Access-Control-Expose-Headers: *` on recorded
/// responses since October 2023); another endpoint may not.
fn response(exchange: &Exchange) -> HttpResponse<JsValue> {
    let (headers, exchange_body) = (exchange.headers(), exchange.body());
    let header = |index| headers.get(index).as_string();
    HttpResponse {
        http_status: exchange.status() as u16,
        headers: Headers { date: header(0), retry_after: header(1), acs_retry_after: header(2) },
        body: body(&exchange_body),
        json: exchange_body.json(),
    }
}

fn body(body: &ExchangeBody) -> Body {
    if let Some(list) = body.members() {
        return Body::Object(members(&list));
    }
    if let Some(text) = body.text() {
        return Body::Text(text);
    }
    let name = body.fault().unwrap_or_default();
    let fault = BodyFault::ALL.iter().find(|fault| name == fault.as_str());
    Body::Unreadable(*fault.unwrap_or(&BodyFault::NotJson))
}

/// Reads a list of names and values in turn.
fn members(list: &Array) -> Vec<(String, Value)> {
    let pairs = (0..list.length()).step_by(2);
    pairs.map(|index| (list.get(index).as_string().unwrap_or_default(), value(&list.get(index + 1)))).collect()
}

fn value(value: &JsValue) -> Value {
    if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if value.is_null() {
        Value::Null
    } else if let Some(list) = value.dyn_ref::<Array>() {
        Value::Object(members(list))
    } else {
        Value::Other
    }
}
