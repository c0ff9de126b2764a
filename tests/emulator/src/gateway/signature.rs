//! Signature version 1.0, "signature method V2" in the vendor's documents: HMAC-SHA1 over the
//! method and all parameters.
//!
//! Source: <https://help.aliyun.com/en/sdk/product-overview/rpc-mechanism> [D]; that query and form
//! are signed as one map: `do_rpcrequest` in PyPI alibabacloud-tea-openapi 0.4.6 and
//! `get_signed_url` in PyPI aliyun-python-sdk-core 2.16.1 [V].

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;

use super::call::Call;

/// RFC 3986: only the unreserved characters stay.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

pub(crate) fn string_to_sign(call: &Call) -> String {
    let pairs: Vec<_> = call
        .parameters
        .iter()
        .filter(|(name, _)| *name != "Signature")
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    format!("{}&%2F&{}", call.method, encode(&pairs.join("&")))
}

/// `None` when the text is not base64 at all.
pub(crate) fn matches(signature: &str, string_to_sign: &str, secret: &str) -> Option<bool> {
    let signature = BASE64_STANDARD.decode(signature).ok()?;
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).ok()?;
    mac.update(string_to_sign.as_bytes());
    Some(mac.verify_slice(&signature).is_ok())
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
