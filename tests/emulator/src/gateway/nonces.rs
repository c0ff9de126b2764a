//! Nonces already used. Scope and memory of the real gateway are undocumented; per AccessKeyId and
//! for as long as the timestamp beside it is valid is the natural reading [I].

use std::collections::HashMap;

use jiff::Timestamp;

use crate::clock::shifted;

#[derive(Debug, Default)]
pub(crate) struct Nonces(HashMap<(String, String), Timestamp>);

impl Nonces {
    /// Whether the nonce is new. It is remembered in any case.
    pub(crate) fn spend(
        &mut self,
        access_key_id: &str,
        nonce: &str,
        timestamp: Timestamp,
        now: Timestamp,
        window_seconds: u32,
    ) -> bool {
        self.0.retain(|_, until| *until >= now);
        let until = shifted(timestamp.max(now), i64::from(window_seconds));
        self.0.insert((access_key_id.to_owned(), nonce.to_owned()), until).is_none()
    }
}
