//! Any response, with the secrets of the call anywhere in it.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oos_cancel::rpc::encode::encode;
use oos_cancel::rpc::response::{Body, BodyFault, Context, Judgement, Value, read};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    http_status: u16,
    unreadable: Option<u8>,
    request_id: Member<'a>,
    code: Member<'a>,
    message: Member<'a>,
    recommend: Member<'a>,
    detail: Member<'a>,
    other: (u8, Member<'a>),
    xml: bool,
    secrets: [&'a str; 2],
}

#[derive(Arbitrary, Debug)]
enum Member<'a> {
    Absent,
    OtherType,
    Text(&'a str),
    Code(u8),
    Pieces(Vec<Piece<'a>>),
}

#[derive(Arbitrary, Debug)]
enum Piece<'a> {
    Text(&'a str),
    Secret(bool, u8),
    Known(u8),
}

/// Members that contradict a success.
const OTHERS: [&str; 6] = ["Success", "errorCode", "status", "code", "requestid", "Error"];

const KNOWN: [&str; 8] = [
    "server string to sign is:",
    "POST&%2F&",
    "Signature=",
    "SecurityToken%3D",
    "https://api.aliyun.com/",
    "troubleshoot?q=",
    "[redacted]",
    "[…]",
];

impl Member<'_> {
    fn value(&self, secrets: &[String; 2]) -> Value {
        match self {
            Self::Absent => Value::Null,
            Self::OtherType => Value::Other,
            Self::Text(text) => Value::Text((*text).to_owned()),
            Self::Code(index) => {
                let codes = ["SignatureDoesNotMatch", "IncompleteSignature", "OK", "Throttling.User", "Brand.New"];
                Value::Text(codes[usize::from(*index) % codes.len()].to_owned())
            }
            Self::Pieces(pieces) => Value::Text(pieces.iter().map(|piece| piece.text(secrets)).collect()),
        }
    }
}

impl Piece<'_> {
    fn text(&self, secrets: &[String; 2]) -> String {
        match self {
            Self::Text(text) => (*text).to_owned(),
            Self::Secret(second, form) => forms(&secrets[usize::from(*second)])[usize::from(*form) % 3].clone(),
            Self::Known(index) => KNOWN[usize::from(*index) % KNOWN.len()].to_owned(),
        }
    }
}

fn forms(secret: &str) -> [String; 3] {
    let once = encode(secret);
    let twice = encode(&once);
    [secret.to_owned(), once, twice]
}

fn xml(members: &[(&str, Value)]) -> String {
    let mut xml = "<Error>".to_owned();
    for (name, value) in members {
        if let Value::Text(text) = value {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            xml.push_str(&format!("<{name}>{text}</{name}>"));
        }
    }
    xml + "</Error>"
}

fuzz_target!(|input: Input| {
    // With a beginning that nothing else in the output has.
    let secrets = input.secrets.map(|secret| "§s3cret§".to_owned() + secret);
    let detail = vec![("AuthAction".to_owned(), input.detail.value(&secrets))];
    let (other, value) = &input.other;
    let members = [
        ("RequestId", input.request_id.value(&secrets)),
        ("Code", input.code.value(&secrets)),
        ("Message", input.message.value(&secrets)),
        ("Recommend", input.recommend.value(&secrets)),
        ("AccessDeniedDetail", Value::Object(detail)),
        (OTHERS[usize::from(*other) % OTHERS.len()], value.value(&secrets)),
    ];
    let absent =
        |name: &str| members.iter().all(|(other, value)| !other.eq_ignore_ascii_case(name) || *value == Value::Null);
    let has_request_id = !absent("RequestId");
    let has_code = !absent("Code");
    let is_json = input.unreadable.is_none() && !input.xml;
    let body = match input.unreadable {
        Some(fault) => Body::Unreadable(BodyFault::ALL[usize::from(fault) % BodyFault::ALL.len()]),
        None if input.xml => Body::Text(xml(&members)),
        None => Body::Object(members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()),
    };
    let string_to_sign = format!("POST&%2F&SecurityToken%3D{}", encode(&secrets[1]));
    let context = Context { secrets: &[&secrets[0], &secrets[1]], string_to_sign: &string_to_sign, parameters: &[] };
    let answer = read(input.http_status, body, &context);

    if matches!(answer, Judgement::Accepted { .. }) {
        assert!(is_json && (200..300).contains(&input.http_status) && has_request_id && !has_code);
    }

    let shown = match &answer {
        Judgement::Accepted { request_id } => vec![request_id],
        Judgement::Refused(error) => {
            assert!(input.unreadable.is_none() && has_code && has_request_id && error.request_id.is_some());
            assert_eq!(error.http_status, input.http_status);
            assert!(error.message.len() < 1_100);
            if let Some(page) = &error.recommend {
                assert!(page.starts_with("https://"), "{page}");
                let page = url::Url::parse(page).unwrap();
                let host = page.host_str().unwrap();
                assert!(host.ends_with(".aliyun.com") || host.ends_with(".alibabacloud.com"), "{host}");
            }
            let texts = [Some(&error.code), Some(&error.message), error.request_id.as_ref(), error.recommend.as_ref()];
            let details = error.access_denied_detail.iter().flat_map(|(name, value)| [name, value]);
            texts.into_iter().flatten().chain(details).collect()
        }
        Judgement::Unreadable(_) => Vec::new(),
    };
    for form in secrets.iter().flat_map(|secret| forms(secret)) {
        assert!(shown.iter().all(|text| !text.contains(&form)), "{form:?} in {shown:?}");
    }
});
