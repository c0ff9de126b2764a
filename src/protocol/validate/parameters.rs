//! The query: its pairs, decoded strictly, and what CancelExecution knows of them.

use std::borrow::Cow;

use zeroize::{Zeroize, Zeroizing};

use crate::protocol::encode::{DecodeError, decode, joined};
use crate::protocol::problem::{Problem, ProblemCode, Report};
use crate::protocol::text::{concat, split, split_once};
use crate::protocol::{ACTION, VERSION};

/// Every parameter that a CancelExecution URL can have, sorted by the bytes of their names as in a canonical query. Source:
/// the vendor's common parameters of RPC calls; the empty SignatureType is what `aliyun-python-sdk-core` and
/// `alibaba-cloud-sdk-go` add to an HMAC-SHA1 signature.
macro_rules! known {
    ($($name:ident: $required:literal, $only:expr;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(super) enum Parameter { $($name,)* }

        const KNOWN: &[Known] =
            &[$(Known { parameter: Parameter::$name, name: stringify!($name), required: $required, only: $only },)*];
    };
}

known! {
    AccessKeyId: true, Only::NotEmpty;
    Action: true, Only::Value(ACTION, ProblemCode::WrongAction);
    ExecutionId: true, Only::NotEmpty;
    Format: true, Only::Format; // without one OOS answers in XML
    RegionId: false, Only::NotEmpty;
    SecurityToken: false, Only::NotEmpty;
    Signature: true, Only::NotEmpty;
    SignatureMethod: true, Only::Value("HMAC-SHA1", ProblemCode::WrongSignatureMethod);
    SignatureNonce: true, Only::NotEmpty;
    SignatureType: false, Only::Value("", ProblemCode::WrongSignatureType);
    SignatureVersion: true, Only::Value("1.0", ProblemCode::WrongSignatureVersion);
    Timestamp: true, Only::NotEmpty;
    Version: true, Only::Value(VERSION, ProblemCode::WrongVersion);
}

struct Known {
    parameter: Parameter,
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

/// The known parameters of a query, each in its place.
pub(super) struct Parameters<'a>([Value<'a>; KNOWN.len()]);

enum Value<'a> {
    Missing,
    Undecodable,
    Text(Cow<'a, str>),
}

// The token among them, decoded.
impl Drop for Parameters<'_> {
    fn drop(&mut self) {
        for value in &mut self.0 {
            if let Value::Text(Cow::Owned(text)) = value {
                text.zeroize();
            }
        }
    }
}

impl<'a> Parameters<'a> {
    pub(super) fn read(query: &'a str, problems: &mut Vec<Problem>) -> Self {
        let mut found = Self([const { Value::Missing }; KNOWN.len()]);
        for pair in split(query, "&").filter(|_| !query.is_empty()) {
            found.read_pair(pair, problems);
        }
        for (known, value) in KNOWN.iter().zip(&found.0) {
            match value {
                Value::Text(text) => known.judge(text, problems),
                Value::Missing if known.required => {
                    problems.report_of(known.name, ProblemCode::MissingParameter, "is missing");
                }
                Value::Missing | Value::Undecodable => {}
            }
        }
        // The gateway asks for the token of every AccessKeyId that STS made.
        let temporary = found.get(Parameter::AccessKeyId).is_some_and(|id| id.starts_with("STS."));
        if temporary && matches!(found.value(Parameter::SecurityToken), Some(Value::Missing)) {
            let predicate = "is missing, and an AccessKeyId of STS does not work without it";
            problems.report_of("SecurityToken", ProblemCode::MissingParameter, predicate);
        }
        found
    }

    fn read_pair(&mut self, pair: &'a str, problems: &mut Vec<Problem>) {
        let Some((name, text)) = split_once(pair, "=") else {
            problems.report(ProblemCode::InvalidEncoding, "Part of the query is not of the form name=value.");
            return;
        };
        let name = match decode(name) {
            Ok(name) => name,
            Err(error) => {
                let message = concat(&["The name of a parameter ", explain(error), "."]);
                problems.report(ProblemCode::InvalidEncoding, &message);
                return;
            }
        };
        let Some((known, value)) = KNOWN.iter().zip(&mut self.0).find(|(known, _)| known.name == name) else {
            report_unknown(&name, problems);
            return;
        };
        *value = match (&value, decode(text)) {
            (Value::Missing, Ok(text)) => Value::Text(text),
            (Value::Missing, Err(error)) => {
                problems.report_of(known.name, ProblemCode::InvalidEncoding, explain(error));
                Value::Undecodable
            }
            (Value::Undecodable | Value::Text(_), _) => {
                problems.report_of(known.name, ProblemCode::DuplicateParameter, "stands more than once");
                return;
            }
        };
    }

    fn value(&self, parameter: Parameter) -> Option<&Value<'a>> {
        self.0.get(parameter as usize)
    }

    pub(super) fn get(&self, parameter: Parameter) -> Option<&str> {
        match self.value(parameter) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn owned(&self, parameter: Parameter) -> String {
        self.get(parameter).unwrap_or_default().to_owned()
    }

    /// All but the Signature.
    pub(super) fn canonical_query(&self) -> Zeroizing<String> {
        let signed = KNOWN.iter().filter(|known| known.parameter != Parameter::Signature);
        joined(signed.filter_map(|known| Some((known.name, self.get(known.parameter)?))))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_as_in_a_canonical_query() {
        assert!(KNOWN.is_sorted_by_key(|known| known.name.as_bytes()));
    }
}
