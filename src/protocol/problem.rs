//! What can be wrong with a URL from outside, or with what a caller gave.

use super::text::concat;

/// One thing that is wrong, where, and a sentence for people. Never holds a secret, a token or a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of thing is wrong.
    pub code: ProblemCode,
    /// The query parameter, or the option by its path.
    pub parameter: Option<String>,
    /// A whole sentence.
    pub message: String,
}

/// Takes note of problems. Nothing of it is inlined, since there are half a hundred places that do so.
pub(crate) trait Report {
    /// One of the whole.
    fn report(&mut self, code: ProblemCode, message: &str);
    /// One of a parameter or an option, whose name begins the sentence.
    fn report_of(&mut self, parameter: &str, code: ProblemCode, predicate: &str);
}

impl Report for Vec<Problem> {
    #[cold]
    #[inline(never)]
    fn report(&mut self, code: ProblemCode, message: &str) {
        note(self, Problem { code, parameter: None, message: message.to_owned() });
    }

    #[cold]
    #[inline(never)]
    fn report_of(&mut self, parameter: &str, code: ProblemCode, predicate: &str) {
        let message = concat(&[parameter, " ", predicate, "."]);
        note(self, Problem { code, parameter: Some(parameter.to_owned()), message });
    }
}

/// Once where it repeats: a hostile URL can have the same problem 65,000 times.
fn note(problems: &mut Vec<Problem>, problem: Problem) {
    if problems.last() != Some(&problem) {
        problems.push(problem);
    }
}

/// One problem of the whole and no other.
pub(crate) fn problem(code: ProblemCode, message: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.report(code, message);
    problems
}

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The kinds of problems. JavaScript sees them as the strings of [`ProblemCode::as_str`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum ProblemCode { $($(#[$doc])* $name,)* }

        impl ProblemCode {
            /// Every code, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as JavaScript sees it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

problem_codes! {
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
    /// An option of another type.
    WrongType = "wrong-type",
    /// An option that must not be empty.
    Empty = "empty",
    /// An option that cannot be read.
    Malformed = "malformed",
    /// A number outside its limits.
    OutOfRange = "out-of-range",
    /// Two options that exclude each other.
    Conflict = "conflict",
}
