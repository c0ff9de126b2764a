//! Signs many URLs with the same credentials. The parts that all URLs share are encoded and hashed once; the rest is written
//! into slots between them.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use zeroize::Zeroizing;

use super::template::pieces;
use crate::rpc::credentials::Credentials;
use crate::rpc::encode::{encode, encoded};
use crate::rpc::endpoint::Endpoint;
use crate::rpc::limits;
use crate::rpc::nonce::Nonce;
use crate::rpc::problem::Problem;
use crate::rpc::signature::{Method, SignatureDigits, SigningKey, string_to_sign};
use crate::rpc::text::concat;
use crate::rpc::timestamp::Timestamp;

/// Signs URLs. `Debug` shows no secret. Token, key and hash state are wiped on drop.
pub struct Signer {
    method: Method,
    endpoint: Endpoint,
    /// The parts of the URL before the ExecutionId, the SignatureNonce, the Timestamp and the Signature.
    url: [Zeroizing<String>; 4],
    /// The parts of the StringToSign after the ExecutionId, the SignatureNonce and the Timestamp.
    signed: [Zeroizing<String>; 3],
    /// The key after absorbing the StringToSign up to the ExecutionId.
    key: SigningKey,
    sheet: Option<Sheet>,
}

impl Signer {
    /// Creates a signer: encodes and hashes the parts that all URLs share.
    #[must_use]
    pub fn new(credentials: &Credentials, region_id: Option<&str>, endpoint: Endpoint, method: Method) -> Self {
        let [before_id, before_nonce, before_time, last] = pieces(credentials, region_id);
        let key = SigningKey::new(credentials.access_key_secret()).begun(&string_to_sign(method, &before_id));
        let signed = [&before_nonce, &before_time, &last].map(|piece| Zeroizing::new(encode(piece)));
        let first = concat(&[&endpoint.origin(), "/?", &before_id]);
        let last = concat(&[&last, "&Signature="]);
        Self { method, endpoint, url: [first.into(), before_nonce, before_time, last.into()], signed, key, sheet: None }
    }

    /// Creates a signer of URLs that the validator accepts.
    ///
    /// # Errors
    /// Returns every [`Problem`] of the RegionId and the credentials, each with the name of its parameter.
    pub fn checked(
        credentials: &Credentials,
        region_id: Option<&str>,
        endpoint: Endpoint,
        method: Method,
    ) -> Result<Self, Vec<Problem>> {
        let region = region_id.map_or(Ok(()), |region_id| limits::region_id_at(region_id, &endpoint));
        let checked = [limits::all([("RegionId", region)]), credentials.check()];
        let problems: Vec<Problem> = checked.into_iter().filter_map(Result::err).flatten().collect();
        if problems.is_empty() { Ok(Self::new(credentials, region_id, endpoint, method)) } else { Err(problems) }
    }

    /// Returns the parts of the URL before the ExecutionId, the SignatureNonce, the Timestamp and the Signature.
    #[must_use]
    pub const fn pieces(&self) -> &[Zeroizing<String>; 4] {
        &self.url
    }

    /// Returns the Signature of a URL. `id` is the ExecutionId as [`encoded`] returns it.
    #[expect(clippy::ptr_arg, reason = "a borrowed one had nothing to encode")]
    pub(crate) fn signature(&mut self, id: &Cow<'_, str>, nonce: &Nonce, timestamp: Timestamp) -> SignatureDigits {
        let id = match id {
            Cow::Borrowed(plain) => Cow::Borrowed(*plain),
            Cow::Owned(once) => Cow::Owned(encode(once)),
        };
        let fits = |sheet: &Sheet| sheet.timestamp == timestamp && sheet.id.len() == id.len();
        let sheet = match self.sheet.take().filter(fits) {
            Some(sheet) => sheet,
            None => Sheet::new(&self.signed, id.len(), timestamp),
        };
        let sheet = self.sheet.insert(sheet);
        sheet.fill(&id, nonce);
        self.key.sign_bytes(&sheet.text)
    }

    /// Returns a signed URL in canonical form that the validator accepts.
    ///
    /// # Errors
    /// Returns the [`Problem`] of the ExecutionId.
    pub fn sign_checked(
        &mut self,
        execution_id: &str,
        nonce: &Nonce,
        timestamp: Timestamp,
    ) -> Result<Zeroizing<String>, Vec<Problem>> {
        limits::all([("ExecutionId", limits::execution_id(execution_id))])?;
        Ok(self.sign(execution_id, nonce, timestamp))
    }

    /// Returns a signed URL in canonical form, without checking the ExecutionId.
    #[must_use]
    pub fn sign(&mut self, execution_id: &str, nonce: &Nonce, timestamp: Timestamp) -> Zeroizing<String> {
        let id = encoded(execution_id);
        let signature = self.signature(&id, nonce, timestamp);
        let signature = encode(str::from_utf8(&signature).unwrap_or_default());
        let fillings = [&id, nonce.as_str(), &encode(&timestamp.text()), &signature];
        let parts = self.url.iter().zip(fillings).flat_map(|(piece, filling)| [piece.as_str(), filling]);
        let mut url = Zeroizing::new(String::with_capacity(parts.clone().map(str::len).sum()));
        parts.for_each(|part| url.push_str(part));
        url
    }
}

/// The StringToSign from the ExecutionId on, for one second and one length of ExecutionIds: those of OOS have one length.
struct Sheet {
    timestamp: Timestamp,
    text: Zeroizing<Vec<u8>>,
    id: Range<usize>,
    nonce: Range<usize>,
}

impl Sheet {
    fn new(pieces: &[Zeroizing<String>; 3], id_length: usize, timestamp: Timestamp) -> Self {
        let [before_nonce, before_time, last] = pieces;
        let time = encode(&encode(&timestamp.text()));
        let id = 0..id_length;
        let nonce = id.end + before_nonce.len()..id.end + before_nonce.len() + Nonce::LENGTH;
        let mut text = Zeroizing::new(Vec::with_capacity(nonce.end + before_time.len() + time.len() + last.len()));
        text.resize(id.end, 0);
        text.extend_from_slice(before_nonce.as_bytes());
        text.resize(nonce.end, 0);
        for piece in [before_time, &time, last] {
            text.extend_from_slice(piece.as_bytes());
        }
        Self { timestamp, text, id, nonce }
    }

    fn fill(&mut self, id: &str, nonce: &Nonce) {
        for (hole, text) in [(&self.id, id.as_bytes()), (&self.nonce, nonce.as_bytes())] {
            if let Some(place) = self.text.get_mut(hole.clone()).filter(|place| place.len() == text.len()) {
                place.copy_from_slice(text);
            }
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("endpoint", &self.endpoint).field("method", &self.method).finish_non_exhaustive()
    }
}
