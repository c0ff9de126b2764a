//! CancelExecution, version 2019-06-01: stops one execution.
//!
//! Source: the vendor's page on CancelExecution, and `alibabacloud-oos20190601` 3.7.0. A success holds a RequestId and says
//! that OOS took the request, not that the execution has ended.

use crate::oos::limits;
use crate::rpc::credentials::Credentials;
use crate::rpc::endpoint::Endpoint;
use crate::rpc::operation::{Effect, Operation, Parameter};
use crate::rpc::problem::Problems;
use crate::rpc::request::{Call, SignedRequest, UnsignedRequest};
use crate::rpc::signature::Method;
use crate::rpc::timestamp::Timestamp;

/// CancelExecution as data.
pub static CANCEL_EXECUTION: Operation = Operation {
    action: "CancelExecution",
    version: "2019-06-01",
    effect: Effect::Write { doubt: "The execution may have been cancelled anyway: check its status before you act." },
    parameters: &[Parameter::required("ExecutionId", limits::execution_id)],
    // A success has some hundred bytes, a denial with its diagnosis a few thousand.
    max_response_bytes: 65_536,
    denied: "This user may not cancel executions: RAM does not allow oos:CancelExecution. Ask an administrator to allow it; logging in again does not help.",
};

/// The cancel of one execution, ready to be signed for one request.
#[derive(Debug, Clone, Copy)]
pub struct CancelExecution<'a> {
    /// The execution to cancel.
    pub execution_id: &'a str,
    /// Sent as the RegionId parameter when given.
    pub region_id: Option<&'a str>,
    /// The origin that is called. It is not covered by the signature.
    pub endpoint: &'a Endpoint,
    /// The method that the request is signed for.
    pub method: Method,
    /// The SignatureNonce: each one works once.
    pub nonce: &'a str,
    /// The time of signing.
    pub timestamp: Timestamp,
}

impl CancelExecution<'_> {
    /// Checks the values, and the RegionId against the region of the endpoint.
    ///
    /// # Errors
    /// Returns every problem, each with the name of its parameter.
    pub fn check(&self) -> Result<(), Problems> {
        self.request(&[("ExecutionId", self.execution_id)]).check()
    }

    /// Signs the call. What this signs, the validator accepts.
    ///
    /// # Errors
    /// Returns every problem of the values, each with the name of its parameter.
    pub fn sign(&self, credentials: &Credentials) -> Result<SignedRequest, Problems> {
        self.request(&[("ExecutionId", self.execution_id)]).sign(credentials)
    }

    /// Signs the call with values that have been checked.
    #[cfg(all(feature = "web", target_arch = "wasm32"))]
    pub(crate) fn sign_unchecked(&self, credentials: &Credentials) -> SignedRequest {
        self.request(&[("ExecutionId", self.execution_id)]).sign_unchecked(credentials)
    }

    fn request<'b>(&'b self, values: &'b [(&'static str, &'b str)]) -> UnsignedRequest<'b> {
        UnsignedRequest {
            call: Call::new(&CANCEL_EXECUTION, values),
            region_id: self.region_id,
            endpoint: self.endpoint,
            method: self.method,
            nonce: self.nonce,
            timestamp: self.timestamp,
        }
    }
}
