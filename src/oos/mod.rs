//! What is OOS's own: its operations, their signed URLs, and the validation of a URL from outside. Pure.

pub mod cancel_execution;
pub mod limits;
pub mod signer;
pub mod validate;
