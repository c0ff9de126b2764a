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

/// The same in both versions of the signature.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
pub(crate) mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, Method, header};
    use serde_json::Value;

    use super::*;

    pub(crate) fn documented() -> Value {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors/documented.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    /// As the vector's client places them: in a form where it has one, otherwise in the query.
    fn call(vector: &Value) -> Call {
        let form = vector["requestBody"].as_str().unwrap_or_default();
        let form_type = header::HeaderValue::from_static("application/x-www-form-urlencoded");
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, form_type)]);
        let in_form = |name: &str| form_urlencoded::parse(form.as_bytes()).any(|(known, _)| known == name);
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in vector["params"].as_object().unwrap() {
            if !in_form(name) {
                query.append_pair(name, value.as_str().unwrap());
            }
        }
        let method = Method::from_bytes(vector["httpMethod"].as_str().unwrap().as_bytes()).unwrap();
        Call::new(method, "/", headers, query.finish().as_bytes(), Bytes::copy_from_slice(form.as_bytes()))
    }

    #[test]
    fn every_documented_vector_verifies() {
        let documented = documented();
        let vectors = documented["rpcV1"].as_array().unwrap();
        assert!(vectors.len() >= 18);
        for vector in vectors {
            let (id, secret) = (&vector["id"], vector["accessKeySecret"].as_str().unwrap());
            let text = string_to_sign(&call(vector));
            assert_eq!(text, vector["stringToSign"].as_str().unwrap(), "{id}");
            let signature = vector["signature"].as_str().unwrap();
            assert_eq!(matches(signature, &text, secret), Some(true), "{id}");
            assert_eq!(matches(signature, &text, "another secret"), Some(false), "{id}");
        }
    }

    #[test]
    fn the_misprinted_signature_does_not() {
        let documented = documented();
        let misprint = &documented["misprinted"][0];
        assert_eq!(misprint["id"], "CT9X-with-Timestamp");
        let text = string_to_sign(&call(&documented["rpcV1"][0]));
        assert_eq!(matches(misprint["signature"].as_str().unwrap(), &text, "testsecret"), Some(false));
    }

    #[test]
    fn what_is_not_base64_is_no_signature() {
        for text in ["%", "abc", "-_-_", "OLeaidS1JvxuMvnyHOwuJ uX5qY="] {
            assert_eq!(matches(text, "", "testsecret"), None, "{text}");
        }
    }
}
