//! The problems of a URL, or of a caller's values.

use std::error::Error;
use std::fmt;
use std::ops::Deref;

use super::string_enum::string_enum;
use super::text::{concat, number};

/// One problem: its kind, its place, and a message for people. Never contains a secret, a token or a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Problem {
    /// The kind of problem.
    pub code: ProblemCode,
    /// The query parameter, or the path of the option.
    pub parameter: Option<String>,
    /// One or two sentences: what is wrong, then what to do.
    pub message: String,
    /// The number in the message: the exceeded limit, or how many problems were left out.
    pub limit: Option<u64>,
    /// The only value that is allowed.
    pub allowed: Option<&'static str>,
}

/// The most problems in one report. A hostile URL can have 65,000.
pub const MAX_PROBLEMS: usize = 100;

/// How many problems [`summary`] repeats.
const SUMMARIZED: usize = 5;

impl Problem {
    /// Creates a problem of one parameter or option; its name starts the message.
    pub(crate) fn of(parameter: &str, code: ProblemCode, predicate: &str) -> Self {
        let message = concat(&[parameter, " ", predicate, "."]);
        Self { code, parameter: Some(parameter.to_owned()), message, limit: None, allowed: None }
    }

    /// Returns how many problems this one represents.
    fn count(&self) -> u64 {
        match self.code {
            ProblemCode::TooManyProblems => self.limit.unwrap_or_default(),
            _ => 1,
        }
    }

    fn left_out(count: u64) -> Self {
        let message = concat(&[&number(count), " more problems were left out."]);
        Self { code: ProblemCode::TooManyProblems, parameter: None, message, limit: Some(count), allowed: None }
    }
}

impl fmt::Display for Problem {
    /// Writes the message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Problem {}

/// Everything that is wrong with an input. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Problems(Vec<Problem>);

impl Deref for Problems {
    type Target = [Problem];

    fn deref(&self) -> &[Problem] {
        &self.0
    }
}

impl fmt::Display for Problems {
    /// Writes the messages of the first problems, and how many more there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&summary(self))
    }
}

impl Error for Problems {}

impl From<Vec<Problem>> for Problems {
    fn from(problems: Vec<Problem>) -> Self {
        Self(problems)
    }
}

impl From<Problems> for Vec<Problem> {
    fn from(problems: Problems) -> Self {
        problems.0
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Collects problems: each once where it repeats itself, and no more than [`MAX_PROBLEMS`].
pub(crate) trait Report {
    /// Adds a problem of the input as a whole.
    fn report(&mut self, code: ProblemCode, message: &str);
    /// Adds a problem of one parameter or option; its name starts the message.
    fn report_of(&mut self, parameter: &str, code: ProblemCode, predicate: &str);
    /// Adds a problem.
    fn add(&mut self, problem: Problem);
}

impl Report for Vec<Problem> {
    fn report(&mut self, code: ProblemCode, message: &str) {
        self.add(Problem { code, parameter: None, message: message.to_owned(), limit: None, allowed: None });
    }

    fn report_of(&mut self, parameter: &str, code: ProblemCode, predicate: &str) {
        self.add(Problem::of(parameter, code, predicate));
    }

    fn add(&mut self, problem: Problem) {
        if self.last() == Some(&problem) {
            return;
        }
        if self.len() < MAX_PROBLEMS {
            self.push(problem);
        } else if let Some(last) = self.last_mut() {
            // The last entry is replaced by the number of the problems that are left out.
            *last = Problem::left_out(last.count() + problem.count());
        }
    }
}

/// Returns a list of one problem of the input as a whole.
pub(crate) fn problem(code: ProblemCode, message: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.report(code, message);
    problems
}

/// Returns every problem of several checks.
pub(crate) fn all_of<const N: usize>(checks: [Result<(), Problems>; N]) -> Result<(), Problems> {
    none(checks.into_iter().filter_map(Result::err).flatten().collect())
}

/// Returns the problems as an error if there are any.
pub(crate) fn none(problems: Vec<Problem>) -> Result<(), Problems> {
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// Returns the first problems in sentences, and how many more there are.
pub(crate) fn summary(problems: &[Problem]) -> String {
    let more = match problems.iter().skip(SUMMARIZED).map(Problem::count).sum() {
        0 => None,
        1 => Some("1 more problem was found.".to_owned()),
        more => Some(concat(&[&number(more), " more problems were found."])),
    };
    let messages = problems.iter().take(SUMMARIZED).map(|problem| problem.message.as_str());
    let mut sentences = String::new();
    for sentence in messages.chain(more.as_deref()) {
        if !sentences.is_empty() {
            sentences.push(' ');
        }
        sentences.push_str(sentence);
    }
    sentences
}

string_enum! {
    /// The kinds of problems.
    ProblemCode {
        /// Not an absolute URL of this kind at all.
        InvalidUrl = "invalid-url",
        /// Longer than anything of its kind may be.
        TooLong = "too-long",
        /// Neither `https:` nor an allowed loopback origin's `http:`.
        SchemeNotAllowed = "scheme-not-allowed",
        /// A user name or password before the host.
        CredentialsInUrl = "credentials-in-url",
        /// Neither a host of OOS nor an allowed origin.
        HostNotAllowed = "host-not-allowed",
        /// A host of OOS in another region than the signed RegionId.
        RegionMismatch = "region-mismatch",
        /// A port that is malformed, or not that of OOS or of an allowed origin.
        PortNotAllowed = "port-not-allowed",
        /// A path other than `/`.
        PathNotAllowed = "path-not-allowed",
        /// A `#`.
        FragmentNotAllowed = "fragment-not-allowed",
        /// A piece of the query that cannot be read in one way only.
        InvalidEncoding = "invalid-encoding",
        /// A parameter that stands twice.
        DuplicateParameter = "duplicate-parameter",
        /// A parameter that CancelExecution does not have.
        UnknownParameter = "unknown-parameter",
        /// A required parameter that is not there.
        MissingParameter = "missing-parameter",
        /// A parameter without a value.
        EmptyParameter = "empty-parameter",
        /// An Action other than CancelExecution.
        WrongAction = "wrong-action",
        /// A Version other than 2019-06-01.
        WrongVersion = "wrong-version",
        /// A Format other than JSON.
        WrongFormat = "wrong-format",
        /// A SignatureMethod other than HMAC-SHA1.
        WrongSignatureMethod = "wrong-signature-method",
        /// A SignatureVersion other than 1.0.
        WrongSignatureVersion = "wrong-signature-version",
        /// A SignatureType that is not empty.
        WrongSignatureType = "wrong-signature-type",
        /// A Timestamp of another form, or of no real day.
        MalformedTimestamp = "malformed-timestamp",
        /// Signed too long ago.
        Expired = "expired",
        /// Signed too far in the future.
        NotYetValid = "not-yet-valid",
        /// A Signature that is not base64 of twenty bytes.
        MalformedSignature = "malformed-signature",
        /// Not the signature that the given AccessKeySecret makes.
        SignatureMismatch = "signature-mismatch",
        /// Signed with another AccessKey than the one given.
        AccessKeyMismatch = "access-key-mismatch",
        /// Carries another SecurityToken than the one given.
        SecurityTokenMismatch = "security-token-mismatch",
        /// A required option that is not there.
        MissingOption = "missing-option",
        /// An option that does not exist.
        UnknownOption = "unknown-option",
        /// An option of another type.
        WrongType = "wrong-type",
        /// An option that must not be empty.
        Empty = "empty",
        /// A value of a form that it cannot have.
        Malformed = "malformed",
        /// A number outside its limits.
        OutOfRange = "out-of-range",
        /// Two options that exclude each other.
        Conflict = "conflict",
        /// More problems than are reported; the last one says how many.
        TooManyProblems = "too-many-problems",
    }
}
