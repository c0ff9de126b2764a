//! The package in a page, against the emulator.
#![cfg(target_arch = "wasm32")]
#![allow(unreachable_pub, reason = "the cases are modules of a test")]

mod web;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
