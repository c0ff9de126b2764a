//! Creates nonces many at a time, because calling the platform's randomness costs as much as the rest of signing a URL.

use std::cell::Cell;

use super::host::fill_random;
use crate::rpc::nonce::Nonce;

const BYTES: usize = 16;
const AT_ONCE: usize = 128;

thread_local! {
    static NONCES: Cell<Vec<Nonce>> = const { Cell::new(Vec::new()) };
}

/// Returns a fresh nonce; `None` where there is no source of randomness.
pub(super) fn fresh_nonce() -> Option<Nonce> {
    // Nothing is borrowed meanwhile, because a page's own `getRandomValues` may call the signer.
    let mut nonces = NONCES.take();
    if nonces.is_empty() {
        let mut random = [0; AT_ONCE * BYTES];
        if !fill_random(&mut random) {
            return None;
        }
        nonces = random.as_chunks().0.iter().copied().map(Nonce::new).collect();
    }
    let nonce = nonces.pop();
    NONCES.set(nonces);
    nonce
}
