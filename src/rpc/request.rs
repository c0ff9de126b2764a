//! A call with the common parameters, signed: as a URL, or as a form body, with every stage on the way reachable.

use std::fmt;

use zeroize::Zeroizing;

use super::credentials::Credentials;
use super::encode::{encode_into, joined};
use super::endpoint::Endpoint;
use super::limits;
use super::operation::{Operation, Parameter, Rule, Source};
use super::problem::{ProblemCode, Problems, Report, all_of, none};
use super::signature::{Method, SIGNATURE_LENGTH, SigningKey, string_to_sign};
use super::text::concat;
use super::timestamp::Timestamp;

/// How long a signed URL is valid, in seconds: the shorter of the two times that the documents name (15 and 31 minutes).
pub const VALIDITY_SECONDS: i64 = 15 * 60;

/// Room for `&Signature=` and 28 characters of base64, percent-encoded. A buffer that grows would leave a copy behind.
const SIGNATURE_ROOM: usize = 11 + 3 * SIGNATURE_LENGTH;

/// A call of an operation: its parameters, without where it goes and who signs it.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    operation: &'static Operation,
    values: &'a [(&'static str, &'a str)],
}

impl<'a> Call<'a> {
    /// Creates a call with these names and values of the operation's own parameters, in any order.
    #[must_use]
    pub const fn new(operation: &'static Operation, values: &'a [(&'static str, &'a str)]) -> Self {
        Self { operation, values }
    }

    /// Returns the operation.
    #[must_use]
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    fn value(&self, parameter: &Parameter) -> Option<&'a str> {
        self.values.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| *value)
    }

    /// Checks the values against the table of the operation's parameters.
    ///
    /// # Errors
    /// Returns every problem, each with the name of its parameter.
    pub fn check(&self) -> Result<(), Problems> {
        let mut problems = Vec::new();
        for parameter in self.operation.parameters {
            match (self.value(parameter), parameter.rule) {
                (Some(value), Rule::Check(check)) => {
                    if let Err(defect) = check(value) {
                        problems.add(defect.of(parameter.name));
                    }
                }
                (None, _) if parameter.required => {
                    problems.report_of(parameter.name, ProblemCode::MissingParameter, "is missing");
                }
                _ => {}
            }
        }
        for (name, _) in self.values {
            if self.operation.parameters.iter().all(|parameter| parameter.name != *name) {
                let predicate = concat(&["is not a parameter of ", self.operation.action]);
                problems.report_of(name, ProblemCode::UnknownParameter, &predicate);
            }
        }
        none(problems)
    }
}

/// A call with its common parameters, before it is signed.
#[derive(Debug, Clone, Copy)]
pub struct UnsignedRequest<'a> {
    /// What is called.
    pub call: Call<'a>,
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

impl UnsignedRequest<'_> {
    /// Checks the values, and the RegionId against the region of the endpoint.
    ///
    /// # Errors
    /// Returns every problem, each with the name of its parameter.
    pub fn check(&self) -> Result<(), Problems> {
        let common = limits::all([
            ("RegionId", self.region_id.map_or(Ok(()), |region_id| limits::region_id_at(region_id, self.endpoint))),
            ("SignatureNonce", limits::nonce(self.nonce)),
        ]);
        all_of([self.call.check(), common])
    }

    /// Signs the request.
    ///
    /// # Errors
    /// Returns every problem of the values, each with the name of its parameter.
    pub fn sign(&self, credentials: &Credentials) -> Result<SignedRequest, Problems> {
        self.check()?;
        Ok(self.sign_unchecked(credentials))
    }

    /// Signs the request with values that have been checked.
    pub(crate) fn sign_unchecked(&self, credentials: &Credentials) -> SignedRequest {
        let timestamp = self.timestamp.text();
        let pairs = self.pairs(credentials, &timestamp).map(|(parameter, value)| (parameter.name, value));
        let canonical_query = joined(pairs);
        let string_to_sign = string_to_sign(self.method, &canonical_query);
        let signature = SigningKey::new(credentials.access_key_secret()).sign(&string_to_sign);
        SignedRequest {
            endpoint: self.endpoint.clone(),
            method: self.method,
            canonical_query,
            string_to_sign,
            signature,
        }
    }

    /// Returns the parameters that are signed, sorted, with their values.
    pub(crate) fn pairs<'b>(
        &'b self,
        credentials: &'b Credentials,
        timestamp: &'b str,
    ) -> impl Iterator<Item = (&'static Parameter, &'b str)> + Clone {
        let operation = self.call.operation;
        operation.all_parameters().filter_map(move |parameter| {
            let value = match parameter.source {
                Source::AccessKeyId => Some(credentials.access_key_id()),
                Source::Action | Source::Constant(_) | Source::Version => operation.constant(parameter),
                Source::Call => self.call.value(parameter),
                Source::Nonce => Some(self.nonce),
                Source::RegionId => self.region_id,
                Source::SecurityToken => credentials.security_token(),
                Source::Timestamp => Some(timestamp),
                Source::Unsigned => None,
            };
            Some((parameter, value?))
        })
    }
}

/// A signed request. `Debug` shows neither the signature nor a token, and their memory is wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedRequest {
    pub(crate) endpoint: Endpoint,
    pub(crate) method: Method,
    pub(crate) canonical_query: Zeroizing<String>,
    pub(crate) string_to_sign: Zeroizing<String>,
    pub(crate) signature: String,
}

impl SignedRequest {
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

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
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
    fn call() -> SignedRequest {
        let endpoint = Endpoint::regional("cn-hangzhou", Network::Public).unwrap();
        let query = "AccessKeyId=testid&SecurityToken=t0ken".to_owned();
        let signature = ["+".repeat(SIGNATURE_LENGTH - 1).as_str(), "="].concat();
        SignedRequest {
            endpoint,
            method: Method::Post,
            canonical_query: query.into(),
            string_to_sign: "POST&%2F&t0ken".to_owned().into(),
            signature,
        }
    }

    #[test]
    fn no_buffer_with_a_token_grows() {
        let (url, body) = (call().url(), call().form_body());
        assert!(url.ends_with(body.as_str()));
        assert_eq!(url.capacity(), url.len());
        assert_eq!(body.capacity(), body.len());
    }

    #[test]
    fn debug_shows_where_it_goes_and_no_secret() {
        let text = format!("{:?}", call());
        assert!(text.contains("oos.cn-hangzhou.aliyuncs.com") && text.contains("Post"), "{text}");
        assert!(!text.contains("t0ken") && !text.contains("++"), "{text}");
    }
}
