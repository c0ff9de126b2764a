//! Signed `CancelExecution` calls to Alibaba Cloud OOS.

pub mod client;
pub mod protocol;
#[cfg(target_arch = "wasm32")]
pub mod web;
