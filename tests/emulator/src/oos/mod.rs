//! The product: executions and what may be done with them.

mod actions;
mod describe;
mod execution;
mod executions;
mod list;
mod orders;
mod status;

pub(crate) use actions::{Action, perform};
pub(crate) use execution::Execution;
pub(crate) use executions::Executions;
pub use executions::SEEDED_EXECUTIONS;
pub(crate) use list::token_of_this_page;
pub(crate) use orders::NewExecution;
pub use status::Status;
