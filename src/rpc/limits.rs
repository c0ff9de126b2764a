//! The form and the limit of every value that a caller passes: one place for the signer and the validator.
//!
//! The vendor documents no limits. These are far above what OOS and STS issue, and keep a signed URL shorter than the
//! validator allows. Each function reports the first defect of a value and says what to do; none of them repeats the value.

use super::characters::{has_invisible, is_other_space, is_quotation_mark, is_usual};
use super::endpoint::{Endpoint, MAX_LABEL, is_in_known_area, is_region_id};
use super::problem::{Problem, ProblemCode, Problems, Report, none};
use super::text::find;

/// The longest AccessKeyId, in bytes. Those of the vendor have 16 to 30.
pub const MAX_ACCESS_KEY_ID: usize = 256;
/// The longest AccessKeySecret, in bytes. Those of the vendor have 30 to 44.
pub const MAX_ACCESS_KEY_SECRET: usize = 256;
/// The longest SecurityToken, in bytes. Those of STS have about 500 to 2,000.
pub const MAX_SECURITY_TOKEN: usize = 16_384;
/// The longest SignatureNonce, in bytes.
pub const MAX_NONCE: usize = 256;
/// The longest RegionId, in bytes: it is one label of the host.
pub const MAX_REGION_ID: usize = MAX_LABEL;

/// A defect of a value. The name of the value and the predicate form a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defect {
    /// The kind of defect: [`ProblemCode::Empty`], [`ProblemCode::TooLong`], [`ProblemCode::Malformed`],
    /// [`ProblemCode::MissingOption`] or [`ProblemCode::RegionMismatch`].
    pub code: ProblemCode,
    /// The rest of the sentence after the name, without its final period.
    pub predicate: &'static str,
    /// The limit that the value exceeds.
    pub limit: Option<u64>,
}

impl Defect {
    /// Returns the problem of the value with this name: a parameter, or an option by its path.
    #[must_use]
    pub fn of(self, name: &str) -> Problem {
        Problem { limit: self.limit, ..Problem::of(name, self.code, self.predicate) }
    }
}

const fn malformed(predicate: &'static str) -> Defect {
    Defect { code: ProblemCode::Malformed, predicate, limit: None }
}

const LINE_BREAK: Defect = malformed("contains a line break. Paste the value alone");
const CONTROL: Defect = malformed("contains a control character. Paste the value alone");
const INVISIBLE: Defect = malformed("contains an invisible character. Copy the value again, or type it");
const SPACE_AT_END: Defect = malformed("begins or ends with white space. Remove it");
const OTHER_SPACE: Defect = malformed("contains white space other than a plain space. Paste the value alone");
const SPACE: Defect = malformed("contains white space. Paste the value alone");
const NOT_ASCII: Defect = malformed("contains a non-ASCII character. Copy the value again");
const QUOTED: Defect = malformed("contains a quotation mark. Paste the value without quotation marks");
const BACKSLASH: Defect = malformed("contains a backslash. Paste the value alone");
const PUNCTUATED: Defect = malformed("ends with a comma or a semicolon. Paste the value alone");
const ASSIGNMENT: Defect = malformed("looks like name=value. Paste the value alone");
const MASKED: Defect = malformed("is masked with asterisks. Paste the whole value");
/// The defect of a RegionId that no endpoint follows from.
pub(crate) const UNKNOWN_AREA: Defect =
    malformed("is not in a known area (ap, cn, eu, me, na, us). Pass the endpoint as well");
const PLACEHOLDER: Defect = malformed("is a placeholder. Replace it with the value");

/// Checks a value whose form is judged elsewhere.
///
/// # Errors
/// Returns the defect of an empty string.
pub fn not_empty(text: &str) -> Result<(), Defect> {
    refuse(text.is_empty(), Defect { code: ProblemCode::Empty, predicate: "must not be empty", limit: None })
}

/// Checks a name or an id that a person may have typed or pasted: it has at most `most` bytes of UTF-8, and no character that
/// nobody can see. `too_long` is the predicate of a longer one.
///
/// # Errors
/// Returns the first defect.
pub fn identifier(text: &str, most: usize, too_long: &'static str) -> Result<(), Defect> {
    check_length(text, most, too_long)?;
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    check_lines(text)?;
    refuse(text.contains(is_other_space), OTHER_SPACE)?;
    refuse(has_invisible(text), INVISIBLE)
}

/// Checks an AccessKeyId.
///
/// # Errors
/// Returns the first defect: empty, too long, pasted with something around it, or with a character other than ASCII
/// letters, digits, dots, hyphens and underscores.
pub fn access_key_id(text: &str) -> Result<(), Defect> {
    check_length(text, MAX_ACCESS_KEY_ID, "is longer than 256 bytes")?;
    check_key(text)?;
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    refuse(
        !plain,
        malformed("may contain only ASCII letters, digits, dots, hyphens and underscores. Paste the value alone"),
    )
}

/// Checks an AccessKeySecret.
///
/// # Errors
/// Returns the first defect: empty, too long, or pasted with something around it.
pub fn access_key_secret(text: &str) -> Result<(), Defect> {
    check_length(text, MAX_ACCESS_KEY_SECRET, "is longer than 256 bytes")?;
    check_key(text)
}

/// Checks a SecurityToken.
///
/// # Errors
/// Returns the first defect: empty, too long, or pasted with something around it.
pub fn security_token(text: &str) -> Result<(), Defect> {
    check_length(text, MAX_SECURITY_TOKEN, "is longer than 16,384 bytes")?;
    if text.bytes().all(is_usual) {
        return refuse(is_usual_assignment(text, Names::Known), ASSIGNMENT);
    }
    check_pasted(text, Names::Known)?;
    // The vendor's SDKs sign tokens with an apostrophe and with a space in them.
    let quoted = text.starts_with(is_quotation_mark) || text.ends_with(is_quotation_mark);
    refuse(quoted || text.contains(['"', '`']), QUOTED)?;
    refuse(text.contains(is_other_space), OTHER_SPACE)?;
    refuse(!text.is_ascii(), NOT_ASCII)
}

/// Checks a SignatureNonce.
///
/// # Errors
/// Returns the first defect: empty, too long, or with anything but visible ASCII characters.
pub fn nonce(text: &str) -> Result<(), Defect> {
    check_length(text, MAX_NONCE, "is longer than 256 bytes")?;
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    refuse(!visible, malformed("may contain only visible ASCII characters. Use 32 random hex digits"))
}

/// Checks a RegionId, whatever its area.
///
/// # Errors
/// Returns the first defect: empty, too long, or not of the form of a region id.
pub fn region_id(text: &str) -> Result<(), Defect> {
    check_length(text, MAX_REGION_ID, "is longer than 63 bytes")?;
    refuse(!is_region_id(text), malformed("must have the form of a region id, such as cn-hangzhou"))
}

/// Checks a RegionId that the endpoint follows from.
///
/// # Errors
/// Returns what [`region_id`] finds, or that the area is not one of [`AREAS`](super::endpoint::AREAS).
pub fn region_id_with_endpoint(text: &str) -> Result<(), Defect> {
    region_id(text)?;
    refuse(!is_in_known_area(text), UNKNOWN_AREA)
}

/// Checks a RegionId that is sent to `endpoint`. The host is not covered by the signature, the RegionId is.
///
/// # Errors
/// Returns what [`region_id`] finds, or [`ProblemCode::RegionMismatch`] if the host is of another region.
pub fn region_id_at(text: &str, endpoint: &Endpoint) -> Result<(), Defect> {
    region_id(text)?;
    let predicate = "differs from the region of the host. Use the same region for both";
    let mismatch = Defect { code: ProblemCode::RegionMismatch, predicate, limit: None };
    refuse(endpoint.is_of_another_region(text), mismatch)
}

/// Checks that an AccessKeyId of STS has its token. The gateway requires the token of every such key.
///
/// # Errors
/// Returns [`ProblemCode::MissingOption`], a defect of the SecurityToken.
pub fn security_token_for(access_key_id: &str, security_token: Option<&str>) -> Result<(), Defect> {
    let missing = access_key_id.starts_with("STS.") && security_token.is_none_or(str::is_empty);
    let predicate = "is missing. An AccessKeyId of STS works only with it";
    refuse(missing, Defect { code: ProblemCode::MissingOption, predicate, limit: None })
}

/// Returns every problem of several values, each with its name.
pub(crate) fn all<const N: usize>(checked: [(&str, Result<(), Defect>); N]) -> Result<(), Problems> {
    let mut problems = Vec::new();
    for (name, checked) in checked {
        if let Err(defect) = checked {
            problems.add(defect.of(name));
        }
    }
    none(problems)
}

fn refuse(wrong: bool, defect: Defect) -> Result<(), Defect> {
    if wrong { Err(defect) } else { Ok(()) }
}

fn check_length(text: &str, most: usize, too_long: &'static str) -> Result<(), Defect> {
    not_empty(text)?;
    refuse(text.len() > most, Defect { code: ProblemCode::TooLong, predicate: too_long, limit: Some(most as u64) })
}

/// Checks for characters that no value may contain, and for white space at its ends.
fn check_lines(text: &str) -> Result<(), Defect> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    refuse(text.contains(['\n', '\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}']), LINE_BREAK)?;
    refuse(text.contains(|character: char| character.is_control() && character != '\t'), CONTROL)?;
    refuse(text.trim().len() != text.len(), SPACE_AT_END)
}

/// Checks the rules that an AccessKeyId and its secret share.
fn check_key(text: &str) -> Result<(), Defect> {
    if text.bytes().all(is_usual) {
        return refuse(is_usual_assignment(text, Names::Any), ASSIGNMENT);
    }
    check_pasted(text, Names::Any)?;
    refuse(text.contains(is_quotation_mark), QUOTED)?;
    refuse(text.contains(char::is_whitespace), SPACE)?;
    refuse(!text.is_ascii(), NOT_ASCII)?;
    refuse(text.contains('\\'), BACKSLASH)
}

/// Checks for what is often copied along with a value from a file, a shell or a document. Of these an assignment is the only one
/// that consists of usual characters.
fn check_pasted(text: &str, names: Names) -> Result<(), Defect> {
    check_lines(text)?;
    refuse(has_invisible(text), INVISIBLE)?;
    refuse(is_assignment(text, names), ASSIGNMENT)?;
    refuse(text.ends_with([',', ';']), PUNCTUATED)?;
    refuse(find(text, "***").is_some(), MASKED)?;
    refuse(text.starts_with(['<', '{']) || text.starts_with("${") || text.starts_with("$("), PLACEHOLDER)
}

/// The names that make a string an assignment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Any,
    /// Names that end with one of [`KNOWN_NAMES`]: a token may contain `=` after letters.
    Known,
}

/// The longest name of a variable or of a member, in bytes. A token of base64 is longer.
const MAX_NAME: usize = 64;

/// The ends of the names under which credentials are stored, in lower case and without separators.
const KNOWN_NAMES: [&str; 7] =
    ["accesskeyid", "accesskeysecret", "accesskey", "keyid", "secret", "securitytoken", "token"];

/// Returns whether a string of usual characters is an assignment. They have no white space, so only its beginning can be a name.
fn is_usual_assignment(text: &str, names: Names) -> bool {
    text.bytes().take(MAX_NAME + 1).any(|byte| byte == b'=') && is_assignment(text, names)
}

/// Returns whether a string begins with a name and `=` or `:`, like a line of a shell script, of JSON or of a settings file.
fn is_assignment(text: &str, names: Names) -> bool {
    let Some(end) = text.bytes().position(|byte| matches!(byte, b'=' | b':')) else { return false };
    let (before, behind) = text.split_at_checked(end).unwrap_or_default();
    let value = behind.get(1..).unwrap_or_default();
    let end = before.get(before.len().saturating_sub(MAX_NAME)..).unwrap_or(before);
    // `export NAME=`, `$env:NAME =`, `"name":`
    let name = end.trim().rsplit(char::is_whitespace).next().unwrap_or_default();
    if name.len() == end.len() && end.len() < before.len() {
        return false;
    }
    let name =
        name.trim_matches(|character: char| is_quotation_mark(character) || matches!(character, '$' | '{' | '-'));
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    // Base64 ends with `=` as well.
    let has_value = !value.trim_matches('=').is_empty();
    let is_known = |known: &&str| match letters_before(name, known) {
        Some(0) => true,
        Some(_) => has_value || name.contains('_'),
        None => false,
    };
    is_name && (names == Names::Any && has_value || KNOWN_NAMES.iter().any(is_known))
}

/// Returns how many letters and digits precede `known` at the end of `name`, ignoring case and separators. Copies nothing,
/// because the name may be a secret.
fn letters_before(name: &str, known: &str) -> Option<usize> {
    let mut letters = name.bytes().rev().filter(u8::is_ascii_alphanumeric);
    let ends = known.bytes().rev().all(|byte| letters.next().is_some_and(|letter| letter.eq_ignore_ascii_case(&byte)));
    ends.then(|| letters.count())
}
