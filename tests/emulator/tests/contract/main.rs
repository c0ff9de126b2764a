//! What the emulator promises, over real HTTP. Each test starts one of its own.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "these are tests")]

mod acs3;
mod actions;
mod codes;
mod control;
mod documentation;
mod doors;
mod faults;
mod gateway;
mod limits;
mod orders;
mod program;
mod site;
mod slow;
mod support;
