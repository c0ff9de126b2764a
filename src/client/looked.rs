//! The end of a look: what the observer and the history say of a response that has been read.

use super::attempt::History;
use super::{Failure, FailureKind, Host, Outcome};
use crate::oos::execution::{Execution, ExecutionStatus};
use crate::oos::list_executions::LIST_EXECUTIONS;
use crate::rpc::envelope::is_words;
use crate::rpc::response::BodyFault;

/// Returns the status of an execution that a look has seen.
pub(super) fn status<J>(execution: &Option<Execution<J>>) -> Option<ExecutionStatus> {
    execution.as_ref().map(|execution| execution.status().clone())
}

/// Ends a look: observes its last attempt, with what was read from the response.
pub(super) fn looked<T, H: Host>(
    host: &H,
    read: Result<T, BodyFault>,
    mut history: History,
    status: fn(&T) -> Option<ExecutionStatus>,
) -> Result<(T, History), Failure<H::Cause>> {
    let looked = match read {
        Ok(seen) => {
            if let Some(attempt) = history.last_mut() {
                // A server may echo a token as a status, and errors show the history.
                attempt.status = status(&seen).filter(|status| is_words(status.as_str()));
            }
            Ok((seen, history))
        }
        Err(fault) => Err(unreadable(fault, history)),
    };
    let (Ok((_, history)) | Err(Failure { history, .. })) = &looked;
    if let Some(attempt) = history.attempts().last() {
        host.observe(attempt);
    }
    looked
}

/// Returns the failure of a response that OOS accepted, but that is not one of the operation.
pub(super) fn unreadable<Cause>(fault: BodyFault, mut history: History) -> Failure<Cause> {
    let http_status = history.attempts().last().and_then(|attempt| attempt.http_status).unwrap_or_default();
    let kind = FailureKind::Response { fault, http_status };
    if let Some(attempt) = history.last_mut() {
        attempt.failure = Some(kind.class());
        attempt.code = Some(fault.as_str().to_owned());
        attempt.outcome = Some(Outcome::Failed);
    }
    Failure { outcome: Outcome::Failed, history, operation: Some(&LIST_EXECUTIONS), ..Failure::unsent(kind) }
}
