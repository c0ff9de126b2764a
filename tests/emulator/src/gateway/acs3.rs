//! ACS3-HMAC-SHA256, "signature method V3" in the vendor's documents: the common parameters are headers, and the signature
//! covers the method, the query, the headers that it names, and the body.
//!
//! Source: <https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature> [D].

use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, header};
use sha2::{Digest, Sha256};

use super::{
    call::{Call, header_text},
    signature::encode,
};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// The header `Authorization: ACS3-HMAC-SHA256 Credential=<AccessKeyId>,SignedHeaders=<a;b>,Signature=<hex>` [D]. What is
/// absent from it is empty here.
#[derive(Debug, Default)]
pub(crate) struct Authorization {
    algorithm: String,
    access_key_id: String,
    signed_headers: Vec<String>,
    signature: String,
}

impl Authorization {
    /// `None` unless the header is one of ACS3, of whichever algorithm.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let (algorithm, fields) = header_text(headers, header::AUTHORIZATION)?.split_once(' ')?;
        if !algorithm.starts_with("ACS3-") {
            return None;
        }
        let mut read = Self { algorithm: algorithm.to_owned(), ..Self::default() };
        for (name, value) in fields.split(',').filter_map(|field| field.trim().split_once('=')) {
            match name {
                "Credential" => value.clone_into(&mut read.access_key_id),
                "SignedHeaders" => read.signed_headers = names(value),
                "Signature" => value.clone_into(&mut read.signature),
                _ => {}
            }
        }
        Some(read)
    }

    /// `None` for a parameter that is not a common one; those are looked for in the headers only [I].
    pub(crate) fn common_parameter<'a>(&'a self, name: &str, headers: &'a HeaderMap) -> Option<Option<&'a str>> {
        let header = match name {
            "AccessKeyId" => return Some(Some(&self.access_key_id)),
            "Action" => "x-acs-action",
            "Version" => "x-acs-version",
            "Timestamp" => "x-acs-date",
            "SignatureNonce" => "x-acs-signature-nonce",
            "SecurityToken" => "x-acs-security-token",
            _ => return None,
        };
        Some(header_text(headers, header))
    }

    pub(crate) fn is_of_known_algorithm(&self) -> bool {
        self.algorithm == ALGORITHM
    }

    /// Whether it has the form of a signature, the hash of the body is announced, and all is signed that has to be: every
    /// `x-acs-` header, the host and the content type [D]. The vendor's SDK for Python signs all headers [V].
    pub(crate) fn is_complete(&self, headers: &HeaderMap) -> bool {
        let must_be_signed = |name: &str| name.starts_with("x-acs-") || name == "host" || name == "content-type";
        let all_signed = headers
            .keys()
            .map(header::HeaderName::as_str)
            .filter(|name| must_be_signed(name))
            .all(|name| self.signed_headers.iter().any(|signed| signed == name));
        let is_hex = self.signature.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        all_signed && headers.contains_key("x-acs-content-sha256") && self.signature.len() == 64 && is_hex
    }

    /// The hash is that of the body which arrived, whatever the header `x-acs-content-sha256` says.
    pub(crate) fn canonical_request(&self, call: &Call) -> String {
        self.canonical_request_with(call, &hex(&Sha256::digest(&call.body)))
    }

    /// Follows the names that the request itself says are signed.
    fn canonical_request_with(&self, call: &Call, hashed_payload: &str) -> String {
        let query: Vec<_> =
            call.query.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let names = &self.signed_headers;
        let headers: String = names.iter().map(|name| canonical_header(name, &call.headers)).collect();
        let (method, path, query, names) = (&call.method, &call.path, query.join("&"), names.join(";"));
        format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{hashed_payload}")
    }

    pub(crate) fn matches(&self, string_to_sign: &str, secret: &str) -> bool {
        signature(string_to_sign, secret) == self.signature
    }
}

/// Sorted, and each name once: otherwise a short list of one long header's name makes an endless text.
fn names(signed_headers: &str) -> Vec<String> {
    let mut names: Vec<_> = signed_headers.split(';').map(str::to_ascii_lowercase).collect();
    names.sort();
    names.dedup();
    names
}

pub(crate) fn string_to_sign(canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{}", hex(&Sha256::digest(canonical_request)))
}

/// Values of a repeated header are trimmed, sorted and joined by commas [D].
fn canonical_header(name: &str, headers: &HeaderMap) -> String {
    let values = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned());
    let mut values: Vec<_> = values.collect();
    values.sort();
    format!("{name}:{}\n", values.join(","))
}

/// The key is the bare secret, without the `&` of signature version 1.0.
fn signature(string_to_sign: &str, secret: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map(|mac| mac.chain_update(string_to_sign));
    mac.map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Method;
    use serde_json::Value;

    use super::*;
    use crate::gateway::signature::tests::documented;

    fn call(vector: &Value) -> Call {
        let mut headers = HeaderMap::new();
        for (name, value) in vector["headers"].as_object().unwrap() {
            // One vector has the same header twice, in two cases.
            let name = header::HeaderName::try_from(name.to_lowercase()).unwrap();
            headers.append(name, value.as_str().unwrap().parse().unwrap());
        }
        headers.insert(header::AUTHORIZATION, vector["authorization"].as_str().unwrap().parse().unwrap());
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in vector["query"].as_object().unwrap() {
            query.append_pair(name, value.as_str().unwrap());
        }
        let method = Method::from_bytes(vector["httpMethod"].as_str().unwrap().as_bytes()).unwrap();
        let body = Bytes::copy_from_slice(vector["body"].as_str().unwrap().as_bytes());
        Call::new(method, "/", headers, query.finish().as_bytes(), body)
    }

    #[test]
    fn every_documented_vector_verifies() {
        let documented = documented();
        let vectors = documented["acs3"].as_array().unwrap();
        assert!(vectors.len() >= 7);
        for vector in vectors {
            let (id, secret) = (&vector["id"], vector["accessKeySecret"].as_str().unwrap());
            let call = call(vector);
            let acs3 = call.authorization.as_ref().unwrap();
            let canonical = if vector["origin"] == "sdk-unit-test" {
                // This one names a hash that is not that of its body.
                acs3.canonical_request_with(&call, vector["hashedPayload"].as_str().unwrap())
            } else {
                assert!(acs3.is_complete(&call.headers), "{id}");
                acs3.canonical_request(&call)
            };
            assert_eq!(canonical, vector["canonicalRequest"].as_str().unwrap(), "{id}");
            let text = string_to_sign(&canonical);
            assert_eq!(text, vector["stringToSign"].as_str().unwrap(), "{id}");
            assert!(acs3.is_of_known_algorithm() && acs3.matches(&text, secret), "{id}");
            assert!(!acs3.matches(&text, "another secret"), "{id}");
        }
    }

    #[test]
    fn common_parameters_are_headers_and_others_are_not() {
        let documented = documented();
        let sts = documented["acs3"].as_array().unwrap().iter().find(|vector| vector["id"] == "sdk-v3-oos-cancel-sts");
        let mut call = call(sts.unwrap());
        call.parameters.insert("Version".to_owned(), "from the query".to_owned());
        for (name, value) in [
            ("AccessKeyId", "testid"),
            ("Action", "CancelExecution"),
            ("Version", "2019-06-01"),
            ("Timestamp", "2024-05-06T07:08:09Z"),
            ("SignatureNonce", "0123456789abcdef0123456789abcdef"),
            ("SecurityToken", "ststoken"),
            ("ExecutionId", "exec-8a2aaf460fdf47c6b5ef"),
        ] {
            assert_eq!(call.get(name), Some(value), "{name}");
        }
        assert_eq!(call.get("Signature"), None);
    }

    #[test]
    fn what_must_be_signed_and_is_not_makes_it_incomplete() {
        let documented = documented();
        let vector = &documented["acs3"][0];
        let complete = |change: fn(&mut HeaderMap)| {
            let mut headers = call(vector).headers;
            change(&mut headers);
            Authorization::read(&headers).is_some_and(|acs3| acs3.is_complete(&headers))
        };
        assert!(complete(|_| {}));
        assert!(complete(|headers| drop(headers.insert("user-agent", "any".parse().unwrap()))));
        assert!(!complete(|headers| drop(headers.insert("x-acs-more", "any".parse().unwrap()))));
        assert!(!complete(|headers| drop(headers.insert("content-type", "text/plain".parse().unwrap()))));
        assert!(!complete(|headers| drop(headers.remove("x-acs-content-sha256"))));
        for authorization in ["ACS3-HMAC-SHA256 ", "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=0"] {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, authorization.parse().unwrap())]);
            assert!(Authorization::read(&headers).is_some_and(|acs3| !acs3.is_complete(&headers)), "{authorization}");
        }
    }

    #[test]
    fn other_schemes_are_not_looked_at() {
        for authorization in ["Basic dGVzdA==", "acs testid:signature", "ACS3-HMAC-SHA256"] {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, authorization.parse().unwrap())]);
            assert!(Authorization::read(&headers).is_none(), "{authorization}");
        }
    }
}
