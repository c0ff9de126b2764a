//! A local endpoint that behaves like the recorded Alibaba Cloud RPC gateway in front of OOS
//! (product `oos`, version `2019-06-01`).
//!
//! It knows nothing of the crate it tests: signing, checks and answers are written here again from
//! the vendor's documents, and the vendor's own SDKs prove it (`tests/sdk`).
//!
//! ```text
//! gateway  what stands in front of every product: signature, checks, rates, answers, CORS
//! oos      the product: executions and the three actions
//! accounts who may call
//! faults   what can go wrong between the two ends
//! control  how tests arrange and observe all of this
//! world    everything that is remembered between requests
//! service  all of the above as one value: a request in, a response out; no sockets, no threads
//! limits   how much one client may ask for
//! server   a host of the service: ports, connections, guards, the demo page (feature `server`)
//! ```
//!
//! Marks in comments and in `README.md` say how sure a protocol fact is: `[V]` verified in a
//! vendor SDK, `[D]` documented by the vendor, `[O]` observed in a recorded answer, `[I]` inferred,
//! that is, a guess.

mod accounts;
mod clock;
mod control;
mod faults;
mod gateway;
mod limits;
mod log;
mod oos;
#[cfg(feature = "server")]
mod server;
mod service;
mod settings;
mod world;

pub use accounts::{ACCOUNTS, Account};
pub use gateway::RateLimit;
pub use oos::{SEEDED_EXECUTIONS, Status};
#[cfg(feature = "server")]
pub use server::{AllowedOrigin, Emulator, InvalidOrigin, Options, StartError};
pub use service::{Delivery, Pending, Service, Transport};
pub use world::{Host, Seeds};
