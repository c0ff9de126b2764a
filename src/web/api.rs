//! What JavaScript sees. Every function reads its options before the first await and hands errors out as values, so that
//! no promise can stay pending.

use std::cell::Cell;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::abort::CallSignal;
use super::callback::PageProvider;
use super::error::{invalid_input, to_error};
use super::fetch::{Browser, now};
use super::nonces::with_nonce;
use super::options::{ClientOptions, call_options, client_options, send_options, sign_options, validate_options};
use super::result::{cancel_result, invalid_url, signed_url, valid_url};
use crate::client::credentials::peek;
use crate::client::{Client, Failure, send};
use crate::protocol::problem::{Problem, ProblemCode, problem};
use crate::protocol::signed_url::CancelExecution;
use crate::protocol::validate::validate;

/// Signs a CancelExecution URL.
///
/// # Errors
/// `InvalidInputError` with every problem of the options.
#[wasm_bindgen(js_name = signCancelUrl, skip_typescript)]
pub fn sign_cancel_url(options: &JsValue) -> Result<JsValue, JsValue> {
    let options = sign_options(options).map_err(invalid_input)?;
    let nonce = match options.nonce {
        Some(nonce) => nonce,
        None => {
            with_nonce(|nonce, _, _| nonce.as_str().to_owned()).ok_or_else(|| to_error(Failure::no_randomness()))?
        }
    };
    let timestamp = options.timestamp.unwrap_or_else(now);
    let call = CancelExecution {
        execution_id: &options.execution_id,
        region_id: options.region_id.as_deref(),
        endpoint: &options.endpoint,
        method: options.method,
        nonce: &nonce,
        timestamp,
    }
    .sign(&options.credentials);
    Ok(signed_url(&call, &options.execution_id, timestamp))
}

/// Judges a URL that came from outside.
///
/// # Errors
/// `InvalidInputError` when an option is wrong. A bad URL is a report.
#[wasm_bindgen(js_name = validateCancelUrl, skip_typescript)]
pub fn validate_cancel_url(url: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let (text, options) = validate_options(url, options, now()).map_err(invalid_input)?;
    Ok(match validate(&text, &options.rules()) {
        Ok(valid) => valid_url(&valid, (url, &text)),
        Err(problems) => invalid_url(&problems),
    })
}

/// Validates a URL that was signed elsewhere, rebuilds it and sends it.
#[wasm_bindgen(js_name = sendCancelUrl, skip_typescript)]
pub fn send_cancel_url(url: &JsValue, options: &JsValue) -> Promise {
    let prepared = send_options(url, options, now()).and_then(|(url, options, call_options)| {
        let valid = validate(&url, &options.rules())?;
        Ok((valid, Browser::new(CallSignal::new(&call_options)?, None)))
    });
    promise(async move {
        let (valid, browser) = prepared.map_err(invalid_input)?;
        let token = valid.security_token.as_deref().map(String::as_str);
        let sent = send(&browser, &valid.call, &valid.execution_id, token).await;
        sent.map(|accepted| cancel_result(&accepted)).map_err(to_error)
    })
}

/// Boxed, since what drives a future is compiled anew for each type of it.
fn promise(future: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let future: Pin<Box<dyn Future<Output = _>>> = Box::pin(future);
    future_to_promise(future)
}

/// Signs and sends CancelExecution calls with one set of credentials.
#[wasm_bindgen(skip_typescript)]
pub struct OosClient {
    // Shared with the calls under way, which outlive a `release()`.
    client: Cell<Option<Rc<Client<PageProvider>>>>,
    timeout_ms: u32,
    on_attempt: Option<Function>,
}

impl fmt::Debug for OosClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OosClient")
    }
}

#[wasm_bindgen]
impl OosClient {
    /// Reads the options and copies the credentials.
    ///
    /// # Errors
    /// `InvalidInputError` with every problem of the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<OosClient, JsValue> {
        let ClientOptions { client, timeout_ms, on_attempt } = client_options(options).map_err(invalid_input)?;
        Ok(Self { client: Cell::new(Some(Rc::new(client))), timeout_ms, on_attempt })
    }

    /// Cancels one execution.
    #[wasm_bindgen(js_name = cancelExecution)]
    pub fn cancel_execution(&self, execution_id: &JsValue, options: &JsValue) -> Promise {
        let prepared = self.client().and_then(|client| {
            let (execution_id, call_options) = call_options(execution_id, options, self.timeout_ms)?;
            let browser = Browser::new(CallSignal::new(&call_options)?, self.on_attempt.clone());
            Ok((client, execution_id, browser, call_options.timeout_ms))
        });
        promise(async move {
            let (client, execution_id, browser, timeout_ms) = prepared.map_err(invalid_input)?;
            let sent = client.cancel_execution(&browser, &execution_id, f64::from(timeout_ms)).await;
            sent.map(|accepted| cancel_result(&accepted)).map_err(to_error)
        })
    }

    /// Lets go of the credentials, which are wiped once no call is under way. The package calls it from `free`.
    pub fn release(&self) {
        self.client.take();
    }

    fn client(&self) -> Result<Rc<Client<PageProvider>>, Vec<Problem>> {
        let freed = || problem(ProblemCode::MissingOption, "This client was freed: make a new one.");
        peek(&self.client).ok_or_else(freed)
    }
}
