//! Nonces already used. Scope and memory of the real gateway are undocumented; per AccessKeyId and
//! for as long as the timestamp beside it is valid is the natural reading [I].

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{clock::shifted, limits::NONCES};

/// Of one size, however long the nonce is.
type Fingerprint = [u8; 32];

#[derive(Debug, Default)]
pub(crate) struct Nonces {
    until: HashMap<Fingerprint, Timestamp>,
    by_time: BTreeSet<(Timestamp, Fingerprint)>,
}

impl Nonces {
    /// Returns whether the nonce is new, and remembers it in any case.
    pub(crate) fn spend(
        &mut self,
        access_key_id: &str,
        nonce: &str,
        timestamp: Timestamp,
        now: Timestamp,
        window_seconds: u32,
    ) -> bool {
        while self.by_time.first().is_some_and(|(until, _)| *until < now) {
            self.forget_first();
        }
        let fingerprint = Sha256::digest(format!("{access_key_id}\n{nonce}")).into();
        let until = shifted(timestamp.max(now), i64::from(window_seconds));
        let before = self.until.insert(fingerprint, until);
        if let Some(before) = before {
            self.by_time.remove(&(before, fingerprint));
        }
        self.by_time.insert((until, fingerprint));
        if self.by_time.len() > NONCES {
            self.forget_first();
        }
        before.is_none()
    }

    fn forget_first(&mut self) {
        if let Some((_, fingerprint)) = self.by_time.pop_first() {
            self.until.remove(&fingerprint);
        }
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

    #[test]
    fn memory_of_nonces_is_bounded() {
        let now = Timestamp::from_second(1000).unwrap();
        let mut nonces = Nonces::default();
        for nonce in 0..=NONCES {
            assert!(nonces.spend("a", &nonce.to_string(), now, now, 900));
        }
        assert_eq!((nonces.until.len(), nonces.by_time.len()), (NONCES, NONCES));
    }
}
