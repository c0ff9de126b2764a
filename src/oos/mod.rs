//! What is OOS's own: its operations, their signed URLs, and the validation of a URL from outside. Pure.

pub mod signed_url;
pub mod signer;
mod template;
pub mod validate;

/// The name of the only action that this crate calls.
pub const ACTION: &str = "CancelExecution";
/// The version of OOS whose CancelExecution this is.
pub const VERSION: &str = "2019-06-01";
