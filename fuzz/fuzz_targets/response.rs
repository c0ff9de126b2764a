//! Any answer, with the secrets of the call anywhere in it.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oos_cancel::protocol::encode::encode;
use oos_cancel::protocol::response::{Answer, Body, BodyFault, Context, Field, Fields, read};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    http_status: u16,
    unreadable: Option<u8>,
    request_id: Member<'a>,
    code: Member<'a>,
    message: Member<'a>,
    recommend: Member<'a>,
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
    fn field(&self, secrets: &[String; 2]) -> Field {
        match self {
            Self::Absent => Field::Absent,
            Self::OtherType => Field::OtherType,
            Self::Text(text) => Field::Text((*text).to_owned()),
            Self::Code(index) => {
                let codes = ["SignatureDoesNotMatch", "IncompleteSignature", "OK", "Throttling.User", "Brand.New"];
                Field::Text(codes[usize::from(*index) % codes.len()].to_owned())
            }
            Self::Pieces(pieces) => Field::Text(pieces.iter().map(|piece| piece.text(secrets)).collect()),
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

fuzz_target!(|input: Input| {
    // With a beginning that nothing else in the output has.
    let secrets = input.secrets.map(|secret| "§s3cret§".to_owned() + secret);
    let fields = Fields {
        request_id: input.request_id.field(&secrets),
        code: input.code.field(&secrets),
        message: input.message.field(&secrets),
        recommend: input.recommend.field(&secrets),
    };
    let body = match input.unreadable {
        Some(fault) => Body::Unreadable(BodyFault::ALL[usize::from(fault) % BodyFault::ALL.len()]),
        None => Body::Object(fields.clone()),
    };
    let string_to_sign = format!("POST&%2F&SecurityToken%3D{}", encode(&secrets[1]));
    let context = Context { secrets: &[&secrets[0], &secrets[1]], string_to_sign: &string_to_sign };
    let answer = read(input.http_status, body, &context);

    let accepted = input.unreadable.is_none()
        && (200..300).contains(&input.http_status)
        && fields.code == Field::Absent
        && matches!(&fields.request_id, Field::Text(id) if !id.is_empty() && id.len() <= 128);
    assert_eq!(matches!(answer, Answer::Accepted { .. }), accepted);

    let shown = match &answer {
        Answer::Accepted { request_id } => vec![request_id],
        Answer::Refused(error) => {
            assert!(matches!(&fields.code, Field::Text(code) if *code == error.code), "an error has its code");
            assert_eq!(error.http_status, input.http_status);
            assert!(error.message.len() < 1_100);
            if let Some(page) = &error.recommend {
                assert!(page.starts_with("https://"), "{page}");
                let page = url::Url::parse(page).unwrap();
                let host = page.host_str().unwrap();
                assert!(host.ends_with(".aliyun.com") || host.ends_with(".alibabacloud.com"), "{host}");
            }
            [Some(&error.code), Some(&error.message), error.request_id.as_ref(), error.recommend.as_ref()]
                .into_iter()
                .flatten()
                .collect()
        }
        Answer::Unreadable(_) => Vec::new(),
    };
    for form in secrets.iter().flat_map(|secret| forms(secret)) {
        assert!(shown.iter().all(|text| !text.contains(&form)), "{form:?} in {shown:?}");
    }
});
