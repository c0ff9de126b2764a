//! The canonical query of a call with three slots: ExecutionId, SignatureNonce, Timestamp.

use zeroize::Zeroizing;

use super::{ACTION, VERSION};
use crate::rpc::credentials::Credentials;
use crate::rpc::encode::{encode_into, encoded_length};

/// Returns the encoded parts before, between and after the slots.
///
/// The names are listed in the order of their bytes, so nothing is left to sort.
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

/// Returns the query with the slots filled by `texts`, which are encoded here.
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

/// Joins the pairs that have a value. The buffer has its final size from the start, since one that grows leaves a copy behind.
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
