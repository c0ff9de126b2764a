//! The query: its pairs, decoded strictly, and the parameters of CancelExecution.

use std::borrow::Cow;

use zeroize::{Zeroize, Zeroizing};

use crate::oos::{ACTION, VERSION};
use crate::rpc::encode::{decode, joined};
use crate::rpc::limits::{self, Defect};
use crate::rpc::problem::{Problem, ProblemCode, Report};
use crate::rpc::text::{concat, split, split_once};

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
    AccessKeyId: true, Only::Form(limits::access_key_id);
    Action: true, Only::Value(ACTION, ProblemCode::WrongAction);
    ExecutionId: true, Only::Form(limits::execution_id);
    Format: true, Only::Format; // without one OOS answers in XML
    RegionId: false, Only::Form(limits::region_id);
    SecurityToken: false, Only::Form(limits::security_token);
    Signature: true, Only::NotEmpty;
    SignatureMethod: true, Only::Value("HMAC-SHA1", ProblemCode::WrongSignatureMethod);
    SignatureNonce: true, Only::Form(limits::nonce);
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
    /// The form that the signer requires as well.
    Form(fn(&str) -> Result<(), Defect>),
    /// Both cases that the vendor's SDKs send.
    Format,
    Value(&'static str, ProblemCode),
}

impl Known {
    fn judge(&self, value: &str) -> Result<(), Problem> {
        let only = |allowed, code, predicate: &str| {
            Err(Problem { allowed: Some(allowed), ..Problem::of(self.name, code, predicate) })
        };
        match self.only {
            Only::Value("", code) if !value.is_empty() => only("", code, "must be empty or left out"),
            Only::Value("", _) => Ok(()),
            _ if value.is_empty() => Err(Problem::of(self.name, ProblemCode::EmptyParameter, "must not be empty")),
            Only::Form(check) => check(value).map_err(|defect| defect.of(self.name)),
            Only::Format if value != "JSON" && value != "json" => {
                only("JSON", ProblemCode::WrongFormat, "must be JSON")
            }
            Only::Value(allowed, code) if value != allowed => only(allowed, code, &concat(&["must be ", allowed])),
            Only::NotEmpty | Only::Format | Only::Value(..) => Ok(()),
        }
    }
}

/// The parameters of a query.
pub(super) struct Parameters<'a> {
    /// The value of each known parameter, in the order of `KNOWN`.
    known: [Value<'a>; KNOWN.len()],
    doubtful: Vec<Pair<'a>>,
    changed: bool,
}

/// A decoded name and its decoded value.
type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

enum Value<'a> {
    Missing,
    Undecodable,
    Text(Cow<'a, str>),
}

/// How many doubtful pairs are kept. With more, the URL may have been signed in too many ways to try.
const MAX_DOUBTFUL: usize = 3;

// The decoded token is one of them.
impl Drop for Parameters<'_> {
    fn drop(&mut self) {
        let known = self.known.iter_mut().filter_map(|value| match value {
            Value::Text(text) => Some(text),
            Value::Missing | Value::Undecodable => None,
        });
        for text in known.chain(self.doubtful.iter_mut().map(|(_, value)| value)) {
            if let Cow::Owned(text) = text {
                text.zeroize();
            }
        }
    }
}

impl<'a> Parameters<'a> {
    pub(super) fn read(query: &'a str, problems: &mut Vec<Problem>) -> Self {
        let mut found = Self { known: [const { Value::Missing }; KNOWN.len()], doubtful: Vec::new(), changed: false };
        for pair in split(query, "&").filter(|_| !query.is_empty()) {
            found.read_pair(pair, problems);
        }
        for (known, value) in KNOWN.iter().zip(&found.known) {
            let problem = match value {
                Value::Text(text) => known.judge(text),
                Value::Missing if known.required => {
                    Err(Problem::of(known.name, ProblemCode::MissingParameter, "is missing"))
                }
                Value::Missing | Value::Undecodable => Ok(()),
            };
            if let Err(problem) = problem {
                problems.add(problem);
                found.changed = true;
            }
        }
        found.check_token(problems);
        found
    }

    fn check_token(&mut self, problems: &mut Vec<Problem>) {
        let Some(access_key_id) = self.get(Parameter::AccessKeyId) else { return };
        let given = !matches!(self.value(Parameter::SecurityToken), None | Some(Value::Missing));
        if let Err(defect) = limits::security_token_for(access_key_id, given.then_some("given")) {
            problems.report_of("SecurityToken", ProblemCode::MissingParameter, defect.predicate);
            self.changed = true;
        }
    }

    fn read_pair(&mut self, pair: &'a str, problems: &mut Vec<Problem>) {
        let Some((name, text)) = split_once(pair, "=") else {
            problems.report(ProblemCode::InvalidEncoding, "The query has a part that is not of the form name=value.");
            self.changed = true;
            return;
        };
        let name = match decode(name) {
            Ok(name) => name,
            Err(error) => {
                let message = concat(&["The name of a parameter ", error.predicate(), "."]);
                problems.report(ProblemCode::InvalidEncoding, &message);
                self.changed = true;
                return;
            }
        };
        let Some((known, value)) = KNOWN.iter().zip(&mut self.known).find(|(known, _)| known.name == name) else {
            report_unknown(&name, problems);
            self.doubt(name, text);
            return;
        };
        *value = match (&value, decode(text)) {
            (Value::Missing, Ok(text)) => Value::Text(text),
            (Value::Missing, Err(error)) => {
                problems.report_of(known.name, ProblemCode::InvalidEncoding, error.predicate());
                self.changed = true;
                Value::Undecodable
            }
            (Value::Undecodable | Value::Text(_), _) => {
                problems.report_of(known.name, ProblemCode::DuplicateParameter, "occurs more than once");
                self.doubt(name, text);
                return;
            }
        };
    }

    /// Keeps a pair that may have been signed, or added after signing.
    fn doubt(&mut self, name: Cow<'a, str>, text: &'a str) {
        match decode(text) {
            Ok(value) if self.doubtful.len() < MAX_DOUBTFUL && name != "Signature" => self.doubtful.push((name, value)),
            _ => self.changed = true,
        }
    }

    /// Records that the signed query cannot be known any more.
    pub(super) const fn mark_changed(&mut self) {
        self.changed = true;
    }

    /// Returns whether the query itself has a problem, so that the signed query cannot be known.
    pub(super) const fn is_changed(&self) -> bool {
        self.changed
    }

    /// Returns the pairs that may have been signed, or added after signing: unknown ones, and repeated names.
    pub(super) fn doubtful(&self) -> impl Iterator<Item = (&str, &str)> {
        self.doubtful.iter().map(|(name, value)| (&**name, &**value))
    }

    fn value(&self, parameter: Parameter) -> Option<&Value<'a>> {
        self.known.get(parameter as usize)
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

    /// Returns the known parameters except for the Signature, sorted; the first of repeated ones.
    pub(super) fn signed(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        let signed = KNOWN.iter().filter(|known| known.parameter != Parameter::Signature);
        signed.filter_map(|known| Some((known.name, self.get(known.parameter)?)))
    }

    pub(super) fn canonical_query(&self) -> Zeroizing<String> {
        joined(self.signed())
    }
}

/// Reports an unknown parameter. Its name is shown only if it cannot be a secret or a part of a token.
fn report_unknown(name: &str, problems: &mut Vec<Problem>) {
    let harmless = name.len() <= 24 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if harmless && !name.is_empty() {
        problems.report_of(name, ProblemCode::UnknownParameter, "is not a parameter of CancelExecution");
    } else {
        let message = "The query has a parameter that CancelExecution does not have.";
        problems.report(ProblemCode::UnknownParameter, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_parameters_are_sorted() {
        assert!(KNOWN.is_sorted_by_key(|known| known.name.as_bytes()));
    }
}
