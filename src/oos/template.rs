//! The canonical query of a call with three holes: ExecutionId, SignatureNonce, Timestamp.

use zeroize::Zeroizing;

use super::{ACTION, VERSION};
use crate::rpc::credentials::Credentials;
use crate::rpc::encode::{encode_into, encoded_length};

/// The pieces before, between and behind the holes, encoded.
///
/// The names stand sorted by bytes, as they must; each has its place whether it is there or not, so nothing is left to sort.
pub(super) fn pieces(credentials: &Credentials, region_id: Option<&str>) -> [Zeroizing<String>; 4] {
    [
        pairs(&[
            ("AccessKeyId=", Some(credentials.access_key_id())),
            ("&Action=", Some(ACTION)),
            ("&ExecutionId=", Some("")),
        ]),
        pairs(&[
            ("&Format=", Some("JSON")),
            ("&RegionId=", region_id),
            ("&SecurityToken=", credentials.security_token()),
            ("&SignatureMethod=", Some("HMAC-SHA1")),
            ("&SignatureNonce=", Some("")),
        ]),
        pairs(&[("&SignatureVersion=", Some("1.0")), ("&Timestamp=", Some(""))]),
        pairs(&[("&Version=", Some(VERSION))]),
    ]
}

/// The pieces with the holes filled by texts that are encoded here.
pub(super) fn filled(pieces: &[Zeroizing<String>; 4], texts: [&str; 3]) -> Zeroizing<String> {
    let [before, behind @ ..] = pieces;
    let length = pieces.iter().map(|piece| piece.len()).chain(texts.map(encoded_length)).sum();
    let mut query = Zeroizing::new(String::with_capacity(length));
    query.push_str(before);
    for (text, piece) in texts.iter().zip(behind) {
        encode_into(&mut query, text);
        query.push_str(piece);
    }
    query
}

/// What is there, name and encoded value. At its final size from the start, since a buffer that grows leaves a copy behind.
fn pairs(pairs: &[(&str, Option<&str>)]) -> Zeroizing<String> {
    let present = || pairs.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    let length = present().map(|(name, value)| name.len() + encoded_length(value)).sum();
    let mut out = Zeroizing::new(String::with_capacity(length));
    for (name, value) in present() {
        out.push_str(name);
        encode_into(&mut out, value);
    }
    out
}
