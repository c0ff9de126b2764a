//! The native host of the service: ports, connections, the demo page.

mod body;
mod doors;
mod emulator;
mod guard;
mod limits;
mod machine;
mod origins;
mod serve;
mod site;

pub use emulator::{Emulator, Options, StartError};
pub use origins::{AllowedOrigin, InvalidOrigin};
