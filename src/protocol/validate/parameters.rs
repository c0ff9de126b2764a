//! The query: its pairs, decoded strictly, and what CancelExecution knows of them.

use std::borrow::Cow;

use zeroize::Zeroize;

use crate::protocol::encode::{DecodeError, decode};
use crate::protocol::problem::{Problem, ProblemCode, Report};
use crate::protocol::text::{concat, split, split_once};
use crate::protocol::{ACTION, VERSION};

/// Every parameter that a CancelExecution URL can have. Source: the vendor's common parameters of RPC calls; the empty
/// SignatureType is what `aliyun-python-sdk-core` and `alibaba-cloud-sdk-go` add to an HMAC-SHA1 signature.
const KNOWN: [Known; 13] = [
    Known::required("AccessKeyId"),
    Known { name: "Action", required: true, only: Only::Value(ACTION, ProblemCode::WrongAction) },
    Known::required("ExecutionId"),
    // Without a Format OOS answers in XML.
    Known { name: "Format", required: true, only: Only::Format },
    Known::optional("RegionId"),
    Known::optional("SecurityToken"),
    Known::required("Signature"),
    Known {
        name: "SignatureMethod",
        required: true,
        only: Only::Value("HMAC-SHA1", ProblemCode::WrongSignatureMethod),
    },
    Known::required("SignatureNonce"),
    Known { name: "SignatureType", required: false, only: Only::Value("", ProblemCode::WrongSignatureType) },
    Known { name: "SignatureVersion", required: true, only: Only::Value("1.0", ProblemCode::WrongSignatureVersion) },
    Known::required("Timestamp"),
    Known { name: "Version", required: true, only: Only::Value(VERSION, ProblemCode::WrongVersion) },
];

struct Known {
    name: &'static str,
    required: bool,
    only: Only,
}

enum Only {
    NotEmpty,
    /// Both cases that the vendor's SDKs send.
    Format,
    Value(&'static str, ProblemCode),
}

impl Known {
    const fn required(name: &'static str) -> Self {
        Self { name, required: true, only: Only::NotEmpty }
    }

    const fn optional(name: &'static str) -> Self {
        Self { name, required: false, only: Only::NotEmpty }
    }

    fn judge(&self, value: &str, problems: &mut Vec<Problem>) {
        match self.only {
            Only::Value("", code) if !value.is_empty() => {
                problems.report_of(self.name, code, "must be empty or left out");
            }
            Only::Value("", _) => {}
            _ if value.is_empty() => {
                problems.report_of(self.name, ProblemCode::EmptyParameter, "must not be empty");
            }
            Only::Format if value != "JSON" && value != "json" => {
                problems.report_of(self.name, ProblemCode::WrongFormat, "must be JSON");
            }
            Only::Value(only, code) if value != only => {
                problems.report_of(self.name, code, &concat(&["must be ", only]));
            }
            Only::NotEmpty | Only::Format | Only::Value(..) => {}
        }
    }
}

/// The known parameters of a query, each at most once.
pub(super) struct Parameters<'a>(Vec<(&'static str, Cow<'a, str>)>);

// The token among them, decoded.
impl Drop for Parameters<'_> {
    fn drop(&mut self) {
        for (_, value) in &mut self.0 {
            if let Cow::Owned(value) = value {
                value.zeroize();
            }
        }
    }
}

impl<'a> Parameters<'a> {
    pub(super) fn read(query: &'a str, problems: &mut Vec<Problem>) -> Self {
        let mut found = Self(Vec::with_capacity(KNOWN.len()));
        let mut undecodable = Vec::new();
        for pair in split(query, "&").filter(|_| !query.is_empty()) {
            found.read_pair(pair, &mut undecodable, problems);
        }
        for known in &KNOWN {
            match found.get(known.name) {
                Some(value) => known.judge(value, problems),
                None if known.required && !undecodable.contains(&known.name) => {
                    problems.report_of(known.name, ProblemCode::MissingParameter, "is missing");
                }
                None => {}
            }
        }
        // The gateway asks for the token of every AccessKeyId that STS made.
        let temporary = found.get("AccessKeyId").is_some_and(|id| id.starts_with("STS."));
        if temporary && found.get("SecurityToken").is_none() && !undecodable.contains(&"SecurityToken") {
            let predicate = "is missing, and an AccessKeyId of STS does not work without it";
            problems.report_of("SecurityToken", ProblemCode::MissingParameter, predicate);
        }
        found
    }

    fn read_pair(&mut self, pair: &'a str, undecodable: &mut Vec<&'static str>, problems: &mut Vec<Problem>) {
        let Some((name, value)) = split_once(pair, "=") else {
            problems.report(ProblemCode::InvalidEncoding, "Part of the query is not of the form name=value.");
            return;
        };
        let known = match decode(name) {
            Ok(name) => KNOWN.iter().find(|known| known.name == name).ok_or(name),
            Err(error) => {
                let message = concat(&["The name of a parameter ", explain(error), "."]);
                problems.report(ProblemCode::InvalidEncoding, &message);
                return;
            }
        };
        match (known, decode(value)) {
            (Err(name), _) => report_unknown(&name, problems),
            (Ok(known), _) if self.get(known.name).is_some() || undecodable.contains(&known.name) => {
                problems.report_of(known.name, ProblemCode::DuplicateParameter, "stands more than once");
            }
            (Ok(known), Ok(value)) => self.0.push((known.name, value)),
            (Ok(known), Err(error)) => {
                problems.report_of(known.name, ProblemCode::InvalidEncoding, explain(error));
                undecodable.push(known.name);
            }
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_ref())
    }

    pub(super) fn owned(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    pub(super) fn without_signature(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_ref())).filter(|(name, _)| *name != "Signature").collect()
    }
}

const fn explain(error: DecodeError) -> &'static str {
    match error {
        DecodeError::Percent => "has a % that two hex digits do not follow",
        DecodeError::Utf8 => "is not UTF-8 once decoded",
        DecodeError::Plus => "has a bare +, which some read as a space and others as a plus: write %20 or %2B",
        DecodeError::Character => "has a character that must be percent-encoded",
    }
}

/// A name is shown only if it cannot be a secret or a piece of a token that slipped into the place of a name.
fn report_unknown(name: &str, problems: &mut Vec<Problem>) {
    let harmless = name.len() <= 24 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if harmless && !name.is_empty() {
        problems.report_of(name, ProblemCode::UnknownParameter, "is not a parameter of CancelExecution");
    } else {
        let message = "The query has a parameter that CancelExecution does not know.";
        problems.report(ProblemCode::UnknownParameter, message);
    }
}
