//! What callers give: origins, region ids, times and signatures, each beside a crate that reads the same.
#![no_main]

use std::time::{Duration, UNIX_EPOCH};

use arbitrary::Arbitrary;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use oos_cancel::rpc::endpoint::{AREAS, Endpoint, Network, is_region_id};
use oos_cancel::rpc::signature::parse_signature;
use oos_cancel::rpc::timestamp::Timestamp;

const LAST: i64 = 253_402_300_799; // 9999-12-31T23:59:59Z

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    text: &'a str,
    seconds: i64,
    more_seconds: i64,
    bytes: Vec<u8>,
}

fuzz_target!(|input: Input| {
    for text in [input.text.to_owned(), "https://".to_owned() + input.text, "http://127.0.0.1".to_owned() + input.text]
    {
        origin(&text);
    }
    region(input.text);
    timestamp(input.text);
    http_date(input.text);
    time(input.seconds, input.more_seconds);
    time(input.seconds.rem_euclid(LAST + 1), input.more_seconds % LAST);
    signature(input.text);
    signature(&STANDARD.encode(&input.bytes));
});

fn origin(text: &str) {
    let Ok(endpoint) = Endpoint::parse(text) else { return };
    let written = endpoint.to_string();
    assert_eq!(Endpoint::parse(&written).as_ref(), Ok(&endpoint));
    let theirs = match url::Url::parse(text) {
        Ok(theirs) => theirs,
        // Punycode is not decoded here: a name that is none takes no browser anywhere.
        Err(url::ParseError::IdnaError) if endpoint.host().split('.').any(|label| label.starts_with("xn--")) => return,
        Err(error) => panic!("{error}: the standard reads it as well"),
    };
    assert_eq!(theirs.origin().ascii_serialization(), written);
    assert_eq!(theirs.as_str(), written.clone() + "/", "there is nothing but an origin in it");
    let loopback = match theirs.host().unwrap() {
        url::Host::Domain(name) => name == "localhost",
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    };
    assert_eq!(endpoint.is_loopback(), loopback);
    assert!(theirs.scheme() == "https" || loopback);
    let regional = theirs.scheme() == "https"
        && theirs.port().is_none()
        && theirs.host_str().unwrap().strip_suffix(".aliyuncs.com").is_some_and(|host| {
            let region = host.strip_prefix("oos.").or_else(|| host.strip_prefix("oos-vpc."));
            region.is_some_and(is_of_known_area)
        });
    assert_eq!(endpoint.is_regional(), regional);
}

fn is_of_known_area(text: &str) -> bool {
    is_region_id(text) && AREAS.contains(&text.split('-').next().unwrap())
}

fn region(text: &str) {
    for network in [Network::Public, Network::Vpc] {
        let endpoint = Endpoint::regional(text, network);
        assert_eq!(endpoint.is_some(), is_of_known_area(text));
        let Some(endpoint) = endpoint else { continue };
        assert_eq!(endpoint.region_id(), Some(text));
        assert!(endpoint.is_regional());
        origin(&endpoint.to_string());
        assert_eq!(text.split('-').next().unwrap().len(), 2, "no other domain of the vendor's");
    }
}

/// The last second that jiff knows: it leaves room for time zones.
fn is_known_to_jiff(time: Timestamp) -> bool {
    time.unix_seconds() <= jiff::Timestamp::MAX.as_second()
}

fn timestamp(text: &str) {
    if Timestamp::parse_lenient(text).is_some_and(|time| !is_known_to_jiff(time)) {
        return;
    }
    let theirs = text.parse::<jiff::Timestamp>().ok().filter(|time| (0..=LAST).contains(&time.as_second()));
    let written = theirs.map(|time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    let expected = theirs.filter(|_| written.as_deref() == Some(text)).map(|time| time.as_second());
    assert_eq!(Timestamp::parse(text).map(Timestamp::unix_seconds), expected);
    let lenient = Timestamp::parse_lenient(text).map(Timestamp::unix_seconds);
    assert!(expected.is_none() || lenient == expected);
    if lenient.is_some() && text.len() <= "2024-05-06T07:08:09.123456789Z".len() {
        assert_eq!(lenient, theirs.map(|time| time.as_second()));
    }
}

fn http_date(text: &str) {
    let ours =
        Timestamp::parse_http_date(text).map(|time| UNIX_EPOCH + Duration::from_secs(time.unix_seconds() as u64));
    if let Some(ours) = ours {
        // The day of the week is not looked at.
        assert_eq!(httpdate::fmt_http_date(ours).split_once(", ").unwrap().1, text.split_once(", ").unwrap().1);
    }
    if let Ok(theirs) = httpdate::parse_http_date(text)
        && httpdate::fmt_http_date(theirs) == text
    {
        assert_eq!(ours, Some(theirs));
    }
}

fn time(seconds: i64, more: i64) {
    let ours = Timestamp::from_unix_seconds(seconds);
    assert_eq!(ours.is_some(), (0..=LAST).contains(&seconds));
    let Some(ours) = ours else { return };
    if is_known_to_jiff(ours) {
        let theirs = jiff::Timestamp::from_second(seconds).unwrap();
        assert_eq!(ours.to_string(), theirs.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    }
    assert_eq!(Timestamp::parse(&ours.to_string()), Some(ours));
    let date = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds as u64));
    assert_eq!(Timestamp::parse_http_date(&date), Some(ours));
    let later = i128::from(seconds) + i128::from(more);
    assert_eq!(i128::from(ours.plus_seconds(more).unix_seconds()), later.clamp(0, i128::from(LAST)));
}

fn signature(text: &str) {
    let theirs: Option<[u8; 20]> = STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    assert_eq!(parse_signature(text), theirs);
}
