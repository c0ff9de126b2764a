//! Which requests outlive their page: a cancel that the operator asked for reaches OOS even if the tab is closed right after.
//!
//! Browsers keep only so much alive (the Fetch standard: bodies of 64 KiB in all; Chromium counts URLs and requests, too)
//! and reject what goes beyond at once, unsent and indistinguishable from a network that failed. The limit is shared with
//! the page's other scripts, so ours stays well below it, and a request that is a repetition does not ask for it at all.

use std::cell::Cell;

use crate::client::host::Request;

const MOST_BYTES: usize = 32_768;
const MOST_REQUESTS: usize = 32;

thread_local! {
    static UNDER_WAY: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// A share of what may be kept alive, given back when the answer is there.
pub(super) struct KeepaliveShare(usize);

impl KeepaliveShare {
    /// For this request, if there is room for it.
    pub(super) fn take(request: &Request) -> Option<Self> {
        let size = request.url.len() + request.form.as_ref().map_or(0, |form| form.len());
        let (requests, bytes) = UNDER_WAY.get();
        if requests >= MOST_REQUESTS || bytes + size > MOST_BYTES {
            return None;
        }
        UNDER_WAY.set((requests + 1, bytes + size));
        Some(Self(size))
    }
}

impl Drop for KeepaliveShare {
    fn drop(&mut self) {
        let (requests, bytes) = UNDER_WAY.get();
        UNDER_WAY.set((requests.saturating_sub(1), bytes.saturating_sub(self.0)));
    }
}
