//! A local endpoint that behaves like the recorded Alibaba Cloud RPC gateway in front of OOS
//! (product `oos`, version `2019-06-01`).
//!
//! It knows nothing of the crate it tests: signing, checks and answers are written here again from
//! the vendor's documents, and the vendor's own SDKs prove it (`tests/sdk`).
//!
//! ```text
//! gateway  what stands in front of every product: signature, checks, answers, CORS
//! oos      the product: executions and the three actions
//! accounts who may call
//! faults   what can go wrong between the two ends
//! control  how tests arrange and observe all of this
//! site     the demo page and the package, on an origin of their own
//! guard    which pages may use the control port and the demo port
//! serve    the connections below
//! limits   how much one client may ask for
//! ```
//!
//! Marks in comments and in `README.md` say how sure a protocol fact is: `[V]` verified in a
//! vendor SDK, `[D]` documented by the vendor, `[O]` observed in a recorded answer, `[I]` inferred,
//! that is, a guess.

mod accounts;
mod body;
mod clock;
mod control;
mod emulator;
mod faults;
mod gateway;
mod guard;
mod limits;
mod log;
mod oos;
mod origins;
mod serve;
mod settings;
mod site;
mod world;

pub use accounts::{ACCOUNTS, Account};
pub use emulator::{Emulator, Options, StartError};
pub use oos::{SEEDED_EXECUTIONS, Status};
pub use origins::{AllowedOrigin, InvalidOrigin};
