//! Signs many URLs with the same credentials.

use std::cell::Cell;
use std::fmt;

use wasm_bindgen::prelude::*;

use super::errors::{freed, invalid_input, to_error};
use super::host::now;
use super::nonces::fresh_nonce;
use super::options::{execution_id, signer_options};
use crate::client::Failure;
use crate::oos::signer::Signer;

/// Signs CancelExecution URLs with one set of credentials.
#[wasm_bindgen]
pub struct CancelUrlSigner(Cell<Option<Box<Signer>>>);

#[wasm_bindgen]
impl CancelUrlSigner {
    /// Reads the options and copies the credentials.
    ///
    /// # Errors
    /// `InvalidInputError` with every problem of the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<CancelUrlSigner, JsValue> {
        let signer = signer_options(options).map_err(invalid_input)?;
        Ok(Self(Cell::new(Some(Box::new(signer)))))
    }

    /// Signs a URL.
    ///
    /// # Errors
    /// `InvalidInputError` if the ExecutionId is invalid, `StateError` after `release`.
    pub fn sign(&self, id: &JsValue) -> Result<JsValue, JsValue> {
        let id = execution_id(id).map_err(invalid_input)?;
        // Called before the signer is taken out, because a page's own clock or randomness may call the signer.
        let time = now();
        let nonce = fresh_nonce().ok_or_else(|| to_error(Failure::no_randomness()))?;
        let mut signer = self.0.take().ok_or_else(|| freed("signer"))?;
        let url = JsValue::from_str(signer.sign_unchecked(&id, &nonce, time));
        self.0.set(Some(signer));
        Ok(url)
    }

    /// Drops the credentials and wipes them. The package calls it from `free`.
    pub fn release(&self) {
        self.0.take();
    }
}

impl fmt::Debug for CancelUrlSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelUrlSigner").finish_non_exhaustive()
    }
}
