//! Good URLs, of any content, bent on the way: refused, or rebuilt to the very same call.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::Endpoint;
use oos_cancel::rpc::encode::{canonical_query, encode};
use oos_cancel::rpc::signature::{Method, SigningKey, string_to_sign};
use oos_cancel::oos::cancel_execution::CancelExecution;
use oos_cancel::oos::validate::Rules;
use oos_cancel_fuzz::{SECRET, allowed, judged, now};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    access_key_id: &'a str,
    execution_id: &'a str,
    nonce: &'a str,
    token: Option<&'a str>,
    region_id: Option<&'a str>,
    post: bool,
    bends: Vec<Bend<'a>>,
}

#[derive(Arbitrary, Debug)]
enum Bend<'a> {
    Replace(u16, u8, &'a str),
    Swap(u8, u8),
    Drop(u8),
    Double(u8),
    Rename(u8, &'a str),
    Value(u8, &'a str),
    ValueOf(u8, u8),
    Append(&'a str),
    Host(&'a str),
    EncodeByte(u16),
    LowerHex,
}

fuzz_target!(|input: Input| {
    let origin = "https://oos.cn-hangzhou.aliyuncs.com";
    let endpoint = Endpoint::parse(origin).unwrap();
    let method = if input.post { Method::Post } else { Method::Get };
    let token = input.token.filter(|token| !token.is_empty());
    let Ok(credentials) =
        Credentials::new(input.access_key_id.to_owned(), SECRET.to_owned(), token.map(str::to_owned))
    else {
        return;
    };
    let unsigned = CancelExecution {
        execution_id: input.execution_id,
        region_id: input.region_id,
        endpoint: &endpoint,
        method,
        nonce: input.nonce,
        timestamp: now(),
    };
    let allowed = allowed();
    let rules = Rules { method, credentials: Some(&credentials), allowed_origins: &allowed, ..Rules::at(now()) };

    let by_hand = signed_by_hand(&input, origin, token);
    let call = match unsigned.sign(&credentials) {
        Ok(call) => call,
        Err(_) => return assert!(judged(&by_hand, &rules).is_none(), "what cannot be signed is not accepted"),
    };
    assert_eq!(*call.url(), by_hand);
    assert!(judged(&by_hand, &rules).is_some(), "what can be signed is accepted");

    let bent = input.bends.iter().fold(by_hand, bend);
    if let Some(valid) = judged(&bent, &rules) {
        assert_eq!(valid.request.canonical_query(), call.canonical_query());
        assert_eq!(valid.request.signature(), call.signature());
        assert_eq!(valid.execution_id, input.execution_id);
    }
});

/// The URL that a signer without checks makes of the values.
fn signed_by_hand(input: &Input<'_>, origin: &str, token: Option<&str>) -> String {
    let timestamp = now().to_string();
    let mut parameters = vec![
        ("AccessKeyId", input.access_key_id),
        ("Action", "CancelExecution"),
        ("ExecutionId", input.execution_id),
        ("Format", "JSON"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", input.nonce),
        ("SignatureVersion", "1.0"),
        ("Timestamp", &timestamp),
        ("Version", "2019-06-01"),
    ];
    parameters.extend(input.region_id.map(|region_id| ("RegionId", region_id)));
    parameters.extend(token.map(|token| ("SecurityToken", token)));
    let query = canonical_query(&parameters);
    let method = if input.post { Method::Post } else { Method::Get };
    let signature = SigningKey::new(SECRET).sign(&string_to_sign(method, &query));
    format!("{origin}/?{}&Signature={}", *query, encode(&signature))
}

fn bend(url: String, bend: &Bend<'_>) -> String {
    let (origin, query) = url.split_once('?').unwrap_or((&url, ""));
    let mut pairs: Vec<String> = query.split('&').map(str::to_owned).collect();
    let place = |index: u8| usize::from(index) % query.split('&').count();
    let named =
        |index: u8| query.split('&').nth(place(index)).and_then(|pair| pair.split_once('=')).unwrap_or(("", ""));
    match *bend {
        Bend::Replace(at, length, with) => {
            let from = url.floor_char_boundary(usize::from(at) % (url.len() + 1));
            let to = url.ceil_char_boundary((from + usize::from(length % 4)).min(url.len()));
            return [&url[..from], with, &url[to..]].concat();
        }
        Bend::EncodeByte(at) => {
            let at = url.floor_char_boundary(usize::from(at) % (url.len() + 1));
            let Some(byte) = url[at..].bytes().next().filter(u8::is_ascii) else { return url };
            return format!("{}%{byte:02x}{}", &url[..at], &url[at + 1..]);
        }
        Bend::LowerHex => return origin.to_owned() + "?" + &lower_hex(query),
        Bend::Host(host) => return format!("https://{host}/?{query}"),
        Bend::Append(text) => return url + text,
        Bend::Swap(one, other) => pairs.swap(place(one), place(other)),
        Bend::Drop(index) => drop(pairs.remove(place(index))),
        Bend::Double(index) => pairs.push(pairs[place(index)].clone()),
        Bend::Rename(index, name) => pairs[place(index)] = format!("{name}={}", named(index).1),
        Bend::Value(index, value) => pairs[place(index)] = format!("{}={value}", named(index).0),
        Bend::ValueOf(index, other) => pairs[place(index)] = format!("{}={}", named(index).0, named(other).1),
    }
    format!("{origin}?{}", pairs.join("&"))
}

fn lower_hex(query: &str) -> String {
    let mut hex = 0;
    let lower = |character: char| {
        hex = if character == '%' { 3 } else { i32::max(hex - 1, 0) };
        if hex > 0 { character.to_ascii_lowercase() } else { character }
    };
    query.chars().map(lower).collect()
}
