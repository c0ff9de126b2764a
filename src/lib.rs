//! Cancels executions of Alibaba Cloud's CloudOps Orchestration Service (OOS), version 2019-06-01, one or thousands, waits for
//! their end, lists them, and signs and checks URLs that cancel.
//!
//! - [`rpc`]: any RPC operation of Alibaba Cloud. Encodes, signs, judges responses. Pure.
//! - [`oos`]: what is specific to OOS: CancelExecution, ListExecutions, signed URLs and their validation. Pure.
//! - [`client`]: calls with their attempts, retries and outcome, waiting for an execution to end, lists, and fleets, which cancel
//!   many executions. Pure: transport, clock and randomness are those of a [`Host`](client::Host).
//! - `native`: a ready host for back ends, with the feature `ureq`.
//! - `web`: the JavaScript boundary, on wasm32 only.
//!
//! # Encoding contract
//!
//! - Parameters are passed raw and encoded here, exactly once: RFC 3986 over UTF-8, where `A-Z a-z 0-9 - _ . ~` stay and
//!   every other byte becomes `%XY` in upper case. A space is `%20`, never `+`.
//! - The canonical query contains every parameter except for the Signature, sorted by the bytes of the raw names. An empty
//!   value stays as `name=`.
//! - `StringToSign = METHOD & %2F & encode(canonical query)`; the key is `AccessKeySecret&`; the Signature is the base64 of
//!   the HMAC-SHA1.
//! - Output is canonical: the canonical query, then the Signature. Input may have any order and either case of hex, but
//!   nothing that two parsers could read differently. It is rebuilt before it is sent.
//! - The signature does not cover the host. The origins of OOS are trusted by rule, any other origin only if it is allowed.
//!
//! # Signing on a back end
//!
//! ```
//! use oos_cancel::{CancelExecution, Credentials, Endpoint, Method, Network};
//!
//! let credentials = Credentials::new("testid".into(), "testsecret".into(), None)?; // STS adds a SecurityToken
//! let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).ok_or("no region id")?;
//! let call = CancelExecution {
//!     execution_id: "exec-8a2aaf460fdf47c6b5ef",
//!     region_id: Some("cn-hangzhou"),
//!     endpoint: &endpoint,
//!     method: Method::Post,
//!     nonce: "0123456789abcdef0123456789abcdef", // fresh for every call
//!     timestamp: "2024-05-06T07:08:09Z".parse()?, // SystemTime::now().into()
//! };
//! let signed = call.sign(&credentials)?;
//! assert!(signed.url().ends_with("&Signature=6yYh5oYgIBGsQI%2FYL2psvHa%2F4Zo%3D"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Checking a URL on a back end
//!
//! ```
//! use oos_cancel::{ProblemCode, Rules, validate};
//!
//! let now = "2024-05-06T07:08:09Z".parse()?; // SystemTime::now().into()
//! let problems = validate("https://oos.cn-hangzhou.aliyuncs.com/?Action=CancelExecution", &Rules::at(now)).unwrap_err();
//! assert!(problems.iter().any(|problem| problem.code == ProblemCode::MissingParameter));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With `credentials` in the [`Rules`] the signature itself is verified.
//!
//! # Cancelling on a back end
//!
//! A [`Client`] makes whole calls through any [`Host`](client::Host). The feature `ureq` has a ready one, and `rustls` adds
//! HTTPS to it:
//!
#![cfg_attr(feature = "ureq", doc = "```no_run")]
#![cfg_attr(not(feature = "ureq"), doc = "```ignore")]
//! use std::time::Duration;
//!
//! use oos_cancel::native::{NativeHost, block_on};
//! use oos_cancel::{Client, Credentials, Endpoint, Network};
//!
//! let credentials = Credentials::new("testid".into(), "testsecret".into(), None)?;
//! let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).ok_or("no region id")?;
//! let client = Client::builder(endpoint, credentials).region_id("cn-hangzhou").build()?;
//! let host = NativeHost::within(Duration::from_secs(10));
//! match block_on(client.cancel_execution(&host, "exec-8a2aaf460fdf47c6b5ef")) {
//!     Ok(success) => println!("accepted, RequestId {}", success.request_id),
//!     Err(failure) => println!("{failure} The outcome is {}.", failure.outcome),
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Client::cancel_and_wait`] also waits for the end of the execution, [`Client::next_page`] lists executions, and
//! [`Client::cancel_executions`] cancels many.
//!
//! The folder `examples` of the repository has a program for each of these, and a server that cancels.

pub mod client;
#[cfg(all(feature = "ureq", not(target_arch = "wasm32")))]
pub mod native;
pub mod oos;
pub mod rpc;
#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub mod web;

pub use client::attempt::{Attempt, History};
pub use client::fleet::{
    FleetCounts, FleetOptions, FleetOutcome, FleetProgress, FleetReport, FleetResult, FleetStop, Ids,
};
pub use client::{
    Client, ClientBuilder, Ended, Ending, ExecutionPage, Failure, FailureClass, FailureKind, Listing, Outcome,
    RequestStyle, RetryPolicy, StateFault, Success, send,
};
pub use oos::cancel_execution::CancelExecution;
pub use oos::execution::{Execution, ExecutionStatus};
pub use oos::execution_filter::{ExecutionFilter, Sort};
pub use oos::signer::Signer;
pub use oos::validate::{Rules, ValidUrl, validate};
pub use rpc::codes::Remedy;
pub use rpc::credentials::Credentials;
pub use rpc::endpoint::{Endpoint, Network};
pub use rpc::nonce::Nonce;
pub use rpc::problem::{Problem, ProblemCode, Problems};
pub use rpc::signature::Method;
pub use rpc::timestamp::Timestamp;
