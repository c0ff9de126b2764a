//! The form and the limit of the values that OOS's operations take beside the common ones.

use super::execution::ExecutionStatus;
use crate::rpc::limits::{Defect, identifier, not_empty};
use crate::rpc::problem::ProblemCode;
use crate::rpc::timestamp::Timestamp;

/// The longest ExecutionId, in bytes of UTF-8. Those of OOS have 25.
pub const MAX_EXECUTION_ID: usize = 1_024;

/// Checks an ExecutionId.
///
/// # Errors
/// Returns the first defect: empty, too long, or with a character that a person cannot see.
pub fn execution_id(text: &str) -> Result<(), Defect> {
    identifier(text, MAX_EXECUTION_ID, "is longer than 1,024 bytes")
}

/// The longest name or description to filter by, in bytes of UTF-8.
pub const MAX_NAME: usize = 1_024;

/// The most tags of an execution. Source: the vendor's page on `ALIYUN::OOS::Execution`.
pub const MAX_TAGS: usize = 20;

/// The longest key or value of a tag, in bytes of UTF-8. Those of the vendor have up to 128 characters.
pub const MAX_TAG_PART: usize = 512;

/// The longest NextToken, in bytes. Those of OOS have some dozens.
const MAX_PAGE_TOKEN: usize = 8_192;

/// Checks a name, a description or a part of one.
///
/// # Errors
/// Returns the first defect: empty, too long, or with a character that a person cannot see.
pub fn name(text: &str) -> Result<(), Defect> {
    identifier(text, MAX_NAME, "is longer than 1,024 bytes")
}

/// Checks a status to filter by. One that is not known passes, since OOS may get more of them.
///
/// # Errors
/// Returns the first defect: that of a [`name`], or a known status in other letter case, which nothing would match.
pub fn status(status: &ExecutionStatus) -> Result<(), Defect> {
    name(status.as_str())?;
    let predicate = "differs from a status of OOS in upper and lower case. Write it as OOS does, such as Running";
    let miswritten = Defect { code: ProblemCode::Malformed, predicate, limit: None };
    if status.is_miswritten() { Err(miswritten) } else { Ok(()) }
}

/// Checks the token of a page.
///
/// # Errors
/// Returns the first defect: empty or too long.
pub fn page_token(text: &str) -> Result<(), Defect> {
    not_empty(text)?;
    let limit = Some(MAX_PAGE_TOKEN as u64);
    let too_long = Defect { code: ProblemCode::TooLong, predicate: "is longer than 8,192 bytes", limit };
    if text.len() > MAX_PAGE_TOKEN { Err(too_long) } else { Ok(()) }
}

/// Checks a date.
///
/// # Errors
/// Returns the defect of a text that is no time of the form YYYY-MM-DDThh:mm:ssZ.
pub fn date(text: &str) -> Result<(), Defect> {
    let predicate = "must be a valid time of the form YYYY-MM-DDThh:mm:ssZ";
    Timestamp::parse(text).map(|_| ()).ok_or(Defect { code: ProblemCode::Malformed, predicate, limit: None })
}

/// Checks the beginning of a time range against its end: dates that [`date`] accepts.
///
/// # Errors
/// Returns [`ProblemCode::Conflict`] as a defect of the beginning if it lies after the end.
pub fn date_before(after: Option<&str>, before: Option<&str>) -> Result<(), Defect> {
    let predicate = "is later than the end of its range, so nothing can match. Swap the two";
    let empty = after.zip(before).is_some_and(|(after, before)| after > before);
    if empty { Err(Defect { code: ProblemCode::Conflict, predicate, limit: None }) } else { Ok(()) }
}

/// Checks how many tags there are.
///
/// # Errors
/// Returns the defect of more tags than an execution can have.
pub fn tag_count(count: usize) -> Result<(), Defect> {
    let limit = Some(MAX_TAGS as u64);
    let too_many = Defect { code: ProblemCode::TooLong, predicate: "has more than 20 tags", limit };
    if count > MAX_TAGS { Err(too_many) } else { Ok(()) }
}

/// Checks a tag. Its value may be empty.
///
/// # Errors
/// Returns the first defect of the key or the value.
pub fn tag(key: &str, value: &str) -> Result<(), Defect> {
    identifier(key, MAX_TAG_PART, "has a key that is longer than 512 bytes")?;
    if value.is_empty() { Ok(()) } else { identifier(value, MAX_TAG_PART, "has a value that is longer than 512 bytes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_form() {
        assert_eq!(date("2024-05-06T07:08:09Z"), Ok(()));
        for text in ["", "2024-05-06", "2024-05-06T07:08:09", "2024-05-06T07:08:09.000Z", "2024-13-06T07:08:09Z"] {
            assert_eq!(date(text).map_err(|defect| defect.code), Err(ProblemCode::Malformed), "{text}");
        }
    }
}
