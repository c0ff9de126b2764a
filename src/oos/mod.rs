//! What is specific to OOS: its operations, their signed URLs, and the validation of URLs that were signed elsewhere. Pure.

pub mod cancel_execution;
pub mod limits;
pub mod signer;
pub mod validate;
