//! The requests of a fleet. All are one future, so that a fleet keeps them in one list.

use std::sync::Arc;
use std::time::Duration;

use crate::client::attempt::History;
use crate::client::credentials::CredentialsProvider;
use crate::client::listing::{ExecutionPage, Listing};
use crate::client::look::{REQUEST_TIMEOUT, is_aborted};
use crate::client::looked::unreadable;
use crate::client::run::Run;
use crate::client::{Client, Failure, Host, Outcome, Success};
use crate::oos::cancel_execution::CANCEL_EXECUTION;
use crate::oos::execution::Execution;
use crate::oos::list_executions::{LIST_EXECUTIONS, Listed};
use crate::rpc::json::Json;
use crate::rpc::request::Call;
use crate::rpc::timestamp::Timestamp;

/// A request to make.
pub(super) enum Job {
    Cancel {
        index: usize,
        id: Arc<str>,
        first_sent: Duration,
        /// What is left of the time for this execution.
        within: Duration,
        history: History,
        /// What earlier attempts came to.
        before: Outcome,
        /// How many of them were throttled.
        throttled: u32,
        waits: bool,
    },
    Look {
        index: usize,
        id: Arc<str>,
        within: Duration,
    },
    Page {
        listing: Listing,
    },
}

impl Job {
    /// Returns how long the request may take.
    pub(super) const fn within(&self) -> Duration {
        match self {
            Self::Cancel { within, .. } | Self::Look { within, .. } => *within,
            Self::Page { .. } => REQUEST_TIMEOUT,
        }
    }
}

/// What a request came to.
pub(super) enum Done<C, J> {
    Cancel {
        index: usize,
        first_sent: Duration,
        throttled: u32,
        /// Whether the clock was corrected meanwhile.
        corrected: bool,
        result: Result<Success<J>, Failure<C>>,
    },
    Look {
        index: usize,
        result: Result<Option<Execution<J>>, Failure<C>>,
    },
    Page {
        listing: Listing,
        date: Option<Timestamp>,
        result: Result<ExecutionPage<J>, Failure<C>>,
    },
}

impl<C: Clone, J> Done<C, J> {
    /// Returns the reason of the caller, if the caller ended the request.
    pub(super) fn abort(&self) -> Option<Option<C>> {
        let failure = match self {
            Self::Cancel { result, .. } => result.as_ref().err(),
            Self::Look { result, .. } => result.as_ref().err(),
            Self::Page { result, .. } => result.as_ref().err(),
        };
        failure.filter(|failure| is_aborted(failure)).map(|failure| failure.cause.clone())
    }
}

impl<P: CredentialsProvider> Client<P> {
    pub(super) async fn work<H>(&self, host: H, job: Job) -> Done<H::Cause, H::Json>
    where
        H: Host<Cause: From<P::Error>, Json: Json>,
    {
        match job {
            Job::Cancel { index, id, first_sent, history, before, throttled, waits, .. } => {
                let parameters = [("ExecutionId", &*id)];
                let call = Call::new(&CANCEL_EXECUTION, &parameters);
                let run = Run::resume(&host, &CANCEL_EXECUTION, first_sent, history).before(throttled).paced();
                let run = if waits { run.request_timeout(REQUEST_TIMEOUT) } else { run };
                let offset = self.clock.seconds();
                let mut result = self.execute(&host, &call, run, &self.retry, Duration::ZERO).await;
                if let Err(failure) = &mut result {
                    failure.outcome = failure.outcome.max(before);
                }
                Done::Cancel { index, first_sent, throttled, corrected: self.clock.seconds() != offset, result }
            }
            Job::Look { index, id, .. } => {
                let looked = self.read(&host, &[("ExecutionId", &*id)]).await;
                let result = looked.and_then(|success| {
                    Listed::read_one(&success.json, &id).map_err(|fault| unreadable(fault, success.history))
                });
                Done::Look { index, result }
            }
            Job::Page { mut listing } => {
                let parameters = listing.next().unwrap_or_default();
                let parameters: Vec<_> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let mut date = None;
                let result = self.read(&host, &parameters).await.and_then(|success| {
                    date = success.server_time;
                    let page = Listed::read(&success.json).and_then(|listed| listing.add(listed));
                    page.map_err(|fault| unreadable(fault, success.history))
                });
                Done::Page { listing, date, result }
            }
        }
    }

    /// Looks once. What fails is looked at again later.
    async fn read<H>(
        &self,
        host: &H,
        parameters: &[(&'static str, &str)],
    ) -> Result<Success<H::Json>, Failure<H::Cause>>
    where
        H: Host<Cause: From<P::Error>>,
    {
        let run = Run::begin(host, &LIST_EXECUTIONS).request_timeout(REQUEST_TIMEOUT).paced();
        let call = Call::new(&LIST_EXECUTIONS, parameters);
        self.execute(host, &call, run, &self.retry.repairs_only(), Duration::ZERO).await
    }
}
