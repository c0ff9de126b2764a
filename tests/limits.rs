//! The forms and limits of values: the same for the signer and the validator, and a sentence for what people paste.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use oos_cancel::oos::cancel_execution::CancelExecution;
use oos_cancel::oos::limits as oos_limits;
use oos_cancel::oos::signer::Signer;
use oos_cancel::oos::validate::{MAX_URL_LENGTH, Rules, validate};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::encode::{canonical_query, encode};
use oos_cancel::rpc::endpoint::{AREAS, Endpoint, Network};
use oos_cancel::rpc::limits::{self, Defect};
use oos_cancel::rpc::nonce::Nonce;
use oos_cancel::rpc::problem::{Problem, ProblemCode, Problems};
use oos_cancel::rpc::signature::{Method, SigningKey, string_to_sign};
use oos_cancel::rpc::timestamp::Timestamp;
use proptest::prelude::*;

type Check = fn(&str) -> Result<(), Defect>;

fn now() -> Timestamp {
    Timestamp::parse("2024-05-06T07:08:09Z").unwrap()
}

fn endpoint() -> Endpoint {
    Endpoint::regional("cn-hangzhou", Network::Public).unwrap()
}

/// The values of one call.
#[derive(Debug, Clone)]
struct Values {
    execution_id: String,
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    nonce: String,
    region_id: Option<String>,
}

fn good() -> Values {
    Values {
        execution_id: "exec-8a2aaf460fdf47c6b5ef".to_owned(),
        access_key_id: "testid".to_owned(),
        access_key_secret: "testsecret".to_owned(),
        security_token: None,
        nonce: "n-1".to_owned(),
        region_id: None,
    }
}

impl Values {
    fn credentials(&self) -> Result<Credentials, Problems> {
        Credentials::new(self.access_key_id.clone(), self.access_key_secret.clone(), self.security_token.clone())
    }

    fn call<'a>(&'a self, endpoint: &'a Endpoint) -> CancelExecution<'a> {
        CancelExecution {
            execution_id: &self.execution_id,
            region_id: self.region_id.as_deref(),
            endpoint,
            method: Method::Post,
            nonce: &self.nonce,
            timestamp: now(),
        }
    }

    /// What the signer says of the values.
    fn signed(&self) -> Result<String, Vec<Problem>> {
        let endpoint = endpoint();
        let call = self.call(&endpoint);
        match self.credentials() {
            Ok(credentials) => Ok(call.sign(&credentials)?.url().to_string()),
            Err(problems) => Err(call.check().err().into_iter().flatten().chain(problems).collect()),
        }
    }

    /// The parameters that are signed. An empty token counts as absent.
    fn query(&self) -> String {
        let timestamp = now().to_string();
        let mut parameters = vec![
            ("AccessKeyId", self.access_key_id.as_str()),
            ("Action", "CancelExecution"),
            ("ExecutionId", &self.execution_id),
            ("Format", "JSON"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", &self.nonce),
            ("SignatureVersion", "1.0"),
            ("Timestamp", &timestamp),
            ("Version", "2019-06-01"),
        ];
        parameters.extend(self.region_id.as_deref().map(|region| ("RegionId", region)));
        let token = self.security_token.as_deref().filter(|token| !token.is_empty());
        parameters.extend(token.map(|token| ("SecurityToken", token)));
        canonical_query(&parameters).to_string()
    }

    fn signature(&self) -> String {
        let string_to_sign = string_to_sign(Method::Post, &self.query());
        encode(&SigningKey::new(&self.access_key_secret).sign(&string_to_sign))
    }

    /// What the validator says of the URL that a signer without checks makes of the values.
    fn validated(&self) -> Result<(), Vec<Problem>> {
        let url = format!("{}/?{}&Signature={}", endpoint(), self.query(), self.signature());
        let credentials = self.credentials().ok();
        let rules = Rules { credentials: credentials.as_ref(), ..Rules::at(now()) };
        let valid = validate(&url, &rules)?;
        assert_eq!(valid.execution_id, self.execution_id);
        assert_eq!(valid.verified, credentials.is_some());
        Ok(())
    }
}

/// Parameter and sentence of each problem, apart from the secret, which no URL has.
fn sentences(judged: Result<(), Vec<Problem>>) -> Vec<(Option<String>, String)> {
    let problems = judged.err().unwrap_or_default();
    let in_url = problems.into_iter().filter(|problem| problem.parameter.as_deref() != Some("AccessKeySecret"));
    in_url.map(|problem| (problem.parameter, problem.message)).collect()
}

/// Demands one problem of `check`, and of the signer and the validator for these values.
fn refused(parameter: &str, check: Check, text: &str, values: &Values, code: ProblemCode) {
    let defect = check(text).expect_err(text);
    assert_eq!(defect.code, code, "{parameter} {text:?}: {}", defect.predicate);
    assert!(text.len() < 8 || !defect.predicate.contains(text), "{parameter} {text:?}: repeated");
    let signed = values.signed().expect_err(text);
    assert_eq!(signed, [defect.of(parameter)], "{parameter} {text:?}");
    if parameter != "AccessKeySecret" {
        let validated = values.validated().expect_err(text);
        let code = if code == ProblemCode::Empty { ProblemCode::EmptyParameter } else { code };
        assert_eq!(validated[0].code, code, "{parameter} {text:?}: {validated:?}");
        assert_eq!(validated[0].parameter.as_deref(), Some(parameter), "{text:?}");
        assert_eq!(validated[0].message, signed[0].message, "{text:?}");
        assert_eq!(validated[0].limit, signed[0].limit, "{text:?}");
    }
}

fn refused_everywhere(text: &str, code: ProblemCode) {
    refused_id(text, code);
    refused_key(text, code);
    let nonce = Values { nonce: text.to_owned(), ..good() };
    refused("SignatureNonce", limits::nonce, text, &nonce, code);
}

fn refused_id(text: &str, code: ProblemCode) {
    let values = Values { execution_id: text.to_owned(), ..good() };
    refused("ExecutionId", oos_limits::execution_id, text, &values, code);
}

fn refused_key(text: &str, code: ProblemCode) {
    let key = Values { access_key_id: text.to_owned(), ..good() };
    refused("AccessKeyId", limits::access_key_id, text, &key, code);
    let secret = Values { access_key_secret: text.to_owned(), ..good() };
    refused("AccessKeySecret", limits::access_key_secret, text, &secret, code);
    if !text.is_empty() {
        refused_token(text, code);
    }
}

fn refused_token(text: &str, code: ProblemCode) {
    let values = Values { security_token: Some(text.to_owned()), ..good() };
    refused("SecurityToken", limits::security_token, text, &values, code);
}

#[test]
fn control_characters_are_refused_anywhere() {
    let control = (0..=0x1F).chain(0x7F..=0x9F).filter_map(char::from_u32);
    for character in control {
        for text in [format!("a{character}b"), format!("{character}ab"), format!("ab{character}")] {
            refused_everywhere(&text, ProblemCode::Malformed);
        }
    }
}

#[test]
fn invisible_characters_are_refused_anywhere() {
    let ranges = [
        0x200B..=0x200F_u32,
        0x202A..=0x202E,
        0x2060..=0x206F,
        0xFEFF..=0xFEFF,
        0xAD..=0xAD,
        0x61C..=0x61C,
        0x180E..=0x180E,
        0xFE00..=0xFE0F,
        0xFFF9..=0xFFFB,
        0x115F..=0x1160,
        0x3164..=0x3164,
        0xFFA0..=0xFFA0,
        0x2800..=0x2800,
        0xFDD0..=0xFDEF,
        0xFFFE..=0xFFFF,
        0x1FFFE..=0x1FFFF,
        0x10FFFE..=0x10FFFF,
        0x1D173..=0x1D17A,
        0xE0001..=0xE007F,
        0xE0100..=0xE01EF,
        0x34F..=0x34F,
    ];
    for character in ranges.into_iter().flatten().filter_map(char::from_u32) {
        for text in [format!("a{character}b"), format!("{character}ab"), format!("ab{character}")] {
            refused_everywhere(&text, ProblemCode::Malformed);
        }
    }
}

#[test]
fn white_space_is_refused() {
    let spaces: Vec<char> = (0..=0x10_FFFF).filter_map(char::from_u32).filter(|space| space.is_whitespace()).collect();
    assert!(spaces.len() >= 25);
    for space in spaces {
        for text in [format!("{space}ab"), format!("ab{space}"), space.to_string()] {
            refused_everywhere(&text, ProblemCode::Malformed);
        }
        let within = format!("a{space}b");
        if space != ' ' {
            refused_everywhere(&within, ProblemCode::Malformed);
        }
    }
    // A plain space within may be sent: OOS is the judge of its ids, and the vendor's SDKs sign such a token.
    assert_eq!(oos_limits::execution_id("a b"), Ok(()));
    assert_eq!(limits::security_token("a b"), Ok(()));
    assert!(limits::access_key_id("a b").is_err() && limits::access_key_secret("a b").is_err());
    assert!(limits::nonce("a b").is_err());
}

#[test]
fn pasted_surplus_around_a_key_is_named() {
    for (pasted, sentence) in [
        ("\"abcdefgh\"", "contains a quotation mark"),
        ("'abcdefgh'", "contains a quotation mark"),
        ("`abcdefgh`", "contains a quotation mark"),
        ("“abcdefgh”", "contains a quotation mark"),
        ("‘abcdefgh’", "contains a quotation mark"),
        ("«abcdefgh»", "contains a quotation mark"),
        ("\"abcdefgh", "contains a quotation mark"),
        ("abcdefgh'", "contains a quotation mark"),
        ("\"abcdefgh\",", "ends with a comma"),
        ("abcdefgh\n", "contains a line break"),
        ("abcdefgh\r\n", "contains a line break"),
        ("abcd\nefgh", "contains a line break"),
        ("abcd\u{2028}efgh", "contains a line break"),
        ("\tabcdefgh", "begins or ends with white space"),
        ("abcdefgh ", "begins or ends with white space"),
        ("\u{a0}abcdefgh", "begins or ends with white space"),
        ("AccessKeyId=abcdefgh", "looks like name=value"),
        ("AccessKeySecret=abcdefgh", "looks like name=value"),
        ("AccessKeySecret = abcdefgh", "looks like name=value"),
        ("accessKeySecret: abcdefgh", "looks like name=value"),
        ("\"accessKeySecret\": \"abcdefgh\"", "looks like name=value"),
        ("{\"AccessKeyId\":\"abcdefgh\"}", "looks like name=value"),
        ("export ALIBABA_CLOUD_ACCESS_KEY_SECRET=abcdefgh", "looks like name=value"),
        ("export ALIBABA_CLOUD_ACCESS_KEY_SECRET=\"abcdefgh\"", "looks like name=value"),
        ("set ALIBABA_CLOUD_SECURITY_TOKEN=abcdefgh", "looks like name=value"),
        ("$env:ALIBABA_CLOUD_ACCESS_KEY_ID", "looks like name=value"),
        ("--access-key-secret=abcdefgh", "looks like name=value"),
        ("access_key_id=abcdefgh", "looks like name=value"),
        ("SecurityToken=abcdefgh", "looks like name=value"),
        ("sts.token:abcdefgh", "looks like name=value"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET=", "looks like name=value"),
        ("SecurityToken=", "looks like name=value"),
        ("AccessKeySecret=", "looks like name=value"),
        ("abcdefgh;", "ends with a comma or a semicolon"),
        ("abcdefgh,", "ends with a comma or a semicolon"),
        ("abcd********efgh", "is masked with asterisks"),
        ("****************", "is masked with asterisks"),
        ("<yourAccessKeySecret>", "is a placeholder"),
        ("${ACCESS_KEY_SECRET}", "is a placeholder"),
        ("{{accessKey}}", "is a placeholder"),
        ("abcdéfgh", "contains a non-ASCII character"),
        ("ａｂｃｄｅｆｇｈ", "contains a non-ASCII character"),
        ("аbcdefgh", "contains a non-ASCII character"),
        ("abcd\u{200b}efgh", "contains an invisible character"),
        ("\u{feff}abcdefgh", "contains an invisible character"),
        ("abcd\u{0}efgh", "contains a control character"),
    ] {
        for (name, check) in [
            ("AccessKeyId", limits::access_key_id as Check),
            ("AccessKeySecret", limits::access_key_secret),
            ("SecurityToken", limits::security_token),
        ] {
            // Any name will do for a key; a token may hold `=` behind letters.
            if name == "SecurityToken" && pasted.starts_with("$env") {
                continue;
            }
            let problem = check(pasted).expect_err(pasted).of(name);
            assert_eq!(problem.code, ProblemCode::Malformed);
            assert_eq!(problem.parameter.as_deref(), Some(name));
            assert!(problem.message.starts_with(&format!("{name} {sentence}")), "{pasted:?}: {}", problem.message);
            assert!(
                problem.message.contains(". ") && problem.message.ends_with('.'),
                "what to do: {}",
                problem.message
            );
            assert!(!problem.message.contains("abcd"), "{}", problem.message);
        }
        refused_key_unless_token(pasted);
    }
    for pasted in ["ak=abcdefgh", "key:abcdefgh", "a.b=c", "SK=abcdefgh==", "abcdefgh\\", "abcd\\nefgh", "abcd efgh"] {
        for check in [limits::access_key_id as Check, limits::access_key_secret] {
            assert_eq!(check(pasted).expect_err(pasted).code, ProblemCode::Malformed, "{pasted}");
        }
    }
}

fn refused_key_unless_token(pasted: &str) {
    let values = [
        Values { access_key_id: pasted.to_owned(), ..good() },
        Values { access_key_secret: pasted.to_owned(), ..good() },
    ];
    for values in values {
        assert_eq!(values.signed().expect_err(pasted).len(), 1, "{pasted:?}");
    }
}

#[test]
fn values_issued_by_the_vendor_are_accepted() {
    for id in ["LTAI5tBenchmarkKey123456", "STS.NUBenchmarkKey1234567", "testid", "TMP.3KeX-demo_1", "a"] {
        assert_eq!(limits::access_key_id(id), Ok(()), "{id}");
    }
    for secret in ["abcdefghijklmnopqrstuvwxyz0123", "wyLTSmsyPGP1ohvvw8xYgB29dlGI8KMiH2pKCNZ9", "a+b/c==", "b"] {
        assert_eq!(limits::access_key_secret(secret), Ok(()), "{secret}");
    }
    for token in ["CAIS+/=token~*!'() x", "CAISrwJ1q6Ft5B2yfSjIr5bBIsvcmepWx==", "t/1", "to+ken/=", "+/=="] {
        assert_eq!(limits::security_token(token), Ok(()), "{token}");
    }
    assert_eq!(limits::security_token(&"CAIS+/=".repeat(286)), Ok(()));
    for id in ["exec-8a2aaf460fdf47c6b5ef", "exec-中文😀 *'()!", "ex 中😀", "it's (1)*!~", "é", "x\u{FFFD}", "a=b&c"]
    {
        assert_eq!(oos_limits::execution_id(id), Ok(()), "{id}");
    }
    for nonce in ["0123456789abcdef0123456789abcdef", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "n-1"] {
        assert_eq!(limits::nonce(nonce), Ok(()), "{nonce}");
    }
    for region in ["cn-hangzhou", "cn-north-2-gov-1", "xx-new-1"] {
        assert_eq!(limits::region_id(region), Ok(()), "{region}");
    }
}

#[test]
fn every_value_has_a_longest_length() {
    for (parameter, check, longest) in [
        ("ExecutionId", oos_limits::execution_id as Check, oos_limits::MAX_EXECUTION_ID),
        ("AccessKeyId", limits::access_key_id, limits::MAX_ACCESS_KEY_ID),
        ("AccessKeySecret", limits::access_key_secret, limits::MAX_ACCESS_KEY_SECRET),
        ("SecurityToken", limits::security_token, limits::MAX_SECURITY_TOKEN),
        ("SignatureNonce", limits::nonce, limits::MAX_NONCE),
        ("RegionId", limits::region_id, limits::MAX_REGION_ID),
    ] {
        let text = |length: usize| {
            if parameter == "RegionId" { "cn-".to_owned() + &"a".repeat(length - 3) } else { "a".repeat(length) }
        };
        assert_eq!(check(&text(longest)), Ok(()), "{parameter}");
        let defect = check(&text(longest + 1)).unwrap_err();
        assert_eq!((defect.code, defect.limit), (ProblemCode::TooLong, Some(longest as u64)), "{parameter}");
        assert!(defect.predicate.replace(',', "").contains(&longest.to_string()), "{parameter}: {}", defect.predicate);
        assert_eq!(check("").unwrap_err().code, ProblemCode::Empty, "{parameter}");
    }
    assert!(oos_limits::execution_id(&"é".repeat(512)).is_ok(), "bytes, as they are signed");
    refused_id(&"é".repeat(513), ProblemCode::TooLong);
    refused_id(&"a".repeat(5_000), ProblemCode::TooLong);
    refused_id("", ProblemCode::Empty);
    refused_token(&"a".repeat(limits::MAX_SECURITY_TOKEN + 1), ProblemCode::TooLong);
}

#[test]
fn longest_call_fits_the_longest_url() {
    let values = Values {
        execution_id: "é".repeat(oos_limits::MAX_EXECUTION_ID / 2),
        access_key_id: "_".repeat(limits::MAX_ACCESS_KEY_ID),
        access_key_secret: "+".repeat(limits::MAX_ACCESS_KEY_SECRET),
        security_token: Some("+".repeat(limits::MAX_SECURITY_TOKEN)),
        nonce: "%".repeat(limits::MAX_NONCE),
        region_id: Some("cn-hangzhou".to_owned()),
    };
    let url = values.signed().unwrap();
    assert!(url.len() + 253 < MAX_URL_LENGTH, "{}", url.len());
    assert_eq!(values.validated(), Ok(()));
}

#[test]
fn region_must_match_the_endpoint() {
    let code = |region: &str| {
        let values = Values { region_id: Some(region.to_owned()), ..good() };
        let signed = values.signed();
        assert_eq!(sentences(signed.clone().map(drop)), sentences(values.validated()), "{region}");
        signed.err().map(|problems| problems[0].code)
    };
    assert_eq!(code("cn-hangzhou"), None);
    assert_eq!(code("cn-shanghai"), Some(ProblemCode::RegionMismatch));
    for region in ["hangzhou!", "cn--hangzhou", "oss-cn-hangzhou", "CN-HANGZHOU", "cn-hangzhou ", "中"] {
        assert_eq!(code(region), Some(ProblemCode::Malformed), "{region}");
    }
    let named = Endpoint::parse("https://oos.example.com").unwrap();
    assert_eq!(limits::region_id_at("xx-new-1", &named), Ok(()));
    assert_eq!(limits::region_id_with_endpoint("cn-hangzhou"), Ok(()));
    let unknown = limits::region_id_with_endpoint("xx-new-1").unwrap_err();
    assert!(unknown.predicate.contains(&AREAS.join(", ")), "{}", unknown.predicate);
}

#[test]
fn sts_key_without_token_is_refused_by_signer_and_validator() {
    let values = Values { access_key_id: "STS.a".to_owned(), ..good() };
    assert_eq!(values.signed().unwrap_err()[0].code, ProblemCode::MissingOption);
    assert_eq!(values.validated().unwrap_err()[0].code, ProblemCode::MissingParameter);
    assert_eq!(sentences(values.signed().map(drop)), sentences(values.validated()));
    let empty = Values { security_token: Some(String::new()), ..good() };
    assert!(!empty.signed().unwrap().contains("SecurityToken"), "an empty token counts as absent");
}

#[test]
fn credentials_problems_are_all_reported_without_values() {
    let problems =
        Credentials::new("\"LTAI\"".into(), "s3cret\n".into(), Some("SecurityToken=CAIS".into())).unwrap_err();
    let parameters: Vec<_> = problems.iter().filter_map(|problem| problem.parameter.as_deref()).collect();
    assert_eq!(parameters, ["AccessKeyId", "AccessKeySecret", "SecurityToken"]);
    let text = format!("{problems:?}");
    assert!(!text.contains("LTAI") && !text.contains("s3cret") && !text.contains("CAIS"), "{text}");
}

#[test]
fn a_signer_checks_what_the_call_checks() {
    let credentials = good().credentials().unwrap();
    let new = |region: &str| Signer::new(&credentials, Some(region), endpoint(), Method::Post);
    assert_eq!(new("cn-shanghai").unwrap_err()[0].code, ProblemCode::RegionMismatch);
    assert_eq!(new("hangzhou!").unwrap_err()[0].code, ProblemCode::Malformed);
    let mut signer = new("cn-hangzhou").unwrap();
    let nonce = Nonce::new([7; 16]);
    assert!(signer.sign("exec-1", &nonce, now()).is_ok());
    assert_eq!(signer.sign("exec-1\u{202E}", &nonce, now()).unwrap_err()[0].code, ProblemCode::Malformed);
}

/// Texts with a bit of everything, and such as are mostly good.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,30}",
        "exec-[0-9a-f]{20}",
        "\\PC{0,30}",
        "[\\pC\\pZ]{0,4}[a-z]{1,9}[\\pC\\pZ]{0,2}",
        "[A-Za-z0-9+/]{1,60}={0,2}"
    ]
}

fn region() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(prop_oneof!["cn-hangzhou", "[a-z]{2}-[a-z0-9-]{1,12}", text()])
}

fn values() -> impl Strategy<Value = Values> {
    let good_token = "[A-Za-z0-9+/]{1,60}={0,2}";
    let key = || prop_oneof![4 => "[A-Za-z0-9]{1,30}", 1 => text()];
    (
        prop_oneof![3 => "exec-[0-9a-f]{20}", 1 => text()],
        prop_oneof![1 => Just("STS.a".to_owned()), 4 => key()],
        key(),
        proptest::option::of(prop_oneof![3 => good_token, 1 => text()]),
        prop_oneof![3 => "[0-9a-f]{32}", 1 => text()],
        prop_oneof![3 => Just(None), 1 => region()],
    )
        .prop_map(|(execution_id, access_key_id, access_key_secret, security_token, nonce, region_id)| Values {
            execution_id,
            access_key_id,
            access_key_secret,
            security_token,
            nonce,
            region_id,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn signer_signs_exactly_what_the_validator_accepts(values in values()) {
        let signed = values.signed();
        let secret_is_good = limits::access_key_secret(&values.access_key_secret).is_ok();
        match values.validated() {
            Ok(()) => prop_assert_eq!(signed.is_ok(), secret_is_good),
            Err(problems) => {
                prop_assert!(signed.is_err(), "{:?}", problems);
                prop_assert_eq!(problems.len(), signed.as_ref().unwrap_err().len() - usize::from(!secret_is_good));
            }
        }
    }

    #[test]
    fn whatever_the_validator_accepts_could_be_signed(values in values(), token_last: bool) {
        let (query, signature) = (values.query(), values.signature());
        let url = if token_last {
            format!("{}/?Signature={signature}&{query}", endpoint())
        } else {
            format!("{}/?{query}&Signature={signature}", endpoint())
        };
        let Ok(valid) = validate(&url, &Rules::at(now())) else { return Ok(()) };
        let call = CancelExecution {
            execution_id: &valid.execution_id,
            region_id: valid.region_id.as_deref(),
            endpoint: valid.request.endpoint(),
            method: valid.request.method(),
            nonce: &valid.nonce,
            timestamp: valid.timestamp,
        };
        prop_assert_eq!(call.check(), Ok(()));
        let token = valid.security_token.as_deref().cloned();
        let secret_is_good = limits::access_key_secret(&values.access_key_secret).is_ok();
        match Credentials::new(valid.access_key_id.clone(), values.access_key_secret.clone(), token) {
            Ok(credentials) => prop_assert_eq!(call.sign(&credentials).unwrap().url(), valid.request.url()),
            Err(problems) => prop_assert!(!secret_is_good, "{}", problems),
        }
    }

    #[test]
    fn no_predicate_repeats_a_value(text in text()) {
        for check in [oos_limits::execution_id, limits::access_key_id, limits::access_key_secret, limits::security_token, limits::nonce, limits::region_id] {
            if let Err(defect) = check(&text) {
                prop_assert!(text.len() < 12 || !defect.predicate.contains(&text));
                prop_assert!(!defect.predicate.ends_with('.'));
            }
        }
    }
}
