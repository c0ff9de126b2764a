//! URLs that somebody bent: refused, or rebuilt to the very same call. And the URL standard's own test data.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use std::path::PathBuf;
use std::process::Command;

use oos_cancel::oos::validate::{MAX_URL_LENGTH, Rules, validate};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::Endpoint;
use oos_cancel::rpc::signature::Method;
use oos_cancel::rpc::timestamp::Timestamp;
use serde_json::Value;

/// What the vendor's SDKs made for this operation, as URLs, with the method they were made for.
fn made_by_sdks() -> Vec<(String, Method, Credentials)> {
    let documented: Value = serde_json::from_str(include_str!("vectors/documented.json")).unwrap();
    let vectors = documented["rpcV1"].as_array().unwrap();
    let cancels = vectors
        .iter()
        .filter(|vector| vector["params"]["Action"] == "CancelExecution" && vector["params"]["Description"].is_null());
    let urls: Vec<_> = cancels
        .map(|vector| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let query = text(&vector["canonicalizedQuery"]);
            let signature = text(&vector["signaturePercentEncoded"]);
            let url = format!("https://oos.cn-hangzhou.aliyuncs.com/?{query}&Signature={signature}");
            let method = if vector["httpMethod"] == "GET" { Method::Get } else { Method::Post };
            let token = vector["params"]["SecurityToken"].as_str().map(str::to_owned);
            (url, method, Credentials::new("testid".into(), text(&vector["accessKeySecret"]), token).unwrap())
        })
        .collect();
    assert_eq!(urls.len(), 5);
    urls
}

fn rules<'a>(credentials: &'a Credentials, method: Method) -> Rules<'a> {
    let now = Timestamp::parse("2024-05-06T07:08:09Z").unwrap();
    Rules { credentials: Some(credentials), method, ..Rules::at(now) }
}

/// Bends every URL in every way that `bend` knows, and looks at what becomes of it.
fn all_refused_or_the_same(bend: impl Fn(&str) -> Vec<String>) -> (usize, usize) {
    let (mut refused, mut same) = (0, 0);
    for (url, method, credentials) in made_by_sdks() {
        let rules = rules(&credentials, method);
        assert_eq!(*validate(&url, &rules).unwrap().request.url(), url, "as it is");
        for bent in bend(&url) {
            match validate(&bent, &rules) {
                Err(_) => refused += 1,
                Ok(valid) => {
                    assert_eq!(*valid.request.url(), url, "accepted, but as another call: {bent}");
                    assert!(valid.verified);
                    same += 1;
                }
            }
        }
    }
    (refused, same)
}

fn pairs(url: &str) -> (String, Vec<String>) {
    let (origin, query) = url.split_once('?').unwrap();
    (origin.to_owned(), query.split('&').map(str::to_owned).collect())
}

fn join(origin: &str, pairs: &[String]) -> String {
    format!("{origin}?{}", pairs.join("&"))
}

#[test]
fn url_with_one_changed_byte_is_refused_or_equivalent() {
    let (refused, same) = all_refused_or_the_same(|url| {
        let place = |index: usize| {
            let bytes = (0..=127u8).map(char::from).chain(['é', '／', '\u{200b}']);
            bytes.filter(move |to| !url[index..].starts_with(*to)).map(move |to| {
                let mut bent = url.to_owned();
                bent.replace_range(index..=index, to.encode_utf8(&mut [0; 4]));
                bent
            })
        };
        (0..url.len()).flat_map(place).collect()
    });
    assert!(refused > 100_000 && same > 10, "{refused} refused, {same} the same");
}

#[test]
fn url_with_a_byte_removed_or_doubled_is_refused_or_equivalent() {
    all_refused_or_the_same(|url| {
        let without = |index: usize| [&url[..index], &url[index + 1..]].concat();
        let doubled = |index: usize| [&url[..=index], &url[index..]].concat();
        (0..url.len()).flat_map(|index| [without(index), doubled(index)]).collect()
    });
}

#[test]
fn url_with_a_mutated_parameter_is_refused() {
    let (refused, same) = all_refused_or_the_same(|url| {
        let (origin, pairs) = pairs(url);
        let mut bent = Vec::new();
        for index in 0..pairs.len() {
            let changed = |change: &dyn Fn(&mut Vec<String>)| {
                let mut pairs = pairs.clone();
                change(&mut pairs);
                join(&origin, &pairs)
            };
            let (name, value) = pairs[index].split_once('=').unwrap();
            bent.push(changed(&|pairs| drop(pairs.remove(index))));
            bent.push(changed(&|pairs| pairs.push(pairs[index].clone())));
            bent.push(changed(&|pairs| pairs.push(format!("{name}=x"))));
            bent.push(changed(&|pairs| pairs[index] = format!("{}={value}", name.to_lowercase())));
            bent.push(changed(&|pairs| pairs[index] = format!("{name}%00={value}")));
            bent.push(changed(&|pairs| pairs[index] = format!("{name}=")));
            bent.push(changed(&|pairs| pairs[index] = name.to_owned()));
            bent.push(changed(&|pairs| pairs[index] = format!("{name}={value}%20")));
            for other in 0..pairs.len() {
                bent.push(changed(&|pairs| pairs.swap(index, other)));
                let taken = pairs[other].split_once('=').unwrap().1;
                bent.push(changed(&|pairs| pairs[index] = format!("{name}={taken}")));
            }
        }
        bent
    });
    assert!(refused > 500 && same > 300, "{refused} refused, {same} the same: reordered");
}

#[test]
fn url_in_another_encoding_is_refused_or_rebuilt() {
    let recode = |url: &str, code: &dyn Fn(u8) -> String| {
        let (origin, pairs) = pairs(url);
        let coded = |text: &str| {
            let decoded = percent_decode(text);
            decoded.iter().map(|byte| code(*byte)).collect::<String>()
        };
        let pairs: Vec<String> = pairs
            .iter()
            .map(|pair| pair.split_once('=').map(|(name, value)| format!("{}={}", coded(name), coded(value))).unwrap())
            .collect();
        join(&origin, &pairs)
    };
    let (refused, same) = all_refused_or_the_same(|url| {
        vec![
            recode(url, &|byte| format!("%{byte:02X}")),
            recode(url, &|byte| format!("%{byte:02x}")),
            recode(url, &|byte| {
                if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("%{byte:02x}") }
            }),
            recode(url, &|byte| {
                if b"!'()*:/=".contains(&byte) { char::from(byte).into() } else { format!("%{byte:02X}") }
            }),
        ]
    });
    assert_eq!((refused, same), (0, 20));
    let (refused, same) = all_refused_or_the_same(|url| {
        vec![
            recode(url, &|byte| {
                if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("%25{byte:02X}") }
            }),
            recode(url, &|byte| format!("%u00{byte:02X}")),
            recode(url, &|byte| format!("&#{byte};")),
        ]
    });
    assert_eq!((refused, same), (15, 0));
}

fn percent_decode(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let hex = [bytes.next().unwrap(), bytes.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    decoded
}

/// Where the URL standard's test data lie: in the source package of the `url` crate, which carries them.
fn url_test_data() -> Vec<String> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let package = metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == "url").unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let data = std::fs::read_to_string(manifest.with_file_name("tests/urltestdata.json")).unwrap();
    let data: Value = serde_json::from_str(&data).unwrap();
    let inputs = data.as_array().unwrap().iter().filter_map(|case| case["input"].as_str().map(str::to_owned));
    inputs.collect()
}

/// Every input of the standard's data, as it is and grafted onto a good URL: where ours accepts, both agree on where the
/// call goes and on what it says.
#[test]
fn accepted_urls_agree_with_the_url_standard() {
    let (good, method, credentials) = made_by_sdks().remove(0);
    let (_, query) = good.split_once('?').unwrap();
    let inputs = url_test_data();
    assert!(inputs.len() > 800, "{}", inputs.len());
    let (mut tried, mut accepted) = (0, 0);
    for input in &inputs {
        for candidate in [
            input.clone(),
            format!("{input}?{query}"),
            format!("{input}/?{query}"),
            format!("https://{input}/?{query}"),
            format!("https:{input}?{query}"),
            format!("https://{input}@oos.cn-hangzhou.aliyuncs.com/?{query}"),
            format!("https://oos.cn-hangzhou.aliyuncs.com{input}/?{query}"),
            format!("https://oos.cn-hangzhou.aliyuncs.com/{input}?{query}"),
            format!("{good}{input}"),
            good.replacen("exec-", &format!("exec-{input}"), 1),
        ] {
            tried += 1;
            let standard = url::Url::parse(&candidate);
            // As lenient as can be: whatever origin the standard reads is an allowed one.
            let origin = standard.as_ref().map(|url| url.origin().ascii_serialization()).unwrap_or_default();
            let allowed: Vec<Endpoint> = Endpoint::parse(&origin).into_iter().collect();
            let unchecked = Rules { allowed_origins: &allowed, credentials: None, ..rules(&credentials, method) };
            let Ok(valid) = validate(&candidate, &unchecked) else { continue };
            accepted += 1;
            let standard = standard.unwrap_or_else(|error| panic!("{error}: {candidate}"));
            assert_eq!(valid.request.endpoint().to_string(), origin, "{candidate}");
            let rebuilt = url::Url::parse(&valid.request.url()).unwrap();
            assert_eq!(rebuilt.as_str(), valid.request.url().as_str(), "the standard leaves the rebuilt URL alone");
            let sorted = |url: &url::Url| {
                let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
                pairs.sort();
                pairs
            };
            assert_eq!(sorted(&rebuilt), sorted(&standard), "{candidate}");
        }
    }
    assert!(tried > 8_000 && accepted > 100, "{accepted} of {tried} accepted");
}

#[test]
fn what_is_as_long_as_can_be_is_judged_at_once() {
    let credentials = Credentials::new("testid".into(), "s".into(), None).unwrap();
    let rules = rules(&credentials, Method::Get);
    for piece in ["%", "&", "=", "a=&", "%41", "?", "#", "@", ":", ".", "Action=&", "/", "[", "%00"] {
        for start in ["", "https://", "https://oos.cn-hangzhou.aliyuncs.com/?"] {
            let url = start.to_owned() + &piece.repeat(MAX_URL_LENGTH / piece.len() - start.len());
            assert!(validate(&url, &rules).is_err());
        }
    }
}
