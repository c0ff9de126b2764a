//! What several fuzz targets demand of the validator.

use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::Endpoint;
use oos_cancel::rpc::timestamp::Timestamp;
use oos_cancel::oos::validate::{Rules, ValidUrl, validate};

pub const SECRET: &str = "testsecret";
pub const NOW: &str = "2024-05-06T07:08:09Z";

pub fn now() -> Timestamp {
    Timestamp::parse(NOW).unwrap()
}

/// Origins that are allowed beside those of OOS.
pub fn allowed() -> [Endpoint; 2] {
    ["http://127.0.0.1:8787", "https://oos.example.com"].map(|origin| Endpoint::parse(origin).unwrap())
}

/// Validates, and demands of the result whatever must hold for any text and any rules.
pub fn judged(url: &str, rules: &Rules<'_>) -> Option<ValidUrl> {
    let valid = match validate(url, rules) {
        Ok(valid) => valid,
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| problem.message.ends_with('.')), "{problems:?}");
            return None;
        }
    };
    assert_eq!(valid.verified, rules.credentials.is_some(), "with credentials nothing unverified is accepted");

    let rebuilt = valid.request.url();
    let again = validate(&rebuilt, rules).expect("the rebuilt URL is accepted");
    assert!(again == valid && again.request.url() == rebuilt, "and rebuilt to itself");

    let theirs = url::Url::parse(url).expect("a URL by the standard as well");
    assert_eq!(theirs.origin().ascii_serialization(), valid.request.endpoint().to_string());
    let canonical = url::Url::parse(&rebuilt).unwrap();
    assert_eq!(canonical.as_str(), rebuilt.as_str(), "the standard leaves the rebuilt URL alone");
    assert_eq!(pairs(&canonical), pairs(&theirs), "and reads the same in both");

    if let Some(credentials) = rules.credentials {
        let token = credentials.security_token().map(str::to_owned);
        let other = Credentials::new(credentials.access_key_id().to_owned(), "another".to_owned(), token).unwrap();
        let rules = Rules { credentials: Some(&other), ..*rules };
        assert!(validate(url, &rules).is_err(), "another secret does not verify it");
    }
    Some(valid)
}

fn pairs(url: &url::Url) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
    pairs.sort();
    pairs
}
