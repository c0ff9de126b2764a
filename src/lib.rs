//! Signed `CancelExecution` calls to Alibaba Cloud OOS.

pub mod protocol;
