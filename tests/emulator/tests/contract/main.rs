//! What the emulator promises, over real HTTP. Each test starts one of its own.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "these are tests")]

mod acs3;
mod actions;
mod codes;
mod control;
mod documentation;
mod doors;
mod evidence;
mod faults;
mod filters;
mod gateway;
mod judgement;
mod life;
mod limits;
mod list_faults;
mod orders;
mod paging;
mod program;
mod rates;
mod reply;
mod site;
mod slow;
mod support;
