//! The caller's credentials provider.

use std::pin::Pin;
use std::task::{Context, Poll};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::options::{Reader, credentials_from};
use crate::client::credentials::{CredentialsProvider, ExpiringCredentials, ProviderError};

#[wasm_bindgen(module = "/src/web/calls.js")]
extern "C" {
    #[wasm_bindgen(js_name = callProvider)]
    fn call_provider(provider: &Function) -> Promise;

    /// What the promise of `callProvider` resolves to: the value in an object, so that a `then` of it is not called again.
    type Provided;
    #[wasm_bindgen(method, structural, getter)]
    fn value(this: &Provided) -> JsValue;
}

/// A JavaScript function that returns credentials or a promise of them.
#[derive(Debug)]
pub(super) struct JsProvider(Function);

impl JsProvider {
    pub(super) const fn new(function: Function) -> Self {
        Self(function)
    }
}

impl CredentialsProvider for JsProvider {
    type Error = JsValue;
    type Pending = PendingCredentials;

    fn provide(&self) -> PendingCredentials {
        PendingCredentials::new(call_provider(&self.0))
    }
}

/// Pending credentials. Each clone waits for the same promise and reads its value.
#[derive(Debug)]
pub(super) struct PendingCredentials {
    promise: Promise,
    settled: JsFuture,
}

impl PendingCredentials {
    fn new(promise: Promise) -> Self {
        let settled = JsFuture::from(promise.clone());
        Self { promise, settled }
    }
}

impl Clone for PendingCredentials {
    fn clone(&self) -> Self {
        Self::new(self.promise.clone())
    }
}

impl Future for PendingCredentials {
    type Output = Result<ExpiringCredentials, ProviderError<JsValue>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.settled).poll(context).map(|settled| {
            let value = settled.map_err(ProviderError::Failed)?.unchecked_into::<Provided>().value();
            let mut reader = Reader::default();
            let provided = credentials_from(&mut reader, &value);
            reader.finish(provided).map_err(ProviderError::Unusable)
        })
    }
}
