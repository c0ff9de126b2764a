//! Signed `CancelExecution` calls to Alibaba Cloud OOS.
