//! The query: its pairs, decoded strictly, and the parameters of CancelExecution.

use std::borrow::Cow;

use zeroize::{Zeroize, Zeroizing};

use crate::oos::cancel_execution::CANCEL_EXECUTION;
use crate::rpc::encode::{decode, joined};
use crate::rpc::limits;
use crate::rpc::operation::{Parameter, Rule};
use crate::rpc::problem::{Problem, ProblemCode, Report};
use crate::rpc::text::{concat, split, split_once};

/// Returns what is wrong with the value of a parameter.
fn judge(parameter: &Parameter, value: &str) -> Result<(), Problem> {
    let name = parameter.name;
    let only =
        |allowed, code, predicate: &str| Err(Problem { allowed: Some(allowed), ..Problem::of(name, code, predicate) });
    let constant = CANCEL_EXECUTION.constant(parameter).unwrap_or_default();
    match parameter.rule {
        Rule::Empty(code) if !value.is_empty() => only("", code, "must be empty or left out"),
        Rule::Empty(_) => Ok(()),
        _ if value.is_empty() => Err(Problem::of(name, ProblemCode::EmptyParameter, "must not be empty")),
        Rule::Check(check) => check(value).map_err(|defect| defect.of(name)),
        Rule::ConstantOr(other, _) if value == other => Ok(()),
        Rule::Constant(code) | Rule::ConstantOr(_, code) if value != constant => {
            only(constant, code, &concat(&["must be ", constant]))
        }
        Rule::NotEmpty | Rule::Constant(_) | Rule::ConstantOr(..) => Ok(()),
    }
}

/// The parameters of a query.
pub(super) struct Parameters<'a> {
    /// Those of the table, in its order.
    known: Vec<(&'static Parameter, Value<'a>)>,
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
        let known = self.known.iter_mut().filter_map(|(_, value)| match value {
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
        let known = CANCEL_EXECUTION.all_parameters().map(|parameter| (parameter, Value::Missing)).collect();
        let mut found = Self { known, doubtful: Vec::new(), changed: false };
        for pair in split(query, "&").filter(|_| !query.is_empty()) {
            found.read_pair(pair, problems);
        }
        for (parameter, value) in &found.known {
            let problem = match value {
                Value::Text(text) => judge(parameter, text),
                Value::Missing if parameter.required => {
                    Err(Problem::of(parameter.name, ProblemCode::MissingParameter, "is missing"))
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
        let Some(access_key_id) = self.get("AccessKeyId") else { return };
        let given = !matches!(self.value("SecurityToken"), None | Some(Value::Missing));
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
        let Some((known, value)) = self.known.iter_mut().find(|(known, _)| known.name == name) else {
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

    fn value(&self, name: &str) -> Option<&Value<'a>> {
        self.known.iter().find(|(known, _)| known.name == name).map(|(_, value)| value)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        match self.value(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn owned(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// Returns the known parameters except for the Signature, sorted; the first of repeated ones.
    pub(super) fn signed(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.known.iter().filter_map(|(known, value)| match value {
            Value::Text(text) if known.name != "Signature" => Some((known.name, &**text)),
            _ => None,
        })
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
