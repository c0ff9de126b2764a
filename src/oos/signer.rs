//! Signs many URLs with the same credentials. The parts that all URLs share are encoded and hashed once; the rest is written
//! into slots between them.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use zeroize::Zeroizing;

use crate::oos::cancel_execution::CANCEL_EXECUTION;
use crate::oos::limits::execution_id;
use crate::rpc::credentials::Credentials;
use crate::rpc::encode::{encode, encode_into, encoded};
use crate::rpc::endpoint::Endpoint;
use crate::rpc::limits;
use crate::rpc::nonce::Nonce;
use crate::rpc::operation::Source;
use crate::rpc::problem::Problems;
use crate::rpc::request::{Call, UnsignedRequest};
use crate::rpc::signature::{Method, SIGNATURE_LENGTH, SigningKey, string_to_sign};
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
    /// Encodes and hashes what all URLs have in common, which has been checked.
    pub(crate) fn unchecked(
        credentials: &Credentials,
        region_id: Option<&str>,
        endpoint: Endpoint,
        method: Method,
    ) -> Self {
        let [before_id, before_nonce, before_time, last] = segments(credentials, region_id, &endpoint);
        let key = SigningKey::new(credentials.access_key_secret()).begun(&string_to_sign(method, &before_id));
        let signed = [&before_nonce, &before_time, &last].map(|piece| Zeroizing::new(encode(piece)));
        let first = concat(&[&endpoint.origin(), "/?", &before_id]);
        let last = concat(&[&last, "&Signature="]);
        Self { method, endpoint, url: [first.into(), before_nonce, before_time, last.into()], signed, key, sheet: None }
    }

    /// Encodes and hashes what all URLs have in common.
    ///
    /// # Errors
    /// Returns the problem of the RegionId: its form, or that the endpoint is in another region.
    pub fn new(
        credentials: &Credentials,
        region_id: Option<&str>,
        endpoint: Endpoint,
        method: Method,
    ) -> Result<Self, Problems> {
        let region = region_id.map_or(Ok(()), |region_id| limits::region_id_at(region_id, &endpoint));
        limits::all([("RegionId", region)])?;
        Ok(Self::unchecked(credentials, region_id, endpoint, method))
    }

    /// Returns a signed URL, in canonical form.
    ///
    /// # Errors
    /// Returns the problem of the ExecutionId.
    pub fn sign(
        &mut self,
        execution_id: &str,
        nonce: &Nonce,
        timestamp: Timestamp,
    ) -> Result<Zeroizing<String>, Problems> {
        limits::all([("ExecutionId", self::execution_id(execution_id))])?;
        Ok(Zeroizing::new(self.sign_unchecked(execution_id, nonce, timestamp).to_owned()))
    }

    /// Returns a signed URL, in canonical form, for an ExecutionId that has been checked.
    pub(crate) fn sign_unchecked(&mut self, execution_id: &str, nonce: &Nonce, timestamp: Timestamp) -> &str {
        let once = encoded(execution_id);
        let twice = match &once {
            Cow::Borrowed(plain) => Cow::Borrowed(*plain),
            Cow::Owned(once) => Cow::Owned(encode(once)),
        };
        let lengths = (once.len(), twice.len());
        let fits =
            |sheet: &Sheet| sheet.timestamp == timestamp && (sheet.url.id.len(), sheet.signed.id.len()) == lengths;
        let sheet = match self.sheet.take().filter(fits) {
            Some(sheet) => sheet,
            None => Sheet::new(&self.url, &self.signed, lengths, timestamp),
        };
        let sheet = self.sheet.insert(sheet);
        sheet.signed.fill(&twice, nonce);
        let signature = self.key.sign_bytes(&sheet.signed.text);
        sheet.url.fill(&once, nonce);
        sheet.url.text.truncate(sheet.before_signature);
        sheet.url.text.extend_from_slice(encode(str::from_utf8(&signature).unwrap_or_default()).as_bytes());
        str::from_utf8(&sheet.url.text).unwrap_or_default()
    }
}

/// Returns the canonical query before, between and behind the ExecutionId, the SignatureNonce and the Timestamp.
fn segments(credentials: &Credentials, region_id: Option<&str>, endpoint: &Endpoint) -> [Zeroizing<String>; 4] {
    let call = Call::new(&CANCEL_EXECUTION, &[("ExecutionId", "")]);
    let (method, timestamp) = (Method::Post, Timestamp::EPOCH);
    let request = UnsignedRequest { call, region_id, endpoint, method, nonce: "", timestamp };
    let pairs = request.pairs(credentials, "");
    // At their final size from the start, since a buffer that grows leaves a copy of the token behind.
    let room = pairs.clone().map(|(parameter, value)| parameter.name.len() + 3 * value.len() + 2).sum();
    let mut segments = [(); 4].map(|()| Zeroizing::new(String::with_capacity(room)));
    let mut rest = segments.iter_mut();
    let mut segment = rest.next();
    let mut separator = "";
    for (parameter, value) in pairs {
        if let Some(segment) = &mut segment {
            segment.push_str(separator);
            segment.push_str(parameter.name);
            segment.push('=');
            encode_into(segment, value);
        }
        separator = "&";
        if matches!(parameter.source, Source::Call | Source::Nonce | Source::Timestamp) {
            segment = rest.next();
        }
    }
    segments
}

/// The strings of one second, for ExecutionIds of one length: those of OOS all have the same.
struct Sheet {
    timestamp: Timestamp,
    url: Template,
    /// The length of the URL up to its Signature.
    before_signature: usize,
    /// The StringToSign from the ExecutionId on.
    signed: Template,
}

impl Sheet {
    fn new(
        [before_id, before_nonce, before_time, last]: &[Zeroizing<String>; 4],
        [signed_before_nonce, signed_before_time, signed_last]: &[Zeroizing<String>; 3],
        (id_length, signed_id_length): (usize, usize),
        timestamp: Timestamp,
    ) -> Self {
        let once = encode(&timestamp.text());
        let twice = encode(&once);
        let url = Template::new(before_id, id_length, before_nonce, &[before_time, &once, last], 3 * SIGNATURE_LENGTH);
        let signed = [signed_before_time.as_str(), &twice, signed_last];
        Self {
            timestamp,
            before_signature: url.text.len(),
            url,
            signed: Template::new("", signed_id_length, signed_before_nonce, &signed, 0),
        }
    }
}

/// A text with room for an ExecutionId and a nonce.
struct Template {
    text: Zeroizing<Vec<u8>>,
    id: Range<usize>,
    nonce: Range<usize>,
}

impl Template {
    /// Creates a template that can grow by `more` bytes without leaving a copy behind.
    fn new(before_id: &str, id_length: usize, before_nonce: &str, behind: &[&str], more: usize) -> Self {
        let id = before_id.len()..before_id.len() + id_length;
        let nonce = id.end + before_nonce.len()..id.end + before_nonce.len() + Nonce::LENGTH;
        let length = nonce.end + behind.iter().map(|piece| piece.len()).sum::<usize>();
        let mut text = Zeroizing::new(Vec::with_capacity(length + more));
        text.extend_from_slice(before_id.as_bytes());
        text.resize(id.end, 0);
        text.extend_from_slice(before_nonce.as_bytes());
        text.resize(nonce.end, 0);
        behind.iter().for_each(|piece| text.extend_from_slice(piece.as_bytes()));
        Self { text, id, nonce }
    }

    fn fill(&mut self, id: &str, nonce: &Nonce) {
        for (hole, text) in [(&self.id, id.as_bytes()), (&self.nonce, nonce.as_bytes())] {
            let place = self.text.get_mut(hole.clone()).unwrap_or_default();
            place.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("endpoint", &self.endpoint).field("method", &self.method).finish_non_exhaustive()
    }
}
