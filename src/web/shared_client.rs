//! A client as its handle and its lists share it, until it is freed.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::errors::freed;
use super::provider::JsProvider;
use crate::client::Client;

/// A client that can be freed. Calls in progress outlive that, lists do not: otherwise a list would depend on whether another
/// call happens to be in progress.
#[derive(Clone)]
pub(super) struct SharedClient(Rc<Cell<Option<Rc<Client<JsProvider>>>>>);

impl SharedClient {
    pub(super) fn new(client: Client<JsProvider>) -> Self {
        Self(Rc::new(Cell::new(Some(Rc::new(client)))))
    }

    /// Returns the client for one call.
    pub(super) fn get(&self) -> Result<Rc<Client<JsProvider>>, JsValue> {
        let client = self.0.take();
        self.0.set(client.clone());
        client.ok_or_else(|| freed("client"))
    }

    /// Drops the client once no call is in progress.
    pub(super) fn release(&self) {
        self.0.take();
    }
}
