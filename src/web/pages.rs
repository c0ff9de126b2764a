//! A list of executions that is read page by page.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

use super::errors::to_error;
use super::host::CallHost;
use super::options::CallOptions;
use super::shared_client::SharedClient;
use super::{calls, executions};
use crate::client::Listing;

#[wasm_bindgen(module = "/src/web/platform.js")]
extern "C" {
    #[wasm_bindgen(js_name = isAborted)]
    fn is_aborted(signal: &JsValue) -> Option<bool>;
    #[wasm_bindgen(js_name = abortReason)]
    fn abort_reason(signal: &JsValue) -> JsValue;
}

/// The pages of a list. The package makes an async iterable of it.
#[wasm_bindgen]
pub struct ExecutionPages {
    client: SharedClient,
    listing: Rc<Cell<Option<Listing>>>,
    options: CallOptions,
    on_attempt: Option<Function>,
}

impl ExecutionPages {
    pub(super) fn new(
        client: SharedClient,
        listing: Listing,
        options: CallOptions,
        on_attempt: Option<Function>,
    ) -> Self {
        let listing = Rc::new(Cell::new(Some(listing)));
        Self { client, listing, options, on_attempt }
    }
}

impl fmt::Debug for ExecutionPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExecutionPages")
    }
}

#[wasm_bindgen]
impl ExecutionPages {
    /// Returns whether the caller's signal has aborted, and its reason.
    ///
    /// # Errors
    /// None; see the top of `api.rs`.
    pub fn abort(&self) -> Result<Array, JsValue> {
        let signal = self.options.signal.clone().unwrap_or(JsValue::UNDEFINED);
        Ok(Array::of2(&is_aborted(&signal).unwrap_or(false).into(), &abort_reason(&signal)))
    }

    /// Requests the next page. The promise resolves to `null` after the last one, or while another page is on its way.
    ///
    /// # Errors
    /// What prevents the call before anything is sent; the package turns it into a rejected promise.
    pub fn next(&self) -> Result<Promise, JsValue> {
        let client = self.client.get()?;
        let host = CallHost::new(&self.options, self.on_attempt.clone())?;
        let slot = Rc::clone(&self.listing);
        Ok(calls::start(self.options.timeout_ms, async move {
            let Some(mut listing) = slot.take() else { return Ok(JsValue::NULL) };
            let page = client.next_page(&host, &mut listing).await;
            slot.set(Some(listing));
            page.map(|page| page.as_ref().map_or(JsValue::NULL, executions::page)).map_err(to_error)
        }))
    }
}
