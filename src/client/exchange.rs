//! One call in progress: its attempts and their outcomes.

use super::attempt::{Attempt, History};
use super::clock::{ClockOffset, seconds_ahead, server_time};
use super::credentials::{NoCredentials, ProviderError};
use super::retry::{asked_delay_ms, server_wait_ms};
use super::{Accepted, Failure, FailureKind, Headers, Host, InterruptionKind, Outcome, Reply, Request, RequestStyle};
use super::{TransportError, TransportErrorKind};
use crate::oos::signed_url::SignedCall;
use crate::rpc::codes::Remedy;
use crate::rpc::response::{Answer, Context, read};
use crate::rpc::signature::Method;
use crate::rpc::timestamp::Timestamp;

/// A failed attempt, and what the server's headers say.
pub(super) struct Failed<Cause> {
    pub(super) failure: Failure<Cause>,
    pub(super) server_time: Option<Timestamp>,
    pub(super) server_wait_ms: Option<f64>,
    /// Whether the host could not even begin to send the request.
    pub(super) unsendable: bool,
}

/// One call in progress.
pub(super) struct Run<'a, H> {
    host: &'a H,
    started_ms: f64,
    pub(super) history: History,
}

impl<'a, H: Host> Run<'a, H> {
    pub(super) fn begin(host: &'a H) -> Self {
        Self { host, started_ms: host.monotonic_ms(), history: History::default() }
    }

    pub(super) fn elapsed_ms(&self) -> f64 {
        self.host.monotonic_ms() - self.started_ms
    }

    /// Sends one request. Returns the RequestId, or the failure.
    pub(super) async fn exchange(
        &mut self,
        call: &SignedCall,
        style: RequestStyle,
        secrets: &[&str],
        waited_ms: f64,
        clock: &ClockOffset,
    ) -> Result<String, Failed<H::Cause>> {
        let request = match style {
            RequestStyle::Query => Request { method: call.method(), url: call.url(), form: None },
            RequestStyle::Form => {
                Request { method: Method::Post, url: call.form_url().into(), form: Some(call.form_body()) }
            }
        };
        let sent_ms = self.host.monotonic_ms();
        let reply = self.host.send(request).await;
        let elapsed_ms = self.host.monotonic_ms() - sent_ms;
        let context = Context { secrets, string_to_sign: call.string_to_sign() };
        self.judge(reply, &context, (waited_ms, elapsed_ms), clock)
    }

    /// Judges one attempt. Not async, so that its locals do not become part of the future.
    #[inline(never)]
    fn judge(
        &mut self,
        reply: Result<Reply, TransportError<H::Cause>>,
        context: &Context<'_>,
        (waited_ms, elapsed_ms): (f64, f64),
        clock: &ClockOffset,
    ) -> Result<String, Failed<H::Cause>> {
        let number = self.history.sent() + 1;
        let mut unsendable = false;
        let (mut failure, headers) = match reply {
            Ok(reply) => {
                let kind = match read(reply.http_status, reply.body, context) {
                    Answer::Accepted { request_id } => {
                        self.record(Attempt::accepted(number, waited_ms, elapsed_ms, reply.http_status));
                        return Ok(request_id);
                    }
                    Answer::Refused(mut error) => {
                        error.retry_after_ms = asked_delay_ms(&reply.headers);
                        FailureKind::Service(Box::new(error))
                    }
                    Answer::Unreadable(fault) => FailureKind::Response { fault, http_status: reply.http_status },
                };
                (Failure { outcome: kind.outcome_once_sent(), ..Failure::unsent(kind) }, reply.headers)
            }
            Err(error) => {
                let kind = match error.kind {
                    TransportErrorKind::Network | TransportErrorKind::NotConnected => FailureKind::Network,
                    TransportErrorKind::Interrupted(interruption) => interrupted(interruption),
                };
                let outcome = if error.may_be_sent { Outcome::Unknown } else { Outcome::NotSent };
                unsendable = !error.may_be_sent && error.kind != TransportErrorKind::NotConnected;
                let (cause, hint) = (Some(error.cause), error.hint);
                (Failure { outcome, cause, hint, ..Failure::unsent(kind) }, Headers::default())
            }
        };
        if !unsendable {
            self.record(Attempt::failed(number, waited_ms, elapsed_ms, &failure.kind, failure.outcome));
        }
        let server_time = server_time(&headers);
        if matches!(&failure.kind, FailureKind::Service(error) if error.remedy == Remedy::CheckClock) {
            failure.clock_ahead_seconds = server_time.map(|time| seconds_ahead(self.host, time));
        }
        let server_wait_ms = server_wait_ms(&headers, server_time.unwrap_or_else(|| clock.now(self.host)));
        Err(Failed { failure, server_time, server_wait_ms, unsendable })
    }

    fn record(&mut self, attempt: Attempt) {
        self.host.observe(&attempt);
        self.history.push(attempt);
    }

    pub(super) fn accepted(self, request_id: String, execution_id: &str) -> Accepted {
        let elapsed_ms = self.elapsed_ms();
        Accepted { request_id, execution_id: execution_id.to_owned(), history: self.history, elapsed_ms }
    }

    /// Ends the call with its last failure and the outcome of all attempts.
    pub(super) fn failed(self, mut last: Failure<H::Cause>) -> Failure<H::Cause> {
        last.outcome = self.history.outcome_with(last.outcome);
        last.history = self.history;
        last
    }

    pub(super) fn ended_by(self, reason: NoCredentials<H::Cause>) -> Failure<H::Cause> {
        let (kind, cause) = match reason {
            NoCredentials::Provider(ProviderError::Failed(cause)) => {
                (FailureKind::Credentials(Vec::new()), Some(cause))
            }
            NoCredentials::Provider(ProviderError::Unusable(problems)) => (FailureKind::Credentials(problems), None),
            NoCredentials::Interrupted(interruption) => (interrupted(interruption.kind), Some(interruption.cause)),
        };
        self.failed(Failure { cause, ..Failure::unsent(kind) })
    }
}

const fn interrupted(kind: InterruptionKind) -> FailureKind {
    match kind {
        InterruptionKind::Deadline => FailureKind::Timeout,
        InterruptionKind::Aborted => FailureKind::Aborted,
    }
}
