//! What goes on the wire. Pure: no clock, no randomness, no I/O, no JavaScript.

mod base64;
mod body;
pub mod credentials;
pub mod diagnosis;
pub mod encode;
pub mod endpoint;
mod envelope;
pub mod error;
mod error_xml;
pub mod limits;
pub mod nonce;
pub mod problem;
pub mod redact;
pub mod response;
pub mod sign;
pub mod signed_url;
pub mod signer;
mod signs_of_failure;
mod template;
pub(crate) mod text;
pub mod timestamp;
pub mod validate;

/// The name of the only action that this crate calls.
pub const ACTION: &str = "CancelExecution";
/// The version of OOS whose CancelExecution this is.
pub const VERSION: &str = "2019-06-01";
