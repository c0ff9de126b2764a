//! Nonces, many at a time: one question to the browser for randomness, and one text that crosses the boundary, cost as
//! much as all the rest of signing a URL.

use std::cell::Cell;

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::fetch::get_random_values;
use crate::protocol::nonce::Nonce;

const BYTES: usize = 16;
const AT_ONCE: usize = 128;

struct Pool {
    nonces: Vec<Nonce>,
    /// The same, one behind the other.
    text: JsString,
}

thread_local! {
    static POOL: Cell<Option<Pool>> = const { Cell::new(None) };
}

/// A fresh nonce, on both sides of the boundary; `None` where there is no source of randomness.
pub(super) fn nonce() -> Option<(Nonce, JsString)> {
    // Not `take`: that would panic in a thread that ends, and no thread of a page does. Nothing is borrowed while the pool
    // is filled: whoever stands in for the browser's function may ask for a nonce as well.
    let left = POOL.try_with(Cell::take).ok().flatten().filter(|pool| !pool.nonces.is_empty());
    let mut pool = left.or_else(Pool::filled)?;
    let nonce = pool.nonces.pop()?;
    let start = pool.nonces.len() * Nonce::LENGTH;
    let value = pool.text.slice(start as u32, (start + Nonce::LENGTH) as u32);
    let _ = POOL.try_with(|place| place.set(Some(pool)));
    Some((nonce, value))
}

impl Pool {
    fn filled() -> Option<Self> {
        let mut random = [0; AT_ONCE * BYTES];
        get_random_values(&mut random).ok()?;
        let nonces: Vec<Nonce> = random.as_chunks().0.iter().copied().map(Nonce::new).collect();
        let text: String = nonces.iter().map(Nonce::as_str).collect();
        Some(Self { nonces, text: JsValue::from_str(&text).unchecked_into() })
    }
}
