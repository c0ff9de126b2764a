//! Decides which requests outlive their page, so that a cancel reaches OOS even if the user closes the tab right after.
//!
//! Browsers keep a limited amount alive (the Fetch standard: bodies of 64 KiB in all; Chromium counts URLs and requests, too).
//! They reject what exceeds the limit without sending it, with the error of a failed network. The page's other scripts share
//! the limit, so the package uses half of it, and retries never ask for it.

use std::cell::Cell;

use crate::client::host::Request;

const MOST_BYTES: usize = 32_768;
const MOST_REQUESTS: usize = 32;

thread_local! {
    static UNDER_WAY: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// A share of the keepalive limit, returned when the response has come.
pub(super) struct KeepaliveShare(usize);

impl KeepaliveShare {
    /// Takes a share for this request, if one is left.
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
