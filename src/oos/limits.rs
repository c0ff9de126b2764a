//! The form and the limit of the values that OOS's operations take beside the common ones.

use crate::rpc::limits::{Defect, identifier};

/// The longest ExecutionId, in bytes of UTF-8. Those of OOS have 25.
pub const MAX_EXECUTION_ID: usize = 1_024;

/// Checks an ExecutionId.
///
/// # Errors
/// Returns the first defect: empty, too long, or with a character that a person cannot see.
pub fn execution_id(text: &str) -> Result<(), Defect> {
    identifier(text, MAX_EXECUTION_ID, "is longer than 1,024 bytes")
}
