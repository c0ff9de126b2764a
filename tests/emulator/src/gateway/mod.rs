//! What stands in front of every product.

mod acs3;
mod answer;
mod call;
mod checks;
mod codes;
mod cors;
mod exchange;
mod nonces;
mod refusal;
mod signature;

pub(crate) use answer::{Answer, Fields};
pub(crate) use call::{Call, Placement};
pub(crate) use codes::{EXECUTION_CANCEL_FAILED, EXECUTION_NOT_FOUND, documented, invalid, is_documented};
pub(crate) use cors::close as close_to_other_origins;
pub(crate) use exchange::{Exchange, router};
pub(crate) use nonces::Nonces;
pub(crate) use refusal::Refusal;
