//! The clock and the randomness of the machine that the server runs on.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    time::{SystemTime, UNIX_EPOCH},
};

use crate::world::Host;

/// Each hasher of the standard library starts from a random key, which is random enough here.
#[derive(Debug, Default)]
pub(super) struct Machine {
    keys: RandomState,
    counter: u64,
}

impl Host for Machine {
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn random(&mut self) -> u64 {
        self.counter += 1;
        let mut hasher = self.keys.build_hasher();
        hasher.write_u64(self.counter);
        hasher.finish()
    }
}
