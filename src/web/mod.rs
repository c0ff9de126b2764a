//! The JavaScript boundary, for wasm32 only: reads options, calls inward and converts results. It makes no decision.

mod api;
mod calls;
mod errors;
mod executions;
mod explained;
mod fetch;
mod fleet;
mod host;
mod ids;
mod json;
mod keepalive;
mod nonces;
mod options;
mod pages;
mod provider;
mod results;
mod shared_client;
mod signal;
mod signer;

pub use api::{OosClient, explain_signature, is_ended, send_cancel_url, sign_cancel_url, validate_cancel_url};
pub use calls::restart;
pub use pages::ExecutionPages;
pub use signer::CancelUrlSigner;
