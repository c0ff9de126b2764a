//! Nonces, many at a time: one question to the browser for randomness, and one text that crosses the boundary, cost as
//! much as all the rest of signing a URL.

use std::cell::Cell;

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::fetch::get_random_values;
use crate::protocol::nonce::Nonce;

const BYTES: usize = 16;
const AT_ONCE: usize = 128;

struct Nonces {
    left: Vec<Nonce>,
    /// All of them, one behind the other.
    text: JsString,
}

thread_local! {
    static NONCES: Cell<Option<Nonces>> = const { Cell::new(None) };
}

/// What is made of a fresh nonce, and of the text of many with the place where this one begins; `None` where there is no
/// source of randomness.
pub(super) fn with_nonce<T>(make: impl FnOnce(&Nonce, &JsString, u32) -> T) -> Option<T> {
    // Not `take`: that would panic in a thread that ends, and no thread of a page does. Nothing is borrowed meanwhile:
    // whoever stands in for the browser's functions may ask for a nonce as well.
    let left = NONCES.try_with(Cell::take).ok().flatten().filter(|nonces| !nonces.left.is_empty());
    let mut nonces = left.or_else(Nonces::fresh)?;
    let nonce = nonces.left.pop()?;
    let made = make(&nonce, &nonces.text, (nonces.left.len() * Nonce::LENGTH) as u32);
    let _ = NONCES.try_with(|place| place.set(Some(nonces)));
    Some(made)
}

impl Nonces {
    fn fresh() -> Option<Self> {
        let mut random = [0; AT_ONCE * BYTES];
        get_random_values(&mut random).ok()?;
        let left: Vec<Nonce> = random.as_chunks().0.iter().copied().map(Nonce::new).collect();
        let text: String = left.iter().map(Nonce::as_str).collect();
        Some(Self { left, text: JsValue::from_str(&text).unchecked_into() })
    }
}
