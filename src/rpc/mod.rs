//! Any RPC operation of Alibaba Cloud: what goes on the wire and what comes back. Pure: no clock, no randomness, no I/O.

mod body;
mod characters;
mod classify;
pub mod codes;
pub mod credentials;
pub mod encode;
pub mod endpoint;
pub(crate) mod envelope;
mod error_xml;
mod hex;
pub mod json;
pub mod limits;
pub mod nonce;
pub mod operation;
pub mod problem;
pub mod redact;
mod region;
pub mod request;
pub mod response;
pub mod signature;
mod signs_of_failure;
pub(crate) mod string_enum;
pub(crate) mod text;
pub mod timestamp;
