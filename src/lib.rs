//! Signed `CancelExecution` calls to Alibaba Cloud's Operation Orchestration Service (OOS), version 2019-06-01.
//!
//! - [`rpc`]: any RPC operation of Alibaba Cloud. Encodes, signs, judges responses. Pure.
//! - [`oos`]: what is specific to OOS: CancelExecution, its signed URLs and their validation. Pure.
//! - [`client`]: one call, with its attempts, retries and outcome. Pure: transport, clock and entropy are passed in.
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
//! use oos_cancel::oos::signed_url::CancelExecution;
//! use oos_cancel::rpc::{credentials::Credentials, endpoint::{Endpoint, Network}, signature::Method, timestamp::Timestamp};
//!
//! let credentials = Credentials::new("testid".into(), "testsecret".into(), None); // STS adds a SecurityToken
//! let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).ok_or("no region id")?;
//! let call = CancelExecution {
//!     execution_id: "exec-8a2aaf460fdf47c6b5ef",
//!     region_id: Some("cn-hangzhou"),
//!     endpoint: &endpoint,
//!     method: Method::Post,
//!     nonce: "0123456789abcdef0123456789abcdef", // fresh for every call
//!     timestamp: Timestamp::parse("2024-05-06T07:08:09Z").ok_or("no time")?, // now
//! };
//! let signed = call.sign_checked(&credentials).map_err(|problems| "each says what is wrong")?;
//! assert!(signed.url().ends_with("&Signature=6yYh5oYgIBGsQI%2FYL2psvHa%2F4Zo%3D"));
//! # Ok::<(), &str>(())
//! ```
//!
//! # Checking a URL on a back end
//!
//! ```
//! use oos_cancel::oos::validate::{Rules, validate};
//! use oos_cancel::rpc::{problem::ProblemCode, timestamp::Timestamp};
//!
//! let now = Timestamp::parse("2024-05-06T07:08:09Z").ok_or("no time")?;
//! let problems = validate("https://oos.cn-hangzhou.aliyuncs.com/?Action=CancelExecution", &Rules::at(now)).unwrap_err();
//! assert!(problems.iter().any(|problem| problem.code == ProblemCode::MissingParameter));
//! # Ok::<(), &str>(())
//! ```
//!
//! With `credentials` in the [`Rules`](oos::validate::Rules) the signature itself is verified. [`client::Client`] executes a
//! whole call with any [`client::Host`]. The folder `examples` of the repository has a program for each of the three.

pub mod client;
pub mod oos;
pub mod rpc;
#[cfg(target_arch = "wasm32")]
pub mod web;
