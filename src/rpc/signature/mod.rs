//! Signature 1.0 of the vendor's RPC APIs: `StringToSign = METHOD & %2F & encode(canonical query)`, signed with
//! HMAC-SHA1 under the key `AccessKeySecret&`, written in base64.
//!
//! Source: the vendor's page on the RPC mechanism (there called signature method V2; on the wire `SignatureVersion=1.0`),
//! and `lib/rpc.js` of `@alicloud/pop-core` 1.8.0.

mod base64;
pub mod diagnosis;
pub mod explain;

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use zeroize::{Zeroize, Zeroizing};

use crate::rpc::encode::{encode_into, encoded_length};

/// The HTTP method that a request is signed for. It is part of the StringToSign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

impl Method {
    /// Returns `"GET"` or `"POST"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }

    /// Returns the opposite method.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Get => Self::Post,
            Self::Post => Self::Get,
        }
    }
}

/// The error for a text that is neither `GET` nor `POST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidMethod;

impl fmt::Display for InvalidMethod {
    /// Writes a whole sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The method must be GET or POST.")
    }
}

impl Error for InvalidMethod {}

impl FromStr for Method {
    type Err = InvalidMethod;

    /// Reads `GET` or `POST`, in upper case as HTTP writes methods.
    fn from_str(text: &str) -> Result<Self, InvalidMethod> {
        match text {
            "GET" => Ok(Self::Get),
            "POST" => Ok(Self::Post),
            _ => Err(InvalidMethod),
        }
    }
}

impl fmt::Display for Method {
    /// Writes `GET` or `POST`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Returns the StringToSign of a canonical query, which has every parameter except for the Signature. It is wiped on drop.
#[must_use]
pub fn string_to_sign(method: Method, canonical_query: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(9 + encoded_length(canonical_query)));
    out.push_str(method.as_str());
    out.push_str("&%2F&");
    encode_into(&mut out, canonical_query);
    out
}

/// The twenty bytes of an HMAC-SHA1.
pub type SignatureBytes = [u8; 20];

/// The length of a signature in base64.
pub const SIGNATURE_LENGTH: usize = 28;

/// A signature in base64.
pub(crate) type SignatureDigits = [u8; SIGNATURE_LENGTH];

/// HMAC-SHA1, keyed with one AccessKeySecret. Its state is wiped on drop.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha1>);

impl SigningKey {
    /// Creates the key `AccessKeySecret&`.
    #[must_use]
    pub fn new(access_key_secret: &str) -> Self {
        let mut key = Vec::with_capacity(access_key_secret.len() + 1);
        key.extend_from_slice(access_key_secret.as_bytes());
        key.push(b'&');
        // The key as RFC 2104 pads it. `new_from_slice` does the same but returns a Result that cannot fail.
        let mut block = hmac::digest::Key::<Hmac<Sha1>>::default();
        if key.len() <= block.len() {
            block.iter_mut().zip(&key).for_each(|(to, from)| *to = *from);
        } else {
            block.iter_mut().zip(Sha1::digest(&key)).for_each(|(to, from)| *to = from);
        }
        let keyed = Self(Hmac::new(&block));
        key.zeroize();
        block.as_mut_slice().zeroize();
        keyed
    }

    /// Returns the signature of a StringToSign in base64.
    #[must_use]
    pub fn sign(&self, string_to_sign: &str) -> String {
        // Digits always are UTF-8.
        str::from_utf8(&self.sign_bytes(string_to_sign.as_bytes())).unwrap_or_default().to_owned()
    }

    pub(crate) fn sign_bytes(&self, string_to_sign: &[u8]) -> SignatureDigits {
        base64::encode(&self.taken_in(string_to_sign).finalize().into_bytes().into())
    }

    /// Returns this key after absorbing a common prefix of several StringToSigns.
    pub(crate) fn begun(&self, beginning: &str) -> Self {
        Self(self.taken_in(beginning.as_bytes()))
    }

    /// Returns whether `signature` is that of the StringToSign. The time does not depend on where they differ.
    #[must_use]
    pub fn verify(&self, string_to_sign: &str, signature: &SignatureBytes) -> bool {
        self.taken_in(string_to_sign.as_bytes()).verify_slice(signature).is_ok()
    }

    fn taken_in(&self, text: &[u8]) -> Hmac<Sha1> {
        let mut mac = self.0.clone();
        mac.update(text);
        mac
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey([redacted])")
    }
}

/// Parses a signature in base64; `None` unless it is exactly what an encoder returns for twenty bytes.
#[must_use]
pub fn parse_signature(text: &str) -> Option<SignatureBytes> {
    base64::decode(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_survive_the_round_trip() {
        for method in [Method::Get, Method::Post] {
            assert_eq!(method.to_string().parse(), Ok(method));
        }
        assert_eq!("get".parse::<Method>(), Err(InvalidMethod));
        assert_eq!(InvalidMethod.to_string(), "The method must be GET or POST.");
    }

    #[test]
    fn keys_longer_than_a_block_are_hashed() {
        for length in [1, 62, 63, 64, 65, 300] {
            let secret = "s".repeat(length);
            let reference = {
                let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).unwrap();
                mac.update(b"text");
                String::from_utf8(base64::encode(&mac.finalize().into_bytes().into()).to_vec()).unwrap()
            };
            assert_eq!(SigningKey::new(&secret).sign("text"), reference, "{length}");
        }
    }

    #[test]
    fn only_canonical_base64_is_parsed() {
        assert!(parse_signature("OLeaidS1JvxuMvnyHOwuJ+uX5qY=").is_some());
        for text in [
            "",
            "OLeaidS1JvxuMvnyHOwuJ+uX5qY",
            "OLeaidS1JvxuMvnyHOwuJ+uX5qYA",
            "OLeaidS1JvxuMvnyHOwuJ-uX5qY=",
            "OLeaidS1JvxuMvnyHOwuJ+uX5qZ=",
            " LeaidS1JvxuMvnyHOwuJ+uX5qY=",
            "OLeaidS1JvxuMvnyHOwuJ+uX5Q==",
        ] {
            assert_eq!(parse_signature(text), None, "{text:?}");
        }
    }

    #[test]
    fn only_its_own_signature_is_verified() {
        let key = SigningKey::new("testsecret");
        let signature = parse_signature(&key.sign("text")).unwrap();
        assert!(key.verify("text", &signature));
        assert!(!key.verify("texT", &signature));
        assert!(!SigningKey::new("other").verify("text", &signature));
        assert_eq!(format!("{key:?}"), "SigningKey([redacted])");
    }
}
