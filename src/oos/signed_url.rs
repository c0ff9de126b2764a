//! A signed CancelExecution call: as a URL or as a form, with every stage of the signature.

use std::fmt;

use zeroize::Zeroizing;

use super::template::{filled, pieces};
use crate::rpc::credentials::Credentials;
use crate::rpc::encode::encode_into;
use crate::rpc::endpoint::Endpoint;
use crate::rpc::limits;
use crate::rpc::problem::Problem;
use crate::rpc::signature::{Method, SIGNATURE_LENGTH, SigningKey, string_to_sign};
use crate::rpc::timestamp::Timestamp;

/// How long a signed URL is valid, in seconds: the shorter of the two documented times (15 and 31 minutes).
pub const VALIDITY_SECONDS: i64 = 15 * 60;

/// Room for `&Signature=` and 28 characters of base64, percent-encoded. A buffer that grows would leave a copy behind.
const SIGNATURE_ROOM: usize = 11 + 3 * SIGNATURE_LENGTH;

/// A call to sign.
#[derive(Debug, Clone, Copy)]
pub struct CancelExecution<'a> {
    /// The execution to cancel.
    pub execution_id: &'a str,
    /// Sent as the RegionId parameter when given.
    pub region_id: Option<&'a str>,
    /// The origin that is called. It is not covered by the signature.
    pub endpoint: &'a Endpoint,
    /// The method that the request is signed for.
    pub method: Method,
    /// The SignatureNonce: each one works once.
    pub nonce: &'a str,
    /// The time of signing.
    pub timestamp: Timestamp,
}

/// A signed call. `Debug` shows neither the signature nor a token, and their memory is wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedCall {
    endpoint: Endpoint,
    method: Method,
    canonical_query: Zeroizing<String>,
    string_to_sign: Zeroizing<String>,
    signature: String,
}

impl CancelExecution<'_> {
    /// Checks the values against [`limits`], and the RegionId against the region of the endpoint.
    ///
    /// # Errors
    /// Returns every [`Problem`], each with the name of its parameter.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        limits::all([
            ("ExecutionId", limits::execution_id(self.execution_id)),
            ("RegionId", self.region_id.map_or(Ok(()), |region_id| limits::region_id_at(region_id, self.endpoint))),
            ("SignatureNonce", limits::nonce(self.nonce)),
        ])
    }

    /// Signs the call if the validator would accept it.
    ///
    /// # Errors
    /// Returns every [`Problem`] of the call and of the credentials, each with the name of its parameter.
    pub fn sign_checked(&self, credentials: &Credentials) -> Result<SignedCall, Vec<Problem>> {
        match (self.check(), credentials.check()) {
            (Ok(()), Ok(())) => Ok(self.sign(credentials)),
            (call, credentials) => Err([call, credentials].into_iter().filter_map(Result::err).flatten().collect()),
        }
    }

    /// Signs the call with whatever values it has. The validator accepts the URL only if [`check`](Self::check) and
    /// [`Credentials::check`] find nothing.
    #[must_use]
    pub fn sign(&self, credentials: &Credentials) -> SignedCall {
        let timestamp = self.timestamp.text();
        let pieces = pieces(credentials, self.region_id);
        let canonical_query = filled(&pieces, [self.execution_id, self.nonce, &timestamp]);
        let string_to_sign = string_to_sign(self.method, &canonical_query);
        let signature = SigningKey::new(credentials.access_key_secret()).sign(&string_to_sign);
        SignedCall { endpoint: self.endpoint.clone(), method: self.method, canonical_query, string_to_sign, signature }
    }
}

impl SignedCall {
    /// Rebuilds a call that was signed elsewhere from its parsed parts.
    pub(super) fn from_parts(
        endpoint: Endpoint,
        method: Method,
        canonical_query: Zeroizing<String>,
        string_to_sign: Zeroizing<String>,
        signature: String,
    ) -> Self {
        Self { endpoint, method, canonical_query, string_to_sign, signature }
    }

    /// Returns the method that the call is signed for.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Returns the origin that the call goes to.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Returns every parameter except for the Signature, sorted and encoded.
    #[must_use]
    pub fn canonical_query(&self) -> &str {
        &self.canonical_query
    }

    /// Returns the string that was signed.
    #[must_use]
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }

    /// Returns the Signature in base64.
    #[must_use]
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// Returns the URL that a form is posted to: the endpoint with a slash.
    #[must_use]
    pub fn form_url(&self) -> String {
        let mut url = self.endpoint.origin();
        url.push('/');
        url
    }

    /// Returns all parameters, the Signature last: the query of the URL, or the body of a form.
    #[must_use]
    pub fn form_body(&self) -> Zeroizing<String> {
        let mut body = Zeroizing::new(String::with_capacity(self.canonical_query.len() + SIGNATURE_ROOM));
        self.push_parameters(&mut body);
        body
    }

    /// Returns the URL in canonical form.
    #[must_use]
    pub fn url(&self) -> Zeroizing<String> {
        let origin = self.form_url();
        let room = origin.len() + 1 + self.canonical_query.len() + SIGNATURE_ROOM;
        let mut url = Zeroizing::new(String::with_capacity(room));
        url.push_str(&origin);
        url.push('?');
        self.push_parameters(&mut url);
        url
    }

    fn push_parameters(&self, out: &mut String) {
        out.push_str(&self.canonical_query);
        out.push_str("&Signature=");
        encode_into(out, &self.signature);
    }
}

impl fmt::Debug for SignedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedCall")
            .field("endpoint", &self.endpoint)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::endpoint::Network;

    /// A call with the longest Signature: each of its characters is percent-encoded.
    fn call() -> SignedCall {
        let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
        let query = "AccessKeyId=testid&SecurityToken=t0ken".to_owned();
        let signature = ["+".repeat(SIGNATURE_LENGTH - 1).as_str(), "="].concat();
        SignedCall::from_parts(endpoint, Method::Post, query.into(), "POST&%2F&t0ken".to_owned().into(), signature)
    }

    #[test]
    fn buffers_with_a_token_do_not_grow() {
        let (url, body) = (call().url(), call().form_body());
        assert!(url.ends_with(body.as_str()));
        assert_eq!(url.capacity(), url.len());
        assert_eq!(body.capacity(), body.len());
    }

    #[test]
    fn debug_shows_the_endpoint_and_no_secret() {
        let text = format!("{:?}", call());
        assert!(text.contains("oos.cn-hangzhou.aliyuncs.com") && text.contains("Post"), "{text}");
        assert!(!text.contains("t0ken") && !text.contains("++"), "{text}");
    }
}
