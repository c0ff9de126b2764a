//! Encoding, decoding and the canonical query, beside the `percent-encoding` crate and the standard's form parser.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oos_cancel::rpc::encode::{DecodeError, canonical_query, decode, encode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

fuzz_target!(|input: (&str, Vec<(&str, &str)>)| {
    let (text, parameters) = input;
    let encoded = encode(text);
    assert_eq!(encoded, utf8_percent_encode(text, RESERVED).to_string());
    assert_eq!(decode(&encoded).as_deref(), Ok(text));

    let theirs = percent_decode_str(text).decode_utf8();
    match decode(text) {
        Ok(ours) => {
            assert_eq!(ours, theirs.unwrap());
            let query = format!("name={text}");
            let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
            assert_eq!(pairs, [("name".into(), ours)], "read as a form it says the same");
        }
        Err(DecodeError::Utf8) => assert!(theirs.is_err()),
        Err(DecodeError::Plus) => assert!(text.contains('+')),
        Err(DecodeError::Percent) => assert!(text.contains('%')),
        Err(_) => assert!(text.bytes().any(|byte| !byte.is_ascii_alphanumeric())),
    }

    let mut sorted = parameters.clone();
    sorted.sort_by_key(|(name, _)| *name);
    let expected: Vec<String> = sorted
        .iter()
        .map(|(name, value)| {
            format!("{}={}", utf8_percent_encode(name, RESERVED), utf8_percent_encode(value, RESERVED))
        })
        .collect();
    assert_eq!(*canonical_query(&parameters), expected.join("&"));
});
