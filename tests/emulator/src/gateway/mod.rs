//! What stands in front of every product.

mod acs3;
mod answer;
mod call;
mod checks;
mod codes;
mod cors;
mod exchange;
mod nonces;
mod rates;
mod refusal;
mod signature;

pub(crate) use answer::{Answer, Fields};
pub(crate) use call::{Call, Placement};
pub(crate) use codes::{
    EXECUTION_CANCEL_FAILED, EXECUTION_NOT_FOUND, EXECUTION_NOT_FOUND_NEWER, INVALID_PARAMETER, documented, invalid,
    is_documented,
};
pub(crate) use cors::{close as close_to_other_origins, preflight};
pub(crate) use exchange::{Exchange, close};
pub(crate) use nonces::Nonces;
pub use rates::RateLimit;
pub(crate) use rates::RateLimits;
pub(crate) use refusal::Refusal;
