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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_spent_per_key_until_its_timestamp_is_invalid() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut nonces = Nonces::default();
        assert!(nonces.spend("a", "n", at(1000), at(1000), 900));
        assert!(!nonces.spend("a", "n", at(1000), at(1000), 900));
        assert!(nonces.spend("b", "n", at(1000), at(1000), 900));
        assert!(!nonces.spend("b", "n", at(1900), at(1900), 900));
        assert!(nonces.spend("a", "n", at(1901), at(1901), 900));
    }

    #[test]
    fn a_timestamp_ahead_of_time_is_remembered_longer() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut nonces = Nonces::default();
        assert!(nonces.spend("a", "n", at(1800), at(1000), 900));
        assert!(!nonces.spend("a", "n", at(1800), at(2700), 900));
    }
}
