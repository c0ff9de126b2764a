//! The problems of a URL, or of a caller's values.

use std::error::Error;
use std::fmt;

use super::text::{concat, number};

/// One problem: its kind, its place, and a message for people. Never contains a secret, a token or a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Collects problems: consecutive repetitions once, and at most [`MAX_PROBLEMS`].
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

/// Returns the messages of the first problems, and how many more there are.
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

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The kinds of problems.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum ProblemCode { $($(#[$doc])* $name,)* }

        impl ProblemCode {
            /// Every code, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the stable code of the kind.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

problem_codes! {
    /// A string that is not an absolute URL.
    InvalidUrl = "invalid-url",
    /// A value that is longer than its limit.
    TooLong = "too-long",
    /// A scheme other than `https:`, or `http:` without an allowed loopback origin.
    SchemeNotAllowed = "scheme-not-allowed",
    /// A user name or password before the host.
    CredentialsInUrl = "credentials-in-url",
    /// A host that is neither one of OOS nor that of an allowed origin.
    HostNotAllowed = "host-not-allowed",
    /// A host of OOS in a region other than the signed RegionId.
    RegionMismatch = "region-mismatch",
    /// A port that is malformed, or not that of OOS or of an allowed origin.
    PortNotAllowed = "port-not-allowed",
    /// A path other than `/`.
    PathNotAllowed = "path-not-allowed",
    /// A fragment.
    FragmentNotAllowed = "fragment-not-allowed",
    /// A part of the query that parsers could read in different ways.
    InvalidEncoding = "invalid-encoding",
    /// A parameter that occurs more than once.
    DuplicateParameter = "duplicate-parameter",
    /// A parameter that CancelExecution does not have.
    UnknownParameter = "unknown-parameter",
    /// A missing required parameter.
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
    /// A Timestamp of another form, or of a day that does not exist.
    MalformedTimestamp = "malformed-timestamp",
    /// Signed too long ago.
    Expired = "expired",
    /// Signed too far in the future.
    NotYetValid = "not-yet-valid",
    /// A Signature that is not base64 of twenty bytes.
    MalformedSignature = "malformed-signature",
    /// A Signature that does not match the given AccessKeySecret.
    SignatureMismatch = "signature-mismatch",
    /// An AccessKeyId that differs from that of the given credentials.
    AccessKeyMismatch = "access-key-mismatch",
    /// A SecurityToken that differs from that of the given credentials.
    SecurityTokenMismatch = "security-token-mismatch",
    /// A missing required option.
    MissingOption = "missing-option",
    /// An option of another type.
    WrongType = "wrong-type",
    /// An option that must not be empty.
    Empty = "empty",
    /// A value of a form that is not allowed.
    Malformed = "malformed",
    /// A number outside its limits.
    OutOfRange = "out-of-range",
    /// Options that contradict each other.
    Conflict = "conflict",
    /// The last entry of a report with too many problems: how many were left out.
    TooManyProblems = "too-many-problems",
}
