//! The package in a page, against the emulator.
#![cfg(target_arch = "wasm32")]
#![allow(unreachable_pub, reason = "the cases are modules of a test")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod web;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
