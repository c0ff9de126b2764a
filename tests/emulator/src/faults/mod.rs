//! What tests let go wrong, and for which requests.

mod apply;
mod kind;
mod queue;

pub(crate) use apply::apply;
pub(crate) use queue::{Fault, Faults};
