//! The JavaScript boundary, for wasm32 only: read options, call inward, convert. No decision is made here.

mod abort;
mod api;
mod callback;
mod error;
mod fetch;
mod keepalive;
mod nonces;
mod object;
mod options;
mod read;
mod result;
mod signer;

pub use api::{OosClient, send_cancel_url, sign_cancel_url, validate_cancel_url};
pub use signer::CancelUrlSigner;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");
