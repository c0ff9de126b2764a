//! Looking at executions: one, a list, and one until it has ended.

use std::time::Duration;

use super::attempt::History;
use super::call::jitter;
use super::credentials::CredentialsProvider;
use super::listing::{ExecutionPage, Listing};
use super::looked::{looked, status};
use super::run::Run;
use super::wait::{Look, Next, Start, Wait};
use super::{Client, Failure, FailureClass, FailureKind, Host, Outcome, StateFault, Success};
use crate::oos::cancel_execution::CANCEL_EXECUTION;
use crate::oos::execution::{Execution, ExecutionStatus};
use crate::oos::list_executions::{LIST_EXECUTIONS, Listed};
use crate::rpc::codes::CANCEL_FAILED;
use crate::rpc::json::Json;
use crate::rpc::request::Call;

/// How long one request may take while a call waits. The deadline of such a call is for the execution, not for a response.
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// How the execution of a cancel has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// OOS says that it is cancelled.
    Cancelled,
    /// It ended by itself before the cancel had an effect: its status is Success or Failed.
    ByItself,
}

/// The cancel of an execution that has ended.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ended<Json> {
    /// How the execution has ended.
    pub ending: Ending,
    /// The execution after its end.
    pub execution: Execution<Json>,
    /// The RequestId of the cancel. `None` if it got no clear response, or was refused since the execution had ended.
    pub request_id: Option<String>,
    /// Every request that was sent, the cancel and the looks.
    pub history: History,
    /// From the start of the call to its end.
    pub elapsed: Duration,
}

/// What a wait begins with: when the call started, what it sent, and why its cancel did not succeed.
struct Trail<Cause> {
    started: Duration,
    history: History,
    unsettled: Option<Box<Failure<Cause>>>,
}

impl<P: CredentialsProvider> Client<P> {
    /// Returns an execution; `None` if OOS lists none with this id.
    ///
    /// # Errors
    /// [`Failure`] says what happened.
    pub async fn get_execution<H: Host<Cause: From<P::Error>, Json: Json>>(
        &self,
        host: &H,
        execution_id: &str,
    ) -> Result<Option<Execution<H::Json>>, Failure<H::Cause>> {
        let parameters = [("ExecutionId", execution_id)];
        let success = self.list(host, &look(&parameters)).await?;
        looked(host, Listed::read_one(&success.json, execution_id), success.history, status)
            .map(|(execution, _)| execution)
    }

    /// Returns the next page of a list; `None` after the last one. A page that failed can be requested again.
    ///
    /// # Errors
    /// [`Failure`] says what happened.
    pub async fn next_page<H: Host<Cause: From<P::Error>, Json: Json>>(
        &self,
        host: &H,
        listing: &mut Listing,
    ) -> Result<Option<ExecutionPage<H::Json>>, Failure<H::Cause>> {
        let Some(parameters) = listing.next() else { return Ok(None) };
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let success = self.list(host, &Call::new(&LIST_EXECUTIONS, &parameters)).await?;
        let page = Listed::read(&success.json).and_then(|listed| listing.add(listed));
        looked(host, page, success.history, |_| None).map(|(page, _)| Some(page))
    }

    /// Makes a call whose last attempt [`looked`] observes.
    async fn list<H: Host<Cause: From<P::Error>>>(
        &self,
        host: &H,
        call: &Call<'_>,
    ) -> Result<Success<H::Json>, Failure<H::Cause>> {
        call.check().map_err(Failure::invalid_input)?;
        let run = Run::begin(host, &LIST_EXECUTIONS).read_later();
        self.execute(host, call, run, &self.retry, Duration::ZERO).await
    }

    /// Waits until an execution has ended, within the deadline of `host`.
    ///
    /// # Errors
    /// [`Failure`] says what happened. With [`StateFault::NotListed`], OOS has not listed the execution.
    pub async fn wait_for_execution<H: Host<Cause: From<P::Error>, Json: Json>>(
        &self,
        host: &H,
        execution_id: &str,
    ) -> Result<Execution<H::Json>, Failure<H::Cause>> {
        look(&[("ExecutionId", execution_id)]).check().map_err(Failure::invalid_input)?;
        let trail = Trail { started: host.monotonic(), history: History::default(), unsettled: None };
        let (execution, _) = self.wait(host, execution_id, Start::Only, trail).await?;
        Ok(execution)
    }

    /// Cancels an execution and waits until it has ended, within the deadline of `host`. A cancel without a clear response,
    /// and one that OOS refused because of the state of the execution, are settled by looking.
    ///
    /// # Errors
    /// [`Failure`] says what happened and what is known of the cancel: [`Outcome::Accepted`] if OOS accepted it.
    pub async fn cancel_and_wait<H: Host<Cause: From<P::Error>, Json: Json>>(
        &self,
        host: &H,
        execution_id: &str,
    ) -> Result<Ended<H::Json>, Failure<H::Cause>> {
        let parameters = [("ExecutionId", execution_id)];
        let call = Call::new(&CANCEL_EXECUTION, &parameters);
        call.check().map_err(Failure::invalid_input)?;
        let started = host.monotonic();
        let run = Run::begin(host, &CANCEL_EXECUTION).request_timeout(REQUEST_TIMEOUT);
        let (start, request_id, trail) = match self.execute(host, &call, run, &self.retry, Duration::ZERO).await {
            Ok(Success { request_id, history, .. }) => {
                (Start::Accepted, Some(request_id), Trail { started, history, unsettled: None })
            }
            Err(mut failure) => {
                let Some(start) = unsettled(&failure) else { return Err(failure) };
                let history = std::mem::take(&mut failure.history);
                (start, None, Trail { started, history, unsettled: Some(Box::new(failure)) })
            }
        };
        let (execution, history) = self.wait(host, execution_id, start, trail).await?;
        let ending =
            if *execution.status() == ExecutionStatus::Cancelled { Ending::Cancelled } else { Ending::ByItself };
        let elapsed = host.monotonic().saturating_sub(started);
        Ok(Ended { ending, execution, request_id, history, elapsed })
    }

    async fn wait<H: Host<Cause: From<P::Error>, Json: Json>>(
        &self,
        host: &H,
        execution_id: &str,
        start: Start,
        trail: Trail<H::Cause>,
    ) -> Result<(Execution<H::Json>, History), Failure<H::Cause>> {
        let Trail { started, mut history, unsettled } = trail;
        let parameters = [("ExecutionId", execution_id)];
        let call = look(&parameters);
        let retry = self.retry.repairs_only();
        let mut wait = Wait::new(start);
        let mut next = wait.first(jitter(host.random()), host.remaining());
        let mut last_status = None;
        let mut latest = None;
        let failure = loop {
            let delay = match next {
                Next::Look(delay) => delay,
                Next::NotListed => break Failure::unsent(FailureKind::State(StateFault::NotListed)),
                Next::Ended | Next::GiveUp | Next::TooLate => {
                    break latest.map_or_else(|| Failure::unsent(FailureKind::Timeout), |failure: Box<_>| *failure);
                }
            };
            if !delay.is_zero()
                && let Err(interruption) = host.sleep(delay).await
            {
                break Run::resume(host, &LIST_EXECUTIONS, started, History::default()).interrupted(interruption);
            }
            let run = Run::resume(host, &LIST_EXECUTIONS, started, std::mem::take(&mut history));
            let run = run.request_timeout(REQUEST_TIMEOUT).read_later();
            let success = self.execute(host, &call, run, &retry, delay).await;
            let read = success.and_then(|Success { json, history, .. }| {
                looked(host, Listed::read_one(&json, execution_id), history, status)
            });
            let remaining = host.remaining();
            next = match read {
                Ok((execution, looks)) => {
                    history = looks;
                    latest = None;
                    let status = status(&execution);
                    let look = status.as_ref().map_or(Look::NotListed, Look::Listed);
                    let next = wait.next(&look, jitter(host.random()), None, remaining);
                    if let Some(execution) = execution {
                        if status != last_status {
                            host.observe_status(&execution);
                            last_status = status;
                        }
                        if next == Next::Ended {
                            return Ok((execution, history));
                        }
                    }
                    next
                }
                Err(mut failure) => {
                    history = std::mem::take(&mut failure.history);
                    let server_wait = history.server_wait();
                    let next = wait.next(&failed_look(&failure.kind), jitter(host.random()), server_wait, remaining);
                    latest = Some(Box::new(failure));
                    next
                }
            };
        };
        Err(conclude(start, failure, unsettled, history))
    }
}

const fn look<'a>(parameters: &'a [(&'static str, &'a str)]) -> Call<'a> {
    Call::new(&LIST_EXECUTIONS, parameters)
}

/// Returns what a look without a list says about the next one.
pub(super) fn failed_look(kind: &FailureKind) -> Look<'static> {
    match kind {
        _ if kind.is_retryable() => Look::Failed,
        FailureKind::Response { .. } => Look::Unreadable,
        _ => Look::Refused,
    }
}

/// Returns the failure of a wait that did not see the end: never better than what is known of the cancel.
fn conclude<Cause>(
    start: Start,
    last: Failure<Cause>,
    unsettled: Option<Box<Failure<Cause>>>,
    history: History,
) -> Failure<Cause> {
    let aborted = is_aborted(&last);
    let failure = match (start, unsettled) {
        (Start::Only, _) => {
            let outcome =
                if last.outcome == Outcome::NotSent && history.sent() > 0 { Outcome::Failed } else { last.outcome };
            Failure { outcome, operation: Some(&LIST_EXECUTIONS), ..last }
        }
        // What happened to the cancel counts, not why nobody could look at it.
        (_, Some(unsettled)) if !aborted => *unsettled,
        (_, Some(unsettled)) => Failure { outcome: unsettled.outcome, operation: Some(&CANCEL_EXECUTION), ..last },
        (_, None) => Failure { outcome: Outcome::Accepted, operation: Some(&CANCEL_EXECUTION), ..last },
    };
    Failure { history, ..failure }
}

/// Returns whether the caller ended the call.
pub(super) fn is_aborted<Cause>(failure: &Failure<Cause>) -> bool {
    failure.kind.class() == FailureClass::Aborted
}

/// Returns how a wait that is to settle a failed cancel begins; `None` if there is nothing to settle.
pub(super) fn unsettled<Cause>(failure: &Failure<Cause>) -> Option<Start> {
    let over = matches!(failure.kind.class(), FailureClass::Aborted | FailureClass::Timeout);
    match (failure.outcome, &failure.kind) {
        _ if over => None,
        (Outcome::Unknown, _) => Some(Start::Unclear),
        (Outcome::Refused, FailureKind::Service(error)) if error.code == CANCEL_FAILED => Some(Start::Refused),
        _ => None,
    }
}
