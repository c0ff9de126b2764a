//! What is specific to OOS: its operations, their signed URLs, and the validation of URLs that were signed elsewhere. Pure.

pub mod cancel_execution;
pub mod execution;
pub mod execution_filter;
pub mod limits;
pub mod list_executions;
pub mod signer;
pub mod validate;
