//! The product: executions and what may be done with them.

mod actions;
mod executions;

pub(crate) use actions::{Action, perform};
pub(crate) use executions::{Execution, Executions};
pub use executions::{SEEDED_EXECUTIONS, Status};
