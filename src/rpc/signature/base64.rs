//! The base64 of the twenty bytes of a signature, as RFC 4648 writes it.
//!
//! Own code: a crate is larger and slower, since it guards against timing attacks. A signature is no secret on the wire.

use super::{SIGNATURE_LENGTH, SignatureBytes, SignatureDigits};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes twenty bytes as 27 digits of six bits, the last two bits zero, and the padding.
pub(super) fn encode(bytes: &SignatureBytes) -> SignatureDigits {
    let mut text = [b'='; SIGNATURE_LENGTH];
    for (digits, three) in text.chunks_mut(4).zip(bytes.chunks(3)) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for (digit, shift) in digits.iter_mut().zip([18, 12, 6, 0]).take(three.len() + 1) {
            *digit = DIGITS.get((bits >> shift & 63) as usize).copied().unwrap_or_default();
        }
    }
    text
}

/// Decodes exactly what [`encode`] returns for twenty bytes.
pub(super) fn decode(text: &str) -> Option<SignatureBytes> {
    let digits = text.strip_suffix('=').filter(|_| text.len() == SIGNATURE_LENGTH)?;
    let mut bytes = SignatureBytes::default();
    let mut places = bytes.iter_mut();
    let (mut bits, mut count) = (0_u32, 0);
    for digit in digits.bytes() {
        bits = bits << 6 | value(digit)?;
        count += 6;
        if count >= 8 {
            count -= 8;
            *places.next()? = (bits >> count & 255) as u8;
        }
    }
    // The last bits of the last digit carry no data, so only zero is accepted.
    (bits & 3 == 0).then_some(bytes)
}

const fn value(digit: u8) -> Option<u32> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    } as u32)
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64, Encoding};

    use super::*;

    #[test]
    fn base64_matches_the_crate() {
        for seed in 0..=u8::MAX {
            let bytes: SignatureBytes =
                std::array::from_fn(|index| seed.wrapping_mul(index as u8 | 1).rotate_left(3) ^ seed);
            let text = encode(&bytes);
            let text = str::from_utf8(&text).unwrap();
            assert_eq!(text, Base64::encode_string(&bytes));
            assert_eq!(decode(text), Some(bytes));
        }
    }

    #[test]
    fn digits_match_the_crate() {
        let mut buffer = [0; 21];
        for place in 0..SIGNATURE_LENGTH {
            for byte in 0..=0x7F {
                let mut text = b"OLeaidS1JvxuMvnyHOwuJ+uX5qY=".to_vec();
                text[place] = byte;
                let text = String::from_utf8(text).unwrap();
                let wanted = Base64::decode(&text, &mut buffer).ok().and_then(|bytes| bytes.try_into().ok());
                assert_eq!(decode(&text), wanted, "{text:?}");
            }
        }
    }
}
