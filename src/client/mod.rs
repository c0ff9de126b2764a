//! Executes one call of any operation: retries, clock correction, credential renewal, one deadline, and what is known of the
//! outcome. Pure: transport, clock, waiting and randomness are those of a [`Host`].

pub mod attempt;
mod builder;
mod call;
mod clock;
pub mod credentials;
mod failure;
pub mod fleet;
pub mod host;
mod kind;
mod listing;
mod look;
mod looked;
mod pace;
mod retry;
mod run;
mod shared;
mod throttle;
mod wait;

use std::time::Duration;

pub use builder::ClientBuilder;
pub use call::{Client, RequestStyle, Success, send};
pub use failure::Failure;
pub use host::Host;
pub use kind::{FailureClass, FailureKind, Outcome, StateFault};
pub use listing::{ExecutionPage, Listing};
pub use look::{Ended, Ending};
pub use retry::RetryPolicy;

/// How long a call may take, unless the caller says otherwise.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a call may take that waits for the end of an execution, unless the caller says otherwise.
pub const DEFAULT_WAIT: Duration = Duration::from_secs(300);
