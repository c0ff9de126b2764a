//! What tests let go wrong, and for which requests.

mod apply;
mod kind;
mod lists;
mod queue;
mod share;

pub(crate) use apply::apply;
pub(crate) use queue::{Fault, Faults};
