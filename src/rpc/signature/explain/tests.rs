use super::*;
use crate::rpc::encode::canonical_query;
use crate::rpc::signature::string_to_sign;

const SECRET: &str = "testsecret";
const QUERY: [(&str, &str); 5] = [
    ("AccessKeyId", "testid"),
    ("Action", "CancelExecution"),
    ("ExecutionId", "exec 1+2"),
    ("SecurityToken", "t0ken+/=="),
    ("Timestamp", "2024-05-06T07:08:09Z"),
];

fn signed() -> Zeroizing<String> {
    string_to_sign(Method::Post, &canonical_query(&QUERY))
}

fn url(secret: &str) -> String {
    let signature = SigningKey::new(secret).sign(&signed());
    format!("https://oos.cn-hangzhou.aliyuncs.com/?{}&Signature={}", *canonical_query(&QUERY), encode(&signature))
}

fn explained(server: &str, sent: &str) -> Explanation {
    explain(server, sent, Method::Post, None).unwrap()
}

fn message(echo: &str) -> String {
    format!("Specified signature is not matched with our calculation. server string to sign is:{echo}")
}

fn only_difference(echo: &str) -> SignedDifference {
    let explanation = explained(&message(echo), &signed());
    assert_eq!(explanation.verdict, Verdict::DifferentRequest, "{echo}");
    assert_eq!(explanation.differences.len(), 1, "{explanation:?}");
    explanation.differences.into_iter().next().unwrap()
}

#[test]
fn echo_is_found_in_whatever_was_pasted() {
    let echo = signed();
    for text in [
        message(&echo),
        format!(
            "SignatureDoesNotMatch: Specified signature is not matched. Server String To Sign is: {}. RequestId: 7B5D",
            *echo
        ),
        serde_json::json!({ "Code": "SignatureDoesNotMatch", "Message": message(&echo), "RequestId": "7B5D" })
            .to_string(),
        format!("{{\"Message\":\"{}\"}}", message(&echo.replace('&', "\\u0026"))),
        format!("<Error><Message>{}</Message></Error>", message(&echo.replace('&', "&amp;"))),
        format!("2024-05-06 07:08:09 ERROR {} status=400", message(&echo)),
        echo.to_string(),
    ] {
        assert_eq!(explained(&text, &echo).verdict, Verdict::DifferentSecret, "{text}");
    }
    for text in
        ["", "Specified signature is not matched with our calculation.", "server string to sign is:", "POST /?a=b"]
    {
        assert_eq!(explained(text, &echo).verdict, Verdict::NotFound, "{text}");
    }
}

#[test]
fn url_leaves_open_what_its_signature_was_made_of() {
    let server = message(&signed());
    let with = |sent: &str, secret| explain(&server, sent, Method::Post, secret).unwrap();
    let open = with(&url(SECRET), None);
    assert_eq!((open.verdict, open.secret_matches), (Verdict::DifferentSignature, None));
    let own = with(&url(SECRET), Some(SECRET));
    assert_eq!((own.verdict, own.secret_matches), (Verdict::DifferentSecret, Some(true)));
    let other = with(&url("other"), Some(SECRET));
    assert_eq!((other.verdict, other.secret_matches), (Verdict::DifferentSignature, Some(false)));
    let text = with(&signed(), Some(SECRET));
    assert_eq!((text.verdict, text.secret_matches), (Verdict::DifferentSecret, None));
}

#[test]
fn each_difference_has_its_cause() {
    let theirs = signed();
    for (from, to, parameter, cause) in [
        ("POST&", "GET&", "method", Cause::Method),
        ("%26Timestamp", "%26RegionId%3Dcn-beijing%26Timestamp", "RegionId", Cause::Added),
        ("Action%3DCancelExecution%26", "", "Action", Cause::Missing),
        ("exec%25201%252B2", "exec%25209", "ExecutionId", Cause::Changed),
        ("exec%25201%252B2", "exec%25201", "ExecutionId", Cause::CutOff),
        ("exec%25201%252B2", "exec%25201%25202", "ExecutionId", Cause::PlusForSpace),
        ("T07%253A08%253A09Z", "T07%25253A08%25253A09Z", "Timestamp", Cause::EncodedTwice),
        ("T07%253A08%253A09Z", "T07%253a08%253a09Z", "Timestamp", Cause::LowerCaseHex),
    ] {
        let found = only_difference(&theirs.replace(from, to));
        assert_eq!((found.parameter.as_str(), found.cause), (parameter, cause), "{to}");
    }
    let unencoded = signed().replace("T07%253A08%253A09Z", "T07%3A08%3A09Z");
    let explanation = explained(&message(&theirs), &unencoded);
    assert_eq!(explanation.differences[0].cause, Cause::NotEncoded, "{explanation:?}");
    let (method, pairs) = theirs.split_once("&%2F&").unwrap();
    let mut reversed: Vec<_> = pairs.split("%26").collect();
    reversed.reverse();
    let order = only_difference(&format!("{method}&%2F&{}", reversed.join("%26")));
    assert_eq!((order.parameter.as_str(), order.cause), ("query", Cause::Order));
}

#[test]
fn token_is_never_repeated() {
    let explanation = explained(&message(&signed().replace("t0ken", "t0k3n")), &url(SECRET));
    assert_eq!(explanation.differences.len(), 1);
    let text = format!("{explanation:?}");
    assert!(text.contains("SecurityToken") && !text.contains("t0k"), "{text}");
}

#[test]
fn what_is_neither_url_nor_string_to_sign_is_refused() {
    for text in ["", "exec-1", "https://oos.cn-hangzhou.aliyuncs.com/", "PUT&%2F&a", "a=b&c=d"] {
        assert_eq!(explain("", text, Method::Post, None), Err(Unreadable), "{text}");
    }
    assert!(Unreadable.to_string().starts_with("The text is neither a signed URL nor a StringToSign."));
}

#[test]
fn no_secret_is_repeated_wherever_it_is() {
    const TOKEN: &str = "CAISuQJ1q6Ft5B2yfSjIr5b7Iv6Es7dd";
    let echo = |query: &str| message(&format!("POST&%2F&{}", encode(query)));
    let nested = encode(&format!("A=1&SecurityToken={TOKEN}"));
    for (server, sent) in [
        (echo("A=1"), format!("https://h/?A=1&securityToken={TOKEN}")),
        (echo("A=1"), format!("https://h/?A=1&x-acs-security-token={TOKEN}")),
        (echo(&format!("A=1&BearerToken={TOKEN}")), "https://h/?A=1".to_owned()),
        (echo("A=1"), format!("https://h/?A=1&AccessKeySecret={TOKEN}")),
        // The token came to another parameter.
        (echo(&format!("A={TOKEN}")), format!("https://h/?A=1&SecurityToken={TOKEN}")),
        (echo(&format!("{TOKEN}=1")), format!("https://h/?A=1&SecurityToken={TOKEN}")),
        (echo("A=1"), format!("https://h/?A=1;SecurityToken={TOKEN}")),
        // The query is encoded once more than the server expects, or the path is missing.
        (echo(&nested), format!("https://h/?A=1&SecurityToken={TOKEN}")),
        (echo("A=1"), format!("GET&SecurityToken%3D{TOKEN}&A%3D1")),
        (echo(&format!("Signature%3D{TOKEN}=1")), "https://h/?A=1".to_owned()),
    ] {
        let text = format!("{:?}", explained(&server, &sent));
        assert!(text.contains("DifferentRequest") && !text.contains(&TOKEN[..16]), "{text}");
    }
    let sent = format!("https://h/?A={SECRET}&SignatureMethod=HMAC-SHA1");
    let explanation = explain(&echo("A=1"), &sent, Method::Post, Some(SECRET)).unwrap();
    assert!(!format!("{explanation:?}").contains(SECRET), "{explanation:?}");
    assert_eq!(explanation.differences[1].sent.as_deref(), Some("HMAC-SHA1"));
}

#[test]
fn hostile_texts_end_with_a_bounded_explanation() {
    let pairs = |count: u32| (0..count).map(|n| format!("p{n}%3D1")).collect::<Vec<_>>().join("%26");
    let explanation = explained(&message(&format!("POST&%2F&{}", pairs(150))), &signed());
    assert_eq!(explanation.differences.len(), MAX_DIFFERENCES);
    let of = |server: &str, sent: &str| {
        let found = explained(&message(server), sent).differences;
        found.into_iter().map(|difference| (difference.parameter, difference.cause)).collect::<Vec<_>>()
    };
    let many = pairs(9_000);
    let (query, method) = (("query".to_owned(), Cause::Changed), ("method".to_owned(), Cause::Method));
    assert_eq!(of(&format!("POST&%2F&{many}"), &format!("GET&%2F&{many}")), [method]);
    assert_eq!(of(&format!("POST&%2F&{many}"), &format!("POST&%2F&{many}2")), std::slice::from_ref(&query));
    let repeated = "a%3D1%26".repeat(9_000);
    assert_eq!(of(&format!("POST&%2F&{repeated}"), "POST&%2F&a%3D2"), [query]);
    let few = "a%3D1%26".repeat(150);
    assert_eq!(of(&format!("POST&%2F&{few}"), "POST&%2F&b%3D2").len(), MAX_DIFFERENCES);
    let sent = format!("https://h/?{}", "a=1&".repeat(1_000));
    assert!(explain(&message(&signed()), &sent, Method::Post, None).is_ok());
    // Sorting so many would take seconds, and so would looking for so many secrets.
    let sent = format!("https://h/?{}", "a=1&".repeat(9_000));
    assert_eq!(explain(&message(&signed()), &sent, Method::Post, None), Err(Unreadable));
    let tokens = (0..50).map(|n| format!("a{n}=0123456789&token{n}=0123456789")).collect::<Vec<_>>().join("&");
    let text = format!("{:?}", explained(&message("POST&%2F&b%3D1"), &format!("https://h/?{tokens}")));
    assert!(text.contains("differences") && !text.contains("0123456789"), "{text}");
}
