//! The SignatureNonce: 128 random bits in hex, as the vendor's own SDKs write theirs.

use super::hex;

/// A nonce. OOS accepts each one once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nonce([u8; Self::LENGTH]);

impl Nonce {
    /// The length of a nonce.
    pub const LENGTH: usize = 32;

    /// Encodes 16 random bytes in hex.
    #[must_use]
    pub fn new(random: [u8; 16]) -> Self {
        let mut text = [0; Self::LENGTH];
        for (digits, byte) in text.chunks_exact_mut(2).zip(random) {
            if let [high, low] = digits {
                [*high, *low] = hex::digits(byte);
            }
        }
        Self(text)
    }

    /// Returns the 32 lower-case hex digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Digits always are UTF-8.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonce_is_hex() {
        assert_eq!(Nonce::new([0; 16]).as_str(), "0".repeat(32));
        let random = std::array::from_fn(|index| index as u8 * 0x11);
        assert_eq!(Nonce::new(random).as_str(), "00112233445566778899aabbccddeeff");
    }
}
