//! Chooses a share of the requests.

/// A generator of its own for each fault, so that a seed gives the same choices whatever else happens.
#[derive(Debug, Clone, Default)]
pub(super) struct Share {
    share: f64,
    state: u64,
}

impl Share {
    pub(super) fn new(share: f64, seed: u64) -> Self {
        Self { share, state: seed }
    }

    pub(super) fn takes_next(&mut self) -> bool {
        // The upper 53 bits are what a float keeps.
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let fraction = (split_mix(&mut self.state) >> 11) as f64 / (1_u64 << 53) as f64;
        fraction < self.share
    }
}

/// SplitMix64, <https://prng.di.unimi.it/splitmix64.c>.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_is_kept_and_a_seed_repeats_the_choice() {
        let choices = |share, seed| {
            let mut choice = Share::new(share, seed);
            (0..10_000).map(|_| choice.takes_next()).collect::<Vec<_>>()
        };
        let taken = |share| choices(share, 7).into_iter().filter(|&taken| taken).count();
        assert!((900..1100).contains(&taken(0.1)), "{}", taken(0.1));
        assert_eq!((taken(0.0), taken(1.0)), (0, 10_000));
        assert_eq!(choices(0.1, 7), choices(0.1, 7));
        assert_ne!(choices(0.1, 7), choices(0.1, 8));
    }
}
