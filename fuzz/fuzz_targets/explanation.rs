//! Whatever people paste to learn why a signature was refused: no text stops the explanation, and none repeats a secret.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oos_cancel::rpc::encode::{canonical_query, encode};
use oos_cancel::rpc::signature::explain::{Cause, Explanation, Verdict, explain};
use oos_cancel::rpc::signature::{Method, SigningKey, string_to_sign};

const SECRET: &str = "s3cretOfTheseTests";

/// What a token begins with. Nothing else contains it.
const TOKEN: &str = "CAISt0kenOfTheseTests";

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Texts { server: &'a str, sent: &'a str, secret: Option<&'a str>, get: bool },
    Echo { pairs: Vec<(&'a str, &'a str)>, wrapping: u8, other_secret: bool, get: bool },
    Mutated { token: &'a str, at: u16, length: u8, with: &'a str, mutates_sent: bool, from_url: bool },
    Value { parameter: u8, value: &'a str, from_url: bool },
}

const PAIRS: [(&str, &str); 5] = [
    ("AccessKeyId", "STS.testid"),
    ("Action", "CancelExecution"),
    ("ExecutionId", "exec 1+2"),
    ("SignatureMethod", "HMAC-SHA1"),
    ("Timestamp", "2024-05-06T07:08:09Z"),
];

/// A signed request: its URL and its StringToSign.
fn signed(pairs: &[(&str, &str)], method: Method, secret: &str) -> (String, String) {
    let query = canonical_query(pairs);
    let string_to_sign = string_to_sign(method, &query);
    let signature = encode(&SigningKey::new(secret).sign(&string_to_sign));
    (format!("https://oos.cn-hangzhou.aliyuncs.com/?{}&Signature={signature}", *query), string_to_sign.to_string())
}

fn message(echo: &str) -> String {
    format!("Specified signature is not matched with our calculation. server string to sign is:{echo}")
}

/// The places where people find an echo.
fn wrapped(echo: &str, wrapping: u8) -> String {
    match wrapping % 6 {
        0 => message(echo),
        1 => echo.to_owned(),
        2 => format!("{}. RequestId: 7B5D", message(echo)),
        3 => format!("{{\"Message\":\"{}\"}}", message(echo)),
        4 => format!("{{\"Message\":\"{}\"}}", message(&echo.replace('&', "\\u0026"))),
        _ => format!("<Error><Message>{}</Message></Error>", message(&echo.replace('&', "&amp;"))),
    }
}

fn must_hold(explanation: &Explanation) {
    assert_eq!(explanation.differences.is_empty(), explanation.verdict != Verdict::DifferentRequest, "{explanation:?}");
    assert!(explanation.differences.len() <= 100);
    for difference in &explanation.differences {
        assert!(difference.parameter.len() <= 64);
        assert!([&difference.sent, &difference.server].into_iter().flatten().all(|value| value.len() <= 256));
    }
}

fn method(get: bool) -> Method {
    if get { Method::Get } else { Method::Post }
}

fuzz_target!(|input: Input| match input {
    Input::Texts { server, sent, secret, get } => {
        let Ok(explanation) = explain(server, sent, method(get), secret) else { return };
        must_hold(&explanation);
        assert!(explanation.secret_matches.is_none() || secret.is_some());
        if let Some(secret) = secret.filter(|secret| secret.len() >= 12) {
            // The names of enums and members are no values.
            let shown = explanation
                .differences
                .iter()
                .flat_map(|one| [Some(&one.parameter), one.sent.as_ref(), one.server.as_ref()]);
            assert!(shown.flatten().all(|text| !text.contains(secret)), "{explanation:?}");
        }
    }
    // The server read what was signed.
    Input::Echo { pairs, wrapping, other_secret, get } => {
        // A Signature is no part of what is signed, and an unnamed value cannot be told from nothing.
        if pairs.iter().any(|(name, _)| *name == "Signature" || name.is_empty()) {
            return;
        }
        let used = if other_secret { "another" } else { SECRET };
        let (url, ours) = signed(&pairs, method(get), used);
        // No parameter of OOS ends with a period, so the end of a sentence is taken for one.
        if ours.ends_with(['.', '&']) {
            return;
        }
        let by_text = explain(&wrapped(&ours, wrapping), &ours, method(get), Some(SECRET)).unwrap();
        assert_eq!((by_text.verdict, by_text.secret_matches), (Verdict::DifferentSecret, None));
        let by_url = explain(&wrapped(&ours, wrapping), &url, method(get), Some(SECRET)).unwrap();
        let expected = if other_secret { Verdict::DifferentSignature } else { Verdict::DifferentSecret };
        assert_eq!((by_url.verdict, by_url.secret_matches), (expected, Some(!other_secret)), "{by_url:?}");
    }
    // Anything may be changed, and no part of the token is shown.
    Input::Mutated { token, at, length, with, mutates_sent, from_url } => {
        let token = TOKEN.to_owned() + token;
        let mut pairs = PAIRS.to_vec();
        pairs.push(("SecurityToken", &token));
        let (url, ours) = signed(&pairs, Method::Post, SECRET);
        let sent = if from_url { url } else { ours.clone() };
        let text = if mutates_sent { &sent } else { &ours };
        let from = usize::from(at) % text.len();
        let to = (from + usize::from(length)).min(text.len());
        let mutated = [&text[..from], with, &text[to..]].concat();
        let (server, sent) = if mutates_sent { (&ours, &mutated) } else { (&mutated, &sent) };
        let Ok(explanation) = explain(&message(server), sent, Method::Post, Some(SECRET)) else { return };
        must_hold(&explanation);
        let text = format!("{explanation:?}");
        assert!(!text.contains(&TOKEN[..16]) && !text.contains(SECRET), "{text}");
    }
    // One value that changed is the one difference.
    Input::Value { parameter, value, from_url } => {
        let (url, ours) = signed(&PAIRS, Method::Post, SECRET);
        let mut pairs = PAIRS;
        let index = usize::from(parameter) % pairs.len();
        let name = pairs[index].0;
        pairs[index].1 = value;
        let (_, theirs) = signed(&pairs, Method::Post, SECRET);
        if theirs.ends_with('.') {
            return;
        }
        let sent = if from_url { url } else { ours.clone() };
        let explanation = explain(&message(&theirs), &sent, Method::Post, None).unwrap();
        must_hold(&explanation);
        if theirs == ours {
            return assert_ne!(explanation.verdict, Verdict::DifferentRequest);
        }
        assert_eq!(explanation.differences.len(), 1, "{explanation:?}");
        let found = &explanation.differences[0];
        assert_eq!(found.parameter, name);
        assert!(
            !matches!(found.cause, Cause::Method | Cause::Missing | Cause::Added | Cause::Order),
            "{explanation:?}"
        );
    }
});
