//! The exports to JavaScript. Every function reads its options before the first await and returns errors as values, so that
//! no promise stays pending.
//!
//! Every export returns a `Result`: V8 aborts the process of Node 20 and 22 when it deoptimises a caller while an export
//! that returns a bare reference is inlined into it.

use std::fmt;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::calls;
use super::errors::{invalid_input, to_error};
use super::executions::execution;
use super::explained::signature_explanation;
use super::fleet::{WebFleet, fleet_report};
use super::host::{CallHost, now};
use super::nonces::fresh_nonce;
use super::options::{
    ClientOptions, FleetCall, Task, call_options, client_options, explain_options, fleet_options, list_options,
    send_options, sign_options, validate_options,
};
use super::pages::ExecutionPages;
use super::results::{accepted, ended, invalid_url, signed_url, valid_url};
use super::shared_client::SharedClient;
use crate::client::{Failure, Listing, send};
use crate::oos::cancel_execution::CancelExecution;
use crate::oos::execution::ExecutionStatus;
use crate::oos::validate::validate;
use crate::rpc::signature::explain::{Unreadable, explain};

/// Signs a CancelExecution URL.
///
/// # Errors
/// `InvalidInputError` with every problem of the options.
#[wasm_bindgen(js_name = signCancelUrl)]
pub fn sign_cancel_url(options: &JsValue) -> Result<JsValue, JsValue> {
    let options = sign_options(options).map_err(invalid_input)?;
    let nonce = match options.nonce {
        Some(nonce) => nonce,
        None => fresh_nonce().ok_or_else(|| to_error(Failure::no_randomness()))?.as_str().to_owned(),
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
    .sign_unchecked(&options.credentials);
    Ok(signed_url(&call, &options.execution_id, timestamp))
}

/// Explains why a signature was refused.
///
/// # Errors
/// `InvalidInputError` when an option is wrong, or `sent` is neither a URL nor a StringToSign.
#[wasm_bindgen(js_name = explainSignature)]
pub fn explain_signature(options: &JsValue) -> Result<JsValue, JsValue> {
    let options = explain_options(options).map_err(invalid_input)?;
    let secret = options.access_key_secret.as_ref().map(|secret| secret.as_str());
    explain(&options.server_message, &options.sent, options.method, secret)
        .map(|explanation| signature_explanation(&explanation))
        .map_err(|Unreadable| invalid_input(vec![Unreadable::problem("sent")]))
}

/// Validates a URL that was signed elsewhere.
///
/// # Errors
/// `InvalidInputError` when an option is wrong. A bad URL gives a report.
#[wasm_bindgen(js_name = validateCancelUrl)]
pub fn validate_cancel_url(url: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let (url, options) = validate_options(url, options, now()).map_err(invalid_input)?;
    Ok(match validate(&url, &options.rules(true)) {
        Ok(valid) => valid_url(&valid),
        Err(problems) => invalid_url(&problems),
    })
}

/// Validates a URL that was signed elsewhere, rebuilds it and sends it.
///
/// # Errors
/// What prevents the call before anything is sent; the package turns it into a rejected promise.
#[wasm_bindgen(js_name = sendCancelUrl)]
pub fn send_cancel_url(url: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
    let (url, options, call_options) = send_options(url, options, now()).map_err(invalid_input)?;
    // The server checks the time: this machine's clock may be wrong.
    let valid = validate(&url, &options.rules(false)).map_err(invalid_input)?;
    let host = CallHost::new(&call_options, None)?;
    Ok(calls::start(call_options.timeout_ms, async move {
        let sent = send(&host, &valid).await;
        sent.map(|success| accepted(&success, &valid.execution_id)).map_err(to_error)
    }))
}

/// Returns whether an execution with this status has ended.
///
/// # Errors
/// None; see the top of this file.
#[wasm_bindgen(js_name = isEnded)]
pub fn is_ended(status: &JsValue) -> Result<bool, JsValue> {
    Ok(status.as_string().is_some_and(|status| ExecutionStatus::from(status.as_str()).is_ended()))
}

/// Signs and sends CancelExecution calls with one set of credentials.
#[wasm_bindgen]
pub struct OosClient {
    client: SharedClient,
    timeout_ms: u32,
    on_attempt: Option<Function>,
}

impl fmt::Debug for OosClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OosClient")
    }
}

impl OosClient {
    /// Starts a call about one execution.
    fn start(&self, task: Task, execution_id: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        let client = self.client.get()?;
        let (execution_id, options, task) =
            call_options(task, execution_id, options, self.timeout_ms).map_err(invalid_input)?;
        let host = CallHost::new(&options, self.on_attempt.clone())?;
        Ok(calls::start(options.timeout_ms, async move {
            match task {
                Task::Cancel => {
                    let sent = client.cancel_execution(&host, &execution_id).await;
                    sent.map(|success| accepted(&success, &execution_id)).map_err(to_error)
                }
                Task::CancelAndWait => {
                    let end = client.cancel_and_wait(&host, &execution_id).await;
                    end.map(|end| ended(&end)).map_err(to_error)
                }
                Task::Get => {
                    let found = client.get_execution(&host, &execution_id).await;
                    found.map(|found| found.as_ref().map_or(JsValue::UNDEFINED, execution)).map_err(to_error)
                }
                Task::Wait => {
                    let end = client.wait_for_execution(&host, &execution_id).await;
                    end.map(|end| execution(&end)).map_err(to_error)
                }
            }
        }))
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
        Ok(Self { client: SharedClient::new(client), timeout_ms, on_attempt })
    }

    /// Cancels one execution, and waits for its end if the options say so.
    ///
    /// # Errors
    /// What prevents the call before anything is sent; the package turns it into a rejected promise.
    #[wasm_bindgen(js_name = cancelExecution)]
    pub fn cancel_execution(&self, execution_id: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        self.start(Task::Cancel, execution_id, options)
    }

    /// Cancels many executions. The promise resolves to a report.
    ///
    /// # Errors
    /// What prevents the fleet before anything is sent; the package turns it into a rejected promise.
    #[wasm_bindgen(js_name = cancelExecutions)]
    pub fn cancel_executions(&self, execution_ids: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        let client = self.client.get()?;
        let FleetCall { ids, options, call, on_result, on_progress } =
            fleet_options(execution_ids, options, self.timeout_ms).map_err(invalid_input)?;
        let host = WebFleet::new(&call, self.on_attempt.clone(), on_result, on_progress)?;
        Ok(calls::start_endless(async move {
            let report = client.cancel_executions(&host, ids, &options).await;
            Ok(fleet_report(report, &host))
        }))
    }

    /// Looks at one execution. The promise resolves to `undefined` if there is none.
    ///
    /// # Errors
    /// What prevents the call before anything is sent; the package turns it into a rejected promise.
    #[wasm_bindgen(js_name = getExecution)]
    pub fn get_execution(&self, execution_id: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        self.start(Task::Get, execution_id, options)
    }

    /// Waits until an execution has ended.
    ///
    /// # Errors
    /// What prevents the call before anything is sent; the package turns it into a rejected promise.
    #[wasm_bindgen(js_name = waitForExecution)]
    pub fn wait_for_execution(&self, execution_id: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
        self.start(Task::Wait, execution_id, options)
    }

    /// Begins a list of executions.
    ///
    /// # Errors
    /// `InvalidInputError` with every problem of the filter and the options.
    #[wasm_bindgen(js_name = listExecutions)]
    pub fn list_executions(&self, filter: &JsValue, options: &JsValue) -> Result<ExecutionPages, JsValue> {
        // Refused at once if the client was freed.
        self.client.get()?;
        let (filter, call_options) = list_options(filter, options, self.timeout_ms).map_err(invalid_input)?;
        Ok(ExecutionPages::new(self.client.clone(), Listing::unchecked(filter), call_options, self.on_attempt.clone()))
    }

    /// Drops the credentials, which are wiped once no call is in progress. The package calls it from `free`.
    pub fn release(&self) {
        self.client.release();
    }
}
