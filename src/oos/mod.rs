//! What is specific to OOS: its operations, their signed URLs, and the validation of URLs that were signed elsewhere. Pure.

pub mod signed_url;
pub mod signer;
mod template;
pub mod validate;

/// The only action that this crate calls.
pub const ACTION: &str = "CancelExecution";
/// The version of the OOS API.
pub const VERSION: &str = "2019-06-01";
